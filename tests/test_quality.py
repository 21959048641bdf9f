"""The quality gate: our own questions on the starter pages, with the real encoder, against floors that only rise."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from index.folder import IndexFolder
from index.loading import load_index
from service.evaluation import Evaluation, evaluated, read_labelled
from service.settings import Settings
from service.wiring import STARTER_PAGES, answerer_over

pytestmark = pytest.mark.model

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions.jsonl"
FLOORS = json.loads((HERE / "floors.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def evaluation(starter_index: Path) -> Evaluation:
    answerer = answerer_over(load_index(IndexFolder(starter_index)), Settings())
    return evaluated(answerer, read_labelled(QUESTIONS))


def data_fingerprint() -> str:
    """A hash of the pages and the questions: floors hold for these only."""
    digest = sha256()
    for path in (*sorted(STARTER_PAGES.glob("*.md")), QUESTIONS):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def test_the_floors_belong_to_these_pages_and_questions() -> None:
    assert FLOORS["data"] == data_fingerprint(), (
        "Pages or questions changed: measure again with `ownwords evaluate tests/questions.jsonl`, then write the "
        f"fingerprint {data_fingerprint()} and the floors into tests/floors.json, and say in CHANGELOG.md why one fell."
    )


@pytest.mark.parametrize("measure", FLOORS["at_least"])
def test_no_measure_falls_below_its_floor(evaluation: Evaluation, measure: str) -> None:
    value = evaluation.totals[measure]
    assert value is not None
    assert value >= FLOORS["at_least"][measure]


def test_hardly_any_question_that_the_pages_answer_is_refused(evaluation: Evaluation) -> None:
    refused = evaluation.totals["answerable refused"]
    assert refused is not None
    assert refused <= FLOORS["at_most"]["answerable refused"]

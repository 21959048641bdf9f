"""Questions that a page lost are named by the topic that the answer is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path

import numpy as np
import pytest

from corpus.build import build_library
from corpus.library import Library
from corpus.question_bank import Topic
from corpus.records import FaqPair
from index import question_naming
from index.classifier import Classifier
from index.protocols import Vectors
from index.question_naming import name_lost_questions

BANK = (
    Topic("driving", "Driving", "When can I drive?", ("car?",), ("You may drive a car after six weeks.",)),
    Topic("washing", "Washing", "When can I shower?", ("bath?",), ("Keep the wound dry, then shower.",)),
    Topic("eating", "Eating", "What can I eat?", ("food?",), ("Eat what you like.",)),
)
TOPICS = Classifier(("washing", "driving", "eating"), np.eye(3, dtype=np.float32), np.zeros(3, dtype=np.float32))
SURE, LIKELY = 6.0, 0.4  # logarithms: e^6 to 1 to 1, and e^0.4 to 1 to 1


def encode(texts: Sequence[str]) -> Vectors:
    """Surely washing for a shower, likely driving for a car, and nothing that TOPICS know for anything else."""
    return np.array([[SURE * ("shower" in text), LIKELY * ("car" in text), 0] for text in texts], dtype=np.float32)


FAQ = """Knee surgery

Frequently asked questions

Most people drive their car after a month. Ask your insurer first.
A shower is allowed once the wound is dry. Pat it dry with a towel.
The bill comes by post. It can take a week.
"""


@dataclass
class Clinic:
    """A library of one scraped page whose FAQ lost its questions."""

    path: Path

    def name(self) -> dict[str, list[str]]:
        library = Library.open(self.path, writable=True)
        doubts = name_lost_questions(library, encode, TOPICS)
        library.close()
        return doubts

    @property
    def pairs(self) -> list[FaqPair]:
        library = Library.open(self.path)
        pairs = [passage for passage in library.passages() if isinstance(passage, FaqPair)]
        library.close()
        return pairs


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    monkeypatch.setattr(question_naming, "load_question_bank", lambda: BANK)
    (tmp_path / "faq.txt").write_text(FAQ, "utf-8")
    build_library(tmp_path / "library.sqlite", [str(tmp_path / "faq.txt")])
    return Clinic(tmp_path / "library.sqlite")


def test_every_answer_whose_question_was_lost_is_a_pair_of_its_own(clinic: Clinic) -> None:
    assert [pair.question for pair in clinic.pairs] == ["", "", ""]
    assert all(pair.question_inferred for pair in clinic.pairs)


def test_lost_questions_get_that_of_their_topic_marked_as_ours_and_scored(clinic: Clinic) -> None:
    clinic.name()
    driving, washing = clinic.pairs[:2]
    assert (driving.question, washing.question) == ("When can I drive?", "When can I shower?")
    assert driving.question_inferred
    assert washing.question_inferred
    assert driving.question_score == pytest.approx(exp(0.4) / (exp(0.4) + 2))
    assert washing.question_score == pytest.approx(exp(6) / (exp(6) + 2))


def test_an_answer_like_no_topic_keeps_no_question(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question_naming, "WORTH_NAMING", 0.4)  # the bill is of each topic with a probability of 1 / 3
    clinic.name()
    assert [pair.question for pair in clinic.pairs] == ["When can I drive?", "When can I shower?", ""]


def test_a_person_is_told_of_every_name_and_how_sure_it_is(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question_naming, "WORTH_NAMING", 0.4)
    [doubts] = clinic.name().values()
    likely, doubtful, none = (next(doubt for doubt in doubts if word in doubt) for word in ("shower", "car", "bill"))
    assert "'When can I drive?' was inferred (doubtful, 0.43) for: Most people drive their car" in doubtful
    assert "'When can I shower?' was inferred (likely, 1.00) for: A shower" in likely
    assert "none was found: The bill comes by post." in none


def test_a_library_that_lost_no_question_needs_no_bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question_naming, "load_question_bank", lambda: pytest.fail("the bank was read"))
    (tmp_path / "knee.md").write_text("# Knee\n\n## Can I drive?\n\nAfter six weeks.\n", "utf-8")
    build_library(tmp_path / "library.sqlite", [str(tmp_path / "knee.md")])
    assert Clinic(tmp_path / "library.sqlite").name() == {}

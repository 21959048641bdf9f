from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from corpus.build import build_library
from corpus.library import Library
from corpus.question_bank import Topic
from corpus.records import FaqPair
from index import question_naming
from index.protocols import Vectors
from index.question_naming import QuestionNamer, clinic_wordings, name_lost_questions

DRIVING = Topic("driving", "Driving", "When can I drive?", ("car?",), ("You may drive a car after six weeks.",))
WASHING = Topic("washing", "Washing", "When can I shower?", ("bath?",), ("Keep the wound dry, then shower.",))
TOPICS = (DRIVING, WASHING)


def encode(texts: "list[str] | tuple[str, ...]") -> Vectors:
    """No meaning at all: every text is the same to it, and the words have to do."""
    return np.tile(np.array([1.0, 0.0], dtype=np.float32), (len(texts), 1))


def named(answer: str) -> str:
    wordings = clinic_wordings(TOPICS)
    namer = QuestionNamer(TOPICS, wordings, encode([wording for _, wording in wordings]))
    return namer.name([answer], encode([answer]))[0].question


def test_an_answer_gets_the_question_whose_wordings_it_is_like() -> None:
    assert named("Most people drive their car after a month.") == "When can I drive?"
    assert named("A shower is allowed once the wound is dry.") == "When can I shower?"


def test_an_answer_like_a_wording_scores_higher_than_one_like_none() -> None:
    wordings = clinic_wordings(TOPICS)
    namer = QuestionNamer(TOPICS, wordings, encode([wording for _, wording in wordings]))
    answers = [DRIVING.says[0], "The bill comes by post."]
    like, unlike = namer.name(answers, encode(answers))
    assert like.score > unlike.score


def test_no_answers_get_no_names() -> None:
    wordings = clinic_wordings(TOPICS)
    assert QuestionNamer(TOPICS, wordings, encode([wording for _, wording in wordings])).name([], encode([])) == []


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
    encoded: list[str] = field(default_factory=list)

    def name(self) -> dict[str, list[str]]:
        library = Library.open(self.path, writable=True)
        doubts = name_lost_questions(library, encode)
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
    monkeypatch.setattr(question_naming, "load_question_bank", lambda: TOPICS)
    (tmp_path / "faq.txt").write_text(FAQ, "utf-8")
    build_library(tmp_path / "library.sqlite", [str(tmp_path / "faq.txt")])
    return Clinic(tmp_path / "library.sqlite")


def test_every_answer_whose_question_was_lost_is_a_pair_of_its_own(clinic: Clinic) -> None:
    assert [pair.question for pair in clinic.pairs] == ["", "", ""]
    assert all(pair.question_inferred for pair in clinic.pairs)


def test_lost_questions_are_named_marked_as_ours_and_scored(clinic: Clinic) -> None:
    clinic.name()
    assert [pair.question for pair in clinic.pairs][:2] == ["When can I drive?", "When can I shower?"]
    assert all(pair.question_inferred and pair.question_score is not None for pair in clinic.pairs[:2])


def test_an_answer_like_nothing_in_the_bank_keeps_no_question(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question_naming, "WORTH_NAMING", 1.0)
    clinic.name()
    assert [pair.question for pair in clinic.pairs] == ["", "", ""]


def test_a_person_is_told_of_every_name_and_how_sure_it_is(clinic: Clinic) -> None:
    (doubts,) = clinic.name().values()
    assert len(doubts) == 3
    assert all("inferred (" in doubt or "none was found" in doubt for doubt in doubts)


def test_a_library_that_lost_no_question_needs_no_bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question_naming, "load_question_bank", lambda: pytest.fail("the bank was read"))
    (tmp_path / "knee.md").write_text("# Knee\n\n## Can I drive?\n\nAfter six weeks.\n", "utf-8")
    build_library(tmp_path / "library.sqlite", [str(tmp_path / "knee.md")])
    assert Clinic(tmp_path / "library.sqlite").name() == {}

"""Which pages a question means."""

from collections.abc import Sequence

import numpy as np
import pytest

from corpus.operations import Operation
from corpus.question_bank import Topic
from index.lexical import LexicalChannel
from index.meant_pages import LEAST_CHANCE, MeantPages, topic_words
from index.page_operations import PageOperations
from index.protocols import EncodedQuestion
from index.words import words_of

PAGES = ("1-knee", "2-hip", "3-parking")
WORDS = ("knee knee ligament", "hip socket", "car park ticket")
KNEE, HIP, NEITHER = (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)


def meant(*about: tuple[float, float], pages: Sequence[str] = PAGES, words: Sequence[str] = WORDS) -> MeantPages:
    operations = PageOperations(("knee", "hip"), pages, np.array(about, dtype=np.float32))
    return MeantPages(operations, np.zeros((len(pages), 2), np.float32), LexicalChannel.build(pages, words))


@pytest.fixture
def clinic() -> MeantPages:
    """A page about the knee, one about the hip, and one about parking."""
    return meant(KNEE, HIP, NEITHER)


def asked(text: str, knee: float = 0, hip: float = 0) -> EncodedQuestion:
    operations = np.array([knee, hip, 1 - knee - hip], dtype=np.float32)
    return EncodedQuestion(text, np.zeros(2, np.float32), tuple(words_of(text)), operations, operations)


def ruled_out(clinic: MeantPages, question: EncodedQuestion, pages: Sequence[str] = PAGES) -> frozenset[str]:
    passages = [f"{page}.a" for page in pages]
    return clinic.ruled_out(passages, clinic.scores(question, passages))


def test_the_page_about_the_operation_asked_for_is_meant(clinic: MeantPages) -> None:
    knee, hip, _ = clinic.chances(asked("", knee=1))
    assert knee > 0.9 > hip


def test_a_word_that_only_one_page_has_speaks_for_it_though_no_operation_is_known(clinic: MeantPages) -> None:
    knee, hip, _ = clinic.chances(asked("the ligament"))
    assert knee > hip


def test_passages_score_the_logarithm_of_the_chance_of_their_page(clinic: MeantPages) -> None:
    question = asked("", knee=1)
    knee, hip, _ = clinic.chances(question)
    assert clinic.scores(question, ["2-hip.a", "1-knee.b"]) == pytest.approx([np.log(hip), np.log(knee)])
    assert clinic.scores(question, []) == []


def test_of_very_many_pages_only_those_of_the_candidates_are_compared(
    clinic: MeantPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = asked("", knee=0.5, hip=0.5)
    monkeypatch.setattr("index.meant_pages.MOST_COMPARED", 2)
    (alone,) = clinic.scores(question, ["2-hip.a"])
    assert alone == pytest.approx(0)
    assert clinic.scores(question, ["3-parking.b", "2-hip.a"])[1] < alone


def test_no_page_is_thought_impossible(clinic: MeantPages) -> None:
    assert clinic.chances(asked("knee ligament", knee=1)).min() >= LEAST_CHANCE


def test_a_question_that_names_an_operation_rules_out_pages_about_another(clinic: MeantPages) -> None:
    assert ruled_out(clinic, asked("", knee=1)) == {"2-hip"}


def test_a_page_about_no_operation_is_never_ruled_out(clinic: MeantPages) -> None:
    assert "3-parking" not in ruled_out(clinic, asked("", hip=1))


def test_a_question_that_may_mean_either_rules_nothing_out() -> None:
    assert (
        ruled_out(meant(KNEE, HIP, pages=PAGES[:2], words=WORDS[:2]), asked("", knee=0.5, hip=0.5), PAGES[:2])
        == frozenset()
    )


def test_a_question_that_names_none_among_many_rules_nothing_out() -> None:
    pages = [f"{number}" for number in range(8)]
    many = PageOperations([f"operation {page}" for page in pages], pages, np.eye(8, dtype=np.float32))
    none = np.eye(9, dtype=np.float32)[8]
    clinic = MeantPages(many, np.zeros((8, 2), np.float32), LexicalChannel.build(pages, ["scar"] * 8))
    assert ruled_out(clinic, EncodedQuestion("", np.zeros(2, np.float32), (), none, none), pages) == frozenset()


def test_pages_about_one_operation_share_their_chance_and_none_is_ruled_out() -> None:
    both = meant(KNEE, KNEE, pages=PAGES[:2], words=WORDS[:2])
    assert both.chances(asked("socket", knee=1)) == pytest.approx([1, 1])
    assert ruled_out(both, asked("socket", knee=1), PAGES[:2]) == frozenset()


def test_words_that_people_ask_about_any_operation_with_do_not_tell_pages_apart() -> None:
    driving = Topic("driving", "Driving", "When can I drive?", ("drive now",) * 4 + ("drive, new knee",), ())
    knee = Operation("knee", "Knee replacement", ("knee arthroplasty",), ("drive shaft",), "knee", None, (), ())
    assert topic_words((driving,), ()) == {"drive", "now"}
    assert topic_words((driving,), (knee,)) == {"now"}

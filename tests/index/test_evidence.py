"""What speaks for a passage being an answer, gathered."""

from math import log, log1p

import numpy as np
import pytest

from index.evidence import QuestionEvidence, evidence_for, question_evidence
from index.protocols import EncodedQuestion
from index.results import Candidates, Evidence, Standing
from index.topic_shares import OF_ALL, TopicShares
from index.words import words_of

SHARES = TopicShares(["a", "b", "c"], {OF_ALL: 0.5, "a": 0.2, "b": 0.6, "c": 1.0})
IDS = ("a", "b")
CANDIDATES = Candidates(
    IDS, {"sentence": [0.6, 0.5], "titled_sentence": [0.65, 0.55], "topic": [0.1, 0.7], "lexical": [3.0, 2.0]}
)
STANDING = Standing(lead=2.5, missed=1.5)


def asked(text: str) -> EncodedQuestion:
    """A question that is likeliest about the second of three topics."""
    topics = np.array([0.25, 0.5, 0.25], dtype=np.float32)
    return EncodedQuestion(text, topics, tuple(words_of(text)), topics, topics)


def evidence_of(text: str, known: str = "") -> QuestionEvidence:
    return question_evidence(asked(text), SHARES, words_of(known).__contains__)


def test_what_speaks_for_a_passage_comes_from_its_scores_its_standing_and_the_question() -> None:
    assert evidence_for("b", "After 6 weeks.", CANDIDATES, STANDING, evidence_of("can I drive")) == Evidence(
        sentence=0.5,
        titled_sentence=0.55,
        topic=0.7,
        lead=2.5,
        missed=1.5,
        words=log(3),
        one_topic=0.5,
        answered_share=pytest.approx(0.25 * 0.2 + 0.5 * 0.6 + 0.25 * 1.0),
        unknown_words=log1p(1),
        lacks_figure=0.0,
    )


def test_words_that_no_passage_holds_speak_against_all_of_them() -> None:
    assert evidence_of("driving lessons and parking", "Drive. A lesson.").unknown_words == log1p(1)
    assert evidence_of("parking, parking, PARKING", "Drive.").unknown_words == log1p(1)


def test_a_word_of_two_letters_says_little_and_a_figure_much() -> None:
    assert evidence_of("xy", "").unknown_words == 0
    assert evidence_of("7", "").unknown_words == log1p(1)


@pytest.mark.parametrize(("text", "lacks"), [("When it is comfortable.", 1.0), ("After 6 weeks.", 0.0)])
def test_a_passage_without_a_figure_speaks_against_itself_where_one_is_asked_for(text: str, lacks: float) -> None:
    assert evidence_for("a", text, CANDIDATES, STANDING, evidence_of("how long")).lacks_figure == lacks


def test_a_question_without_a_word_counts_as_one_word() -> None:
    assert evidence_of("").words == log(1)

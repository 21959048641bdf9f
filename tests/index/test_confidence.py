"""How likely it is that a passage answers."""

from dataclasses import fields, replace
from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import confidence
from index.confidence import COEFFICIENTS, confidence_of, evidence_for
from index.protocols import EncodedQuestion
from index.results import Candidates, Evidence, Standing

PIECES = [piece.name for piece in fields(Evidence)]
NONE = Evidence(*[0.0] * len(PIECES))
ANY_EVIDENCE = st.builds(
    Evidence,
    sentence=st.floats(-1, 1),
    titled_sentence=st.floats(-1, 1),
    lead=st.floats(-20, 40),
    missed=st.floats(0, 40),
    words=st.floats(0, 7),
    **{name: st.floats(0, 1) for name in ("topic", "page", "one_topic")},
)
IDS = ("a", "b", "c", "d", "e", "f")
CANDIDATES = Candidates(
    IDS,
    {
        "sentence": [0.6, 0.5, 0.4, 0.3, 0.2, 0.1],
        "titled_sentence": [0.65, 0.55, 0.45, 0.35, 0.25, 0.15],
        "topic": [0.1, 0.7, 0.2, 0.9, 0.3, 0.4],
        "operation": [0.0, log(0.2), log(0.8), log(0.1), log(0.3), log(0.4)],
        "lexical": [3.0, 2.0, 1.0, 0.0, 0.0, 0.0],
    },
)


def asked(text: str) -> EncodedQuestion:
    """A question that is likeliest about the second of three topics."""
    topics = np.array([0.25, 0.5, 0.25], dtype=np.float32)
    return EncodedQuestion(text, topics, (), topics, topics)


@given(ANY_EVIDENCE)
def test_a_confidence_lies_between_0_and_1(evidence: Evidence) -> None:
    assert 0 < confidence_of(evidence) < 1


def test_the_evidence_is_weighed_added_up_and_bent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confidence, "INTERCEPT", -2.0)
    monkeypatch.setattr(confidence, "COEFFICIENTS", replace(NONE, sentence=4.0, missed=0.5, words=-1.0))
    evidence = replace(NONE, sentence=0.5, missed=2.0, words=0.25, topic=1.0)
    assert confidence_of(evidence) == pytest.approx(1 / (1 + exp(-(-2 + 4 * 0.5 + 0.5 * 2 - 1 * 0.25))))


@given(ANY_EVIDENCE, st.sampled_from(PIECES), st.floats(0.01, 1))
def test_each_piece_of_evidence_counts_in_one_direction(evidence: Evidence, piece: str, more: float) -> None:
    changed = confidence_of(replace(evidence, **{piece: getattr(evidence, piece) + more})) - confidence_of(evidence)
    assert changed * getattr(COEFFICIENTS, piece) >= 0


def test_the_best_fit_there_is_is_likely_and_the_worst_is_not() -> None:
    perfect = dict.fromkeys(("topic", "page", "one_topic"), 1.0)
    assert (
        confidence_of(Evidence(sentence=0.9, titled_sentence=0.9, lead=8.0, missed=0.0, words=log(8), **perfect)) > 0.9
    )
    assert confidence_of(replace(NONE, words=log(8))) < 0.25


def test_what_speaks_for_a_passage_comes_from_its_scores_and_the_question() -> None:
    assert evidence_for("b", CANDIDATES, Standing(lead=2.5, missed=1.5), asked("can I drive")) == Evidence(
        sentence=0.5,
        titled_sentence=0.55,
        topic=0.7,
        page=pytest.approx(0.2),  # the exponential of its operation's score
        lead=2.5,
        missed=1.5,
        words=log(3),
        one_topic=0.5,
    )


def test_a_question_without_a_word_counts_as_one_word() -> None:
    assert evidence_for("a", CANDIDATES, Standing(0, 0), asked("")).words == log(1)

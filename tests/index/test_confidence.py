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
from index.results import Candidates, Evidence, Hit

PIECES = [piece.name for piece in fields(Evidence)]
NONE = Evidence(*[0.0] * len(PIECES))
ANY_EVIDENCE = st.builds(
    Evidence,
    sentence=st.floats(-1, 1),
    titled_sentence=st.floats(-1, 1),
    lead=st.floats(-20, 40),
    words=st.floats(0, 7),
    **{name: st.floats(0, 1) for name in ("topic", "best_topic", "operation", "best_operation", "one_topic")},
)
IDS = ("a", "b", "c", "d", "e", "f")
CANDIDATES = Candidates(
    IDS,
    {
        "sentence": [0.6, 0.5, 0.4, 0.3, 0.2, 0.1],
        "titled_sentence": [0.65, 0.55, 0.45, 0.35, 0.25, 0.15],
        "topic": [0.1, 0.7, 0.2, 0.9, 0.3, 0.4],
        "operation": [0.0, 0.2, 0.8, 0.1, 0.3, 0.4],
        "lexical": [3.0, 2.0, 1.0, 0.0, 0.0, 0.0],
    },
)
BEST = [Hit(id_, score) for id_, score in zip(IDS, [9.0, 8.0, 7.0, 6.0, 5.5, 1.0], strict=True)]


def asked(text: str) -> EncodedQuestion:
    """A question that is likeliest about the second of three topics."""
    topics = np.array([0.25, 0.5, 0.25], dtype=np.float32)
    return EncodedQuestion(text, topics, (), topics, topics)


@given(ANY_EVIDENCE)
def test_a_confidence_lies_between_0_and_1(evidence: Evidence) -> None:
    assert 0 < confidence_of(evidence) < 1


def test_the_evidence_is_weighed_added_up_and_bent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confidence, "INTERCEPT", -2.0)
    monkeypatch.setattr(confidence, "COEFFICIENTS", replace(NONE, sentence=4.0, lead=0.5, words=-1.0))
    evidence = replace(NONE, sentence=0.5, lead=2.0, words=0.25, topic=1.0)
    assert confidence_of(evidence) == pytest.approx(1 / (1 + exp(-(-2 + 4 * 0.5 + 0.5 * 2 - 1 * 0.25))))


@given(ANY_EVIDENCE, st.sampled_from(PIECES), st.floats(0.01, 1))
def test_each_piece_of_evidence_counts_in_one_direction(evidence: Evidence, piece: str, more: float) -> None:
    changed = confidence_of(replace(evidence, **{piece: getattr(evidence, piece) + more})) - confidence_of(evidence)
    assert changed * getattr(COEFFICIENTS, piece) >= 0


def test_the_best_fit_there_is_is_likely_and_the_worst_is_not() -> None:
    perfect = dict.fromkeys(("topic", "best_topic", "operation", "best_operation", "one_topic"), 1.0)
    assert confidence_of(Evidence(sentence=0.9, titled_sentence=0.9, lead=8.0, words=log(8), **perfect)) > 0.9
    assert confidence_of(replace(NONE, words=log(8))) < 0.25


def test_what_speaks_for_a_passage_is_its_own_and_the_best_of_all() -> None:
    assert evidence_for(BEST[1], CANDIDATES, BEST, asked("can I drive")) == Evidence(
        sentence=0.5,
        titled_sentence=0.55,
        topic=0.7,
        best_topic=0.9,  # of d
        operation=0.2,
        best_operation=0.8,  # of c
        lead=8.0 - 5.5,  # over the fifth
        words=log(3),
        one_topic=0.5,
    )


def test_where_fewer_are_found_the_lead_is_counted_over_the_last() -> None:
    assert evidence_for(BEST[0], CANDIDATES, BEST[:2], asked("can I drive")).lead == 9.0 - 8.0


def test_a_passage_found_alone_has_no_lead() -> None:
    assert evidence_for(BEST[0], CANDIDATES, BEST[:1], asked("can I drive")).lead == 0


def test_a_question_without_a_word_counts_as_one_word() -> None:
    assert evidence_for(BEST[0], CANDIDATES, BEST, asked("")).words == log(1)

"""How likely it is that a passage answers."""

from dataclasses import fields, replace
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import confidence
from index.confidence import COEFFICIENTS, confidence_of
from index.results import Evidence

PIECES = [piece.name for piece in fields(Evidence)]
NONE = Evidence(*[0.0] * len(PIECES))
ANY_EVIDENCE = st.builds(
    Evidence,
    sentence=st.floats(-1, 1),
    titled_sentence=st.floats(-1, 1),
    lead=st.floats(-20, 40),
    missed=st.floats(0, 40),
    words=st.floats(0, 7),
    unknown_words=st.floats(0, 7),
    **{name: st.floats(0, 1) for name in ("topic", "one_topic", "answered_share", "lacks_figure")},
)


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
    perfect = replace(
        NONE, sentence=0.9, titled_sentence=0.9, topic=1.0, lead=8.0, words=log(8), one_topic=1.0, answered_share=0.9
    )
    assert confidence_of(perfect) > 0.9
    assert confidence_of(replace(NONE, words=log(8))) < 0.25

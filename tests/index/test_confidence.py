"""How likely it is that a passage answers."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.confidence import COEFFICIENTS, confidence_of, evidence_for
from index.results import Evidence, Hit

PIECES = [piece.name for piece in fields(Evidence)]
MIDDLING = Evidence(sentence=0.4, passage=0.3, known_words=0.7, lead=2.0)
COSINES, SHARES, LEADS = st.floats(-1, 1), st.floats(0, 1), st.floats(-40, 40)
ANY_EVIDENCE = st.builds(Evidence, sentence=COSINES, passage=COSINES, known_words=SHARES, lead=LEADS)


@given(ANY_EVIDENCE)
def test_a_confidence_lies_between_0_and_1(evidence: Evidence) -> None:
    assert 0 < confidence_of(evidence) < 1


@given(ANY_EVIDENCE, st.sampled_from(PIECES), st.floats(0.01, 1))
def test_each_piece_of_evidence_counts_in_one_direction(evidence: Evidence, piece: str, more: float) -> None:
    changed = confidence_of(replace(evidence, **{piece: getattr(evidence, piece) + more})) - confidence_of(evidence)
    assert changed * getattr(COEFFICIENTS, piece) >= 0


@pytest.mark.parametrize("piece", ["sentence", "known_words", "lead"])
def test_a_better_fit_is_more_likely_to_answer(piece: str) -> None:
    better = replace(MIDDLING, **{piece: getattr(MIDDLING, piece) + 0.1})
    assert confidence_of(better) > confidence_of(MIDDLING)


def test_the_best_fit_there_is_is_likely_and_the_worst_is_not() -> None:
    assert confidence_of(Evidence(sentence=0.9, passage=0.8, known_words=1, lead=8)) > 0.9
    assert confidence_of(Evidence(sentence=0, passage=0, known_words=0, lead=0)) < 0.25


def test_the_lead_is_counted_over_the_fifth_passage() -> None:
    best = [Hit("a", 9.0), Hit("b", 8.0), Hit("c", 7.0), Hit("d", 6.0), Hit("e", 5.5), Hit("f", 1.0)]
    evidence = evidence_for(best[1], {"sentence": 0.6, "passage": 0.5, "lexical": 3.0}, best, 0.75)
    assert evidence == Evidence(sentence=0.6, passage=0.5, known_words=0.75, lead=8.0 - 5.5)


def test_where_fewer_are_found_the_lead_is_counted_over_the_last() -> None:
    best = [Hit("a", 9.0), Hit("b", 8.0)]
    assert evidence_for(best[0], {"sentence": 0.6, "passage": 0.5}, best, 1).lead == 1


def test_a_passage_found_alone_has_no_lead() -> None:
    best = [Hit("a", 9.0)]
    assert evidence_for(best[0], {"sentence": 0.6, "passage": 0.5}, best, 1).lead == 0

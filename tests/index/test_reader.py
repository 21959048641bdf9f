"""Which exact words of a passage answer."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Span
from index.reader import LONGEST, NEARLY, answering_words

THREE = [Span(10, 20), Span(21, 40), Span(41, 50)]
FITS = st.floats(-1, 1)


@st.composite
def passages(draw: st.DrawFn) -> tuple[list[Span], list[float], list[float]]:
    """Sentences of any lengths, each with its two scores."""
    spans, start = [], draw(st.integers(0, 50))
    for length in draw(st.lists(st.integers(1, 500), min_size=1, max_size=8)):
        spans.append(Span(start, start + length))
        start += length + 1
    alone, titled = (draw(st.lists(FITS, min_size=len(spans), max_size=len(spans))) for _ in range(2))
    return spans, alone, titled


def test_one_sentence_that_fits_far_better_than_the_others_answers_alone() -> None:
    assert answering_words(THREE, [0.1, 0.8, 0.1], [0.1, 0.7, 0.1]) == Span(21, 40)


def test_a_neighbour_that_fits_nearly_as_well_belongs_to_the_answer() -> None:
    assert answering_words(THREE, [0.1, 0.8, 0.7], [0.1, 0.7, 0.6]) == Span(21, 50)


def test_of_two_neighbours_the_better_one_is_taken() -> None:
    assert answering_words(THREE, [0.7, 0.8, 0.6], [0.7, 0.8, 0.7]) == Span(10, 40)


def test_a_sentence_that_fits_with_its_title_only_can_be_the_best() -> None:
    assert answering_words(THREE, [0.3, 0.2, 0.0], [0.2, 0.2, 0.9]) == Span(41, 50)


def test_a_good_sentence_further_away_does_not_pull_in_what_lies_between() -> None:
    assert answering_words(THREE, [0.8, 0.0, 0.8], [0.8, 0.0, 0.7]) == Span(10, 20)


def test_a_neighbour_that_would_make_the_highlight_too_long_is_left_out() -> None:
    first = Span(0, 200)
    fits = ([0.8, 0.8], [0.8, 0.7])
    assert answering_words([first, Span(201, LONGEST)], *fits) == Span(0, LONGEST)
    assert answering_words([first, Span(201, LONGEST + 1)], *fits) == first


def test_other_phrasings_after_the_sentences_are_left_aside() -> None:
    assert answering_words(THREE[:1], [0.2], [0.1, 0.9, 0.9]) == THREE[0]


@pytest.mark.parametrize("length", [5, LONGEST, 3 * LONGEST])
def test_a_passage_of_one_sentence_is_answered_by_it_however_long(length: int) -> None:
    assert answering_words([Span(3, 3 + length)], [-0.1], [-0.2]) == Span(3, 3 + length)


@given(passages())
def test_the_words_are_one_sentence_or_two_neighbours_and_two_are_never_too_long(
    passage: tuple[list[Span], list[float], list[float]],
) -> None:
    spans, _, _ = passage
    words = answering_words(*passage)
    pairs = [Span(one.start, other.end) for one, other in pairwise(spans) if other.end - one.start <= LONGEST]
    assert words in [*spans, *pairs]


@given(passages())
def test_the_best_sentence_is_always_among_the_words(passage: tuple[list[Span], list[float], list[float]]) -> None:
    spans, alone, titled = passage
    words = answering_words(*passage)
    scores = [own + with_title for own, with_title in zip(alone, titled, strict=True)]
    within = [
        score for span, score in zip(spans, scores, strict=True) if words.start <= span.start and span.end <= words.end
    ]
    assert max(within) == max(scores)
    assert min(within) >= max(scores) - NEARLY

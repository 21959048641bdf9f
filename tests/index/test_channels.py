"""What each dense channel encodes, and how it finds passages by it."""

from collections import Counter

import numpy as np
import pytest

from corpus.records import FaqPair, Passage, Span
from index.channels import (
    DENSE_CHANNELS,
    DenseChannel,
    searched_words,
    sentence_texts,
    titled,
    titled_sentence_texts,
    titled_texts,
)
from index.passage_ids import PassageIds
from index.protocols import EncodedQuestion, Vectors
from index.stores.exact import ExactStore
from index.vectors import PassageVectors

TITLE = "Knee replacement"
HOME = Passage(
    "knee.1", "knee", ("Recovery", "Going home"), Span(10, 27), "Rest. Walk daily.", (Span(10, 15), Span(16, 27))
)
INTRODUCTION = Passage("knee.0", "knee", (), Span(0, 5), "Rest.", (Span(0, 5),))
PAIR = FaqPair("knee.2", "knee", ("Questions", "Can I drive?"), Span(30, 34), "Yes.", (Span(30, 34),), "Can I drive?")
REPHRASED = FaqPair(
    "knee.4", "knee", ("Driving",), Span(50, 66), "Yes. In a month.", (Span(50, 54), Span(55, 66)), "Can I drive?",
    also_asked=("Behind the wheel?", "My car?"),
)  # fmt: skip
SUPPLIED = FaqPair("knee.3", "knee", ("Questions",), Span(40, 43), "No.", (Span(40, 43),), "Will it hurt?", True)
EAST, NORTH = np.eye(2, dtype=np.float32)
NO_KINDS = np.zeros(0, dtype=np.float32)  # the channels look at no topic and no operation


def asked(vector: Vectors) -> EncodedQuestion:
    return EncodedQuestion("", vector, (), NO_KINDS, NO_KINDS)


def store_of(vectors: dict[str, Vectors]) -> PassageVectors:
    """The vectors of passages, or of their parts: "a#0" is the first part of "a"."""
    counts = Counter(part.partition("#")[0] for part in vectors)
    store = ExactStore(2)
    store.add(np.stack(list(vectors.values())))
    return PassageVectors(PassageIds.of(counts), np.cumsum([0, *counts.values()]), store)


def test_the_titled_channel_puts_title_and_headings_in_front() -> None:
    assert list(titled_texts(HOME, TITLE)) == ["Knee replacement. Recovery. Going home. Rest. Walk daily."]


def test_a_question_that_is_the_heading_is_put_in_front_once() -> None:
    assert titled(PAIR, TITLE) == "Knee replacement. Questions. Can I drive?. Yes."


def test_a_question_that_the_page_lost_is_put_in_front_too() -> None:
    assert titled(SUPPLIED, TITLE) == "Knee replacement. Questions. Will it hurt?. No."


def test_the_sentence_channel_encodes_every_sentence_in_order() -> None:
    assert list(sentence_texts(HOME, TITLE)) == ["Rest.", "Walk daily."]


def test_each_item_of_a_listing_sentence_is_a_titled_sentence_too() -> None:
    words = "Risks: pain, bleeding, a blood clot and a scar."
    listing = Passage("knee.5", "knee", ("Risks",), Span(0, len(words)), words, (Span(0, len(words)),))
    assert list(titled_sentence_texts(listing, TITLE)) == [
        f"Knee replacement. Risks. {words}",
        *(f"Knee replacement. Risks. {item}" for item in ("pain", "bleeding", "a blood clot", "a scar")),
    ]


def test_a_titled_sentence_has_the_title_and_what_stands_right_above_it_in_front() -> None:
    assert list(titled_sentence_texts(HOME, TITLE)) == [
        "Knee replacement. Going home. Rest.",
        "Knee replacement. Going home. Walk daily.",
    ]


@pytest.mark.parametrize(
    ("passage", "text"),
    [
        (INTRODUCTION, "Knee replacement. Rest."),  # nothing stands above it but the title
        (PAIR, "Knee replacement. Can I drive?. Yes."),  # the heading is the question
        (SUPPLIED, "Knee replacement. Will it hurt?. No."),  # the question is nearer than the heading
    ],
)
def test_nothing_stands_above_a_titled_sentence_twice(passage: Passage, text: str) -> None:
    assert list(titled_sentence_texts(passage, TITLE)) == [text]


def test_a_page_without_a_title_puts_none_in_front_of_its_sentences() -> None:
    assert list(titled_sentence_texts(INTRODUCTION, "")) == ["Rest."]


def test_other_phrasings_of_a_question_come_after_the_sentences_with_the_first_of_them() -> None:
    assert list(titled_sentence_texts(REPHRASED, TITLE)) == [
        "Knee replacement. Can I drive?. Yes.",
        "Knee replacement. Can I drive?. In a month.",
        "Behind the wheel?. Yes.",
        "My car?. Yes.",
    ]


def test_lexical_search_looks_at_other_phrasings_too() -> None:
    assert searched_words(REPHRASED, TITLE) == (
        "Knee replacement. Driving. Can I drive?. Yes. In a month.\nBehind the wheel?\nMy car?"
    )


@pytest.mark.parametrize("name", DENSE_CHANNELS)
@pytest.mark.parametrize("passage", [HOME, INTRODUCTION, PAIR, SUPPLIED, REPHRASED])
def test_every_channel_encodes_something_of_every_passage(name: str, passage: Passage) -> None:
    texts = list(DENSE_CHANNELS[name](passage, TITLE))
    assert texts
    assert all(text.strip() for text in texts)


def test_a_dense_channel_finds_the_nearest_passage_first() -> None:
    channel = DenseChannel("titled", store_of({"east": EAST, "north": NORTH}))
    assert [hit.id for hit in channel.compared(asked(NORTH)).best(2)] == ["north", "east"]


def test_a_dense_channel_scores_the_passages_asked_for_in_their_order() -> None:
    channel = DenseChannel("titled", store_of({"east": EAST, "north": NORTH, "far": -NORTH}))
    assert channel.scores(asked(NORTH), ["far", "north"]) == [-1, 1]


def test_a_passage_scores_as_high_as_its_best_sentence() -> None:
    channel = DenseChannel("sentence", store_of({"a#0": EAST, "a#1": 0.6 * NORTH + 0.8 * EAST, "b#0": -NORTH}))
    assert channel.scores(asked(NORTH), ["b", "a"]) == pytest.approx([-1, 0.6])


def test_a_passage_is_found_once_however_many_of_its_sentences_fit() -> None:
    channel = DenseChannel("sentence", store_of({"a#0": NORTH, "a#1": NORTH, "a#2": NORTH, "b#0": EAST}))
    assert channel.compared(asked(NORTH)).best(2) == (("a", 1), ("b", 0))


def test_a_passage_is_found_with_the_score_of_its_best_sentence() -> None:
    channel = DenseChannel("sentence", store_of({"a#0": -NORTH, "a#1": NORTH, "a#2": EAST}))
    assert channel.compared(asked(NORTH)).best(1) == (("a", 1),)


def test_every_sentence_of_a_passage_has_its_score_in_order() -> None:
    channel = DenseChannel("sentence", store_of({"b#0": NORTH, "a#0": EAST, "a#1": NORTH, "a#2": -NORTH}))
    assert channel.compared(asked(NORTH)).part_scores(["a", "b"]) == [[0, 1, -1], [1]]


def test_sentences_past_the_tenth_stay_in_order() -> None:
    vectors = {f"a#{number}": number / 20 * NORTH for number in range(12)}
    scores = DenseChannel("sentence", store_of(vectors)).compared(asked(NORTH)).part_scores(["a"])[0]
    assert scores == pytest.approx([number / 20 for number in range(12)])


def test_no_passages_have_no_scores() -> None:
    channel = DenseChannel("sentence", store_of({"a#0": NORTH}))
    assert channel.scores(asked(NORTH), []) == []
    assert DenseChannel("titled", store_of({"a": NORTH})).scores(asked(NORTH), []) == []


@pytest.mark.parametrize("sentences", [1, 3, 40])
def test_a_long_passage_does_not_push_the_others_out(sentences: int) -> None:
    vectors = {f"long#{number}": NORTH for number in range(sentences)} | {
        "other#0": 0.6 * NORTH + 0.8 * EAST,
        "third#0": EAST,
    }
    assert [hit.id for hit in DenseChannel("sentence", store_of(vectors)).compared(asked(NORTH)).best(2)] == [
        "long",
        "other",
    ]

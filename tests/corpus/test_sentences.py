"""Where sentences end, and where they only seem to."""

import pytest

from corpus.records import Span
from corpus.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in sentence_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "You are given 3.5 mg in the morning.",
        "Dr. Smith and Prof. A. B. Jones operate together.",
        "Light exercise, e.g. walking, is good for you.",
        "Stop blood thinners (e.g. warfarin) a week before.",
        "It is closed with clips, stitches, glue etc. and left alone.",
        "Come at 7.30 a.m. with an empty stomach.",
        "See Fig. 2 on the next page.",
        "The clinic is on St. James Street.",
        "Visit www.clinic.test or ring 020 7946 0321.",
        "Take approx. half a litre.",
        "The screws hold C1-C2 vs. C3 alone.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("It hurts. It heals.", "It hurts."),
        ("Can I drive? Not yet.", "Can I drive?"),
        ("No. You are asleep.", "No."),
        ("The cut is about 10 cm. It heals in two weeks.", "The cut is about 10 cm."),
        ("Take 5 mg. Then rest.", "Take 5 mg."),
        ("The ward opens at 9 a.m. You can wait outside.", "The ward opens at 9 a.m."),
        ("Bring soap, towels etc. The ward has none.", "Bring soap, towels etc."),
        ("He said “rest.” She did not.", "He said “rest.”"),
        ("It is rare (1 in 100.) Ask your surgeon.", "It is rare (1 in 100.)"),
        ("Wait… Then go.", "Wait… Then go."),
    ],
)
def test_a_sentence_ends_where_the_next_begins(text: str, first: str) -> None:
    assert sentences(text)[0] == first


def test_an_unknown_abbreviation_before_a_small_letter_ends_nothing() -> None:
    assert sentences("Take it twice dly. with water. Then rest.") == ["Take it twice dly. with water.", "Then rest."]


def test_offsets_count_from_the_start_of_the_page() -> None:
    assert sentence_spans("It hurts. It heals.", offset=100) == [Span(100, 109), Span(110, 119)]


def test_white_space_belongs_to_no_sentence() -> None:
    assert sentences("  It hurts.\n\n  It heals.  ") == ["It hurts.", "It heals."]


@pytest.mark.parametrize("text", ["", "   \n "])
def test_a_text_without_words_has_no_sentences(text: str) -> None:
    assert sentences(text) == []


def test_a_very_long_paragraph_is_taken_in_stretches_that_part_no_sentence() -> None:
    sentence = "The wound heals slowly, and it has to be kept dry."
    assert sentences(" ".join([sentence] * 1000)) == [sentence] * 1000


def test_nltk_gets_no_more_than_it_can_read_in_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths: list[int] = []

    class Recorder:
        def span_tokenize(self, text: str) -> list[tuple[int, int]]:
            lengths.append(len(text))
            return [(0, len(text))]

    monkeypatch.setattr("corpus.sentences._punkt", Recorder)
    sentence_spans("It hurts. " * 100_000)
    assert sum(lengths) == 1_000_000
    assert max(lengths) <= 20_001


def test_a_very_long_word_stays_whole() -> None:
    assert sentences("A" * 50_000 + " end.") == ["A" * 50_000 + " end."]

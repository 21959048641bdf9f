"""The values of the corpus, and ids that last."""

import dataclasses

import pytest

from corpus.records import Block, BlockKind, Span, page_id, passage_id


def test_a_span_gives_the_words_between_its_offsets() -> None:
    assert Span(4, 8).of("the knee joint") == "knee"


def test_records_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Block(BlockKind.PARAGRAPH, Span(0, 1)).level = 2  # type: ignore[misc]


def test_a_page_id_can_be_read_and_put_into_an_address() -> None:
    assert page_id("pages/Knee replacement (left).html").startswith("knee-replacement-left-")


def test_pages_of_one_name_in_two_folders_have_two_ids() -> None:
    assert page_id("knee/index.html") != page_id("hip/index.html")


def test_a_page_id_stays_the_same() -> None:
    assert page_id("pages/knee.md") == "knee-84c94b"


@pytest.mark.parametrize("location", ["pages/膝.md", "pages/.md", "", "https://clinic.test/"])
def test_a_location_without_latin_letters_has_an_id_as_well(location: str) -> None:
    slug, dash, digest = page_id(location).rpartition("-")
    assert slug
    assert dash
    assert len(digest) == 6


def test_a_long_location_gives_a_short_id() -> None:
    assert len(page_id("pages/" + "knee-" * 100 + ".md")) <= 48 + 1 + 6


def test_a_passage_id_starts_with_its_page() -> None:
    assert passage_id("knee-1", (), "It hurts.", 0).startswith("knee-1.")


def test_a_passage_id_depends_on_words_and_section() -> None:
    ids = {
        passage_id("knee-1", (), "It hurts.", 0),
        passage_id("knee-1", (), "It heals.", 0),
        passage_id("knee-1", ("Pain",), "It hurts.", 0),
        passage_id("hip-1", (), "It hurts.", 0),
    }
    assert len(ids) == 4


def test_equal_words_in_one_section_are_numbered_from_the_second() -> None:
    first = passage_id("knee-1", (), "It hurts.", 0)
    assert passage_id("knee-1", (), "It hurts.", 1) == f"{first}-2"

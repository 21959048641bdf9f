"""Cutting a page into pieces: nothing is lost, whatever the sentences and blocks look like."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Block, BlockKind, Page, PageFacts, Passage, Source, Span
from service.page_view import heading_tags, page_view, sentence_cuts

TEXT = "One two. Three four.\n\n1. Five six.\n2) Seven.\n\nEight."


def page_with(*blocks: Block, title: str = "A title") -> Page:
    source = Source("/a.md", "a.md", "text/markdown", "0" * 64)
    return Page("a", source, title, TEXT, blocks, PageFacts(reviewed=date(2026, 1, 1)), "2026-11-20T00:00:00Z")


def block(kind: BlockKind, words: str, level: int = 0) -> Block:
    start = TEXT.index(words)
    return Block(kind, Span(start, start + len(words)), level)


def passage(*sentences: tuple[int, int], ref: str = "a.1") -> Passage:
    spans = tuple(Span(*sentence) for sentence in sentences)
    whole = Span(spans[0].start, max(span.end for span in spans))
    return Passage(ref, "a", (), whole, whole.of(TEXT), spans)


def test_a_sentence_that_crosses_blocks_is_clipped_and_anchored_once() -> None:
    page = page_with(block(BlockKind.PARAGRAPH, "One two. Three four."), block(BlockKind.PARAGRAPH, "Eight."))
    view = page_view(page, [passage((9, len(TEXT)))])
    pieces = [
        (piece.text, piece.anchor) for stretch in view.stretches for one in stretch.blocks for piece in one.pieces
    ]
    assert pieces == [("One two. ", None), ("Three four.", "at-9"), ("Eight.", None)]


def test_a_sentence_that_starts_before_its_block_is_anchored_in_it() -> None:
    start = TEXT.index("1. Five")
    view = page_view(page_with(block(BlockKind.LIST_ITEM, "Five six.")), [passage((start, start + 12))])
    (piece,) = view.stretches[0].blocks[0].pieces
    assert (piece.text, piece.anchor, piece.refs) == ("Five six.", f"at-{start}", ("a.1",))


def test_sentences_that_overlap_end_where_the_next_begins() -> None:
    cuts = sentence_cuts([passage((0, 20), (9, 15)), passage((0, 8), ref="a.2")])
    assert cuts == [Span(0, 9), Span(9, 15)]


def test_numbered_items_keep_the_numbers_that_the_page_gives_them() -> None:
    view = page_view(page_with(block(BlockKind.LIST_ITEM, "Five six."), block(BlockKind.LIST_ITEM, "Seven.")), [])
    assert [(stretch.tag, [one.number for one in stretch.blocks]) for stretch in view.stretches] == [("ol", [1, 2])]


def test_a_block_without_words_is_not_shown() -> None:
    empty = Block(BlockKind.HEADING, Span(3, 3), 2)
    assert page_view(page_with(empty, block(BlockKind.PARAGRAPH, "Eight.")), []).stretches[0].blocks[0].tag == "p"


def test_a_heading_that_is_the_title_is_not_shown_twice() -> None:
    page = page_with(block(BlockKind.HEADING, "Eight.", 1), title="EIGHT.")
    view = page_view(page, [])
    assert view.title[0].text == "Eight."
    assert view.stretches == ()


def test_headings_go_down_one_level_at_a_time() -> None:
    assert list(heading_tags([3, 5, 5, 3, 4, 6, 6])) == ["h2", "h3", "h3", "h2", "h3", "h4", "h4"]
    assert list(heading_tags([3, 1, 2, 3, 4, 5, 6, 7])) == ["h2", "h2", "h3", "h4", "h5", "h6", "h6", "h6"]
    assert list(heading_tags([])) == []


ends = st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=2, unique=True).map(sorted)


@given(st.sets(st.integers(0, len(TEXT)), min_size=2), st.lists(ends, max_size=8))
def test_whatever_the_sentences_every_character_of_every_block_is_shown(
    borders: set[int], spans: list[list[int]]
) -> None:
    edges = sorted(borders)
    blocks = [Block(BlockKind.PARAGRAPH, Span(a, b)) for a, b in pairwise(edges) if TEXT[a:b].strip()]
    passages = [passage((start, end), ref=f"a.{number}") for number, (start, end) in enumerate(spans)]
    view = page_view(page_with(*blocks), passages)
    shown = [one.pieces for stretch in view.stretches for one in stretch.blocks]
    assert ["".join(piece.text for piece in pieces) for pieces in shown] == [one.span.of(TEXT) for one in blocks]
    anchors = [piece.anchor for pieces in shown for piece in pieces if piece.anchor]
    assert len(anchors) == len(set(anchors))

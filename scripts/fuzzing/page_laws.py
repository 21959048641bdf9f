"""What must hold for every page and its passages, whatever they are about."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.records import BlockKind, Page, Passage

LIST_MARK = re.compile(r"[\W_]*|\W*\w\W+|\W*[QA]?\d{1,2}\W+")  # nothing, a sign, "a)", "10." or "Q1."


def complaints_about(page: Page, passages: Sequence[Passage]) -> list[str]:
    """Everything that is wrong with a page and its passages, a sentence each; nothing for a sound page.

    Passages are exact spans of the page and do not overlap each other, a heading or furniture; every word is in one of
    these; no passage runs across a heading, a lost one included; ids are unique; sentences lie in their passage.
    """
    return [
        *_about_spans(page, passages),
        *_about_sentences(page, passages),
        *_about_lost_headings(page, passages),
        *_about_coverage(page, passages),
    ]


def _about_spans(page: Page, passages: Sequence[Passage]) -> Iterator[str]:
    text, blocks = page.text, [block.span for block in page.blocks]
    ids = sorted(passage.id for passage in passages)
    yield from (f"not the page's words: {one.text!r}" for one in passages if one.text != one.span.of(text))
    yield from (f"white space around {one.text!r}" for one in passages if one.text != one.text.strip())
    yield from (f"no words: {one}" for one in passages if not one.text)
    yield from (f"{one} comes twice" for one, two in pairwise(ids) if one == two)
    yield from (f"white space around {span.of(text)!r}" for span in blocks if span.of(text) != span.of(text).strip())
    yield from (f"{one} and {two} are out of order" for one, two in pairwise(blocks) if two.start < one.end)


def _about_sentences(page: Page, passages: Sequence[Passage]) -> Iterator[str]:
    for passage in passages:
        inside = [(passage.span.start, passage.span.start), *passage.sentences, (passage.span.end, passage.span.end)]
        in_order = all(one[1] <= two[0] for one, two in pairwise(inside))
        words = [sentence.of(page.text) for sentence in passage.sentences]
        if not words or not in_order or any(not said or said != said.strip() for said in words):
            yield f"sentences of {passage.text!r} are {passage.sentences}"


def _about_lost_headings(page: Page, passages: Sequence[Passage]) -> Iterator[str]:
    lost = [block.span.start for block in page.blocks if block.span.start == block.span.end]
    for passage in passages:
        if any(passage.span.start < position < passage.span.end for position in lost):
            yield f"a heading was lost inside {passage.text!r}"


def _about_coverage(page: Page, passages: Sequence[Passage]) -> Iterator[str]:
    text = page.text
    taken = [passage.span for passage in passages]
    taken += [block.span for block in page.blocks if block.kind in (BlockKind.HEADING, BlockKind.FURNITURE)]
    taken = sorted(span for span in taken if span.of(text))
    yield from (f"{one.of(text)!r} and {two.of(text)!r} overlap" for one, two in pairwise(taken) if two.start < one.end)
    edges = [0, *(edge for span in taken for edge in span), len(text)]
    between = (text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    yield from (f"lost: {words!r}" for words in between if not LIST_MARK.fullmatch(words))

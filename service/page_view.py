"""A stored page as values for its template: every word of it, with an anchor at every sentence and passage."""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from corpus.records import Block, BlockKind, Page, Passage, Span

LOWEST_HEADING = 6
NUMBER = re.compile(r"(\d{1,4})[.)]\s*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a block. `anchor` is set where a sentence starts, `refs` are the passages that start here."""

    text: str
    anchor: str | None = None
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A heading, paragraph or list item. `number` is the one that the page gives to an item of an ordered list."""

    tag: str
    pieces: tuple[Piece, ...]
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks that belong together: the items of one list (`tag` is "ul" or "ol"), or anything else (empty)."""

    tag: str
    blocks: tuple[ShownBlock, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """What the page view shows. `left_out` is the furniture, each piece with its reason."""

    page: Page
    title: tuple[Piece, ...]
    stretches: tuple[Stretch, ...]
    left_out: tuple[tuple[str, str], ...]


def page_view(page: Page, passages: Sequence[Passage]) -> PageView:
    """The page, ready to be shown.

    Args:
        page: as stored.
        passages: the passages and pairs of this page.
    """
    flow = [
        block for block in page.blocks if block.kind is not BlockKind.FURNITURE and block.span.of(page.text).strip()
    ]
    pieces = dict(zip(flow, _pieces_of(page.text, flow, passages), strict=True))
    headline = next((block for block in flow if block.kind is BlockKind.HEADING), None)
    if headline is not None and _same_words(headline.span.of(page.text), page.title):
        title = pieces[headline]
        flow.remove(headline)
    else:
        title = (Piece(page.title),)
    tags = heading_tags([block.level for block in flow if block.kind is BlockKind.HEADING])
    numbers = _numbers(page)
    shown = [ShownBlock(_tag(block, tags), pieces[block], numbers.get(block)) for block in flow]
    return PageView(
        page=page,
        title=title,
        stretches=tuple(Stretch(tag, tuple(blocks)) for tag, blocks in groupby(shown, key=_list_tag)),
        left_out=tuple(
            (block.span.of(page.text), block.reason) for block in page.blocks if block.kind is BlockKind.FURNITURE
        ),
    )


def heading_tags(levels: Iterable[int]) -> Iterator[str]:
    """Tags for headings below the title: the first is h2, and no level is skipped on the way down.

    Screen readers offer headings as a table of contents, in which a gap reads as a missing part.
    """
    above: list[int] = []
    for level in levels:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        yield f"h{min(1 + len(above), LOWEST_HEADING)}"


def sentence_cuts(passages: Iterable[Passage]) -> list[Span]:
    """The sentences of all passages, each start once, none overlapping the next, in the order of the text."""
    longest: dict[int, int] = {}
    for passage in passages:
        for start, end in passage.sentences:
            longest[start] = max(end, longest.get(start, end))
    starts = sorted(longest)
    return [Span(start, min(longest[start], after)) for start, after in pairwise([*starts, _FAR])]


_FAR = 1 << 62  # beyond the end of every page


def _pieces_of(text: str, blocks: Sequence[Block], passages: Sequence[Passage]) -> Iterator[tuple[Piece, ...]]:
    """The pieces of each block; together they are all of its words. Every anchor is given once, at its first words."""
    sentences = sentence_cuts(passages)
    waiting = deque(sorted((passage.span.start, passage.id) for passage in passages))
    anchored: set[int] = set()
    for block in blocks:
        pieces: list[Piece] = []
        for words, sentence in _cut(block.span, sentences):
            refs: list[str] = []
            while waiting and waiting[0][0] < words.end:
                refs.append(waiting.popleft()[1])
            anchor = None
            if sentence is not None and sentence.start not in anchored:
                anchored.add(sentence.start)
                anchor = f"at-{sentence.start}"
            pieces.append(Piece(words.of(text), anchor, tuple(refs)))
        yield tuple(pieces)


def _cut(block: Span, sentences: Sequence[Span]) -> Iterator[tuple[Span, Span | None]]:
    """The block in parts, each with the sentence it belongs to, if any. Sentences are clipped at the block's ends."""
    position = block.start
    first = max(0, bisect_right(sentences, block.start, key=lambda sentence: sentence.start) - 1)
    for sentence in sentences[first:]:
        if sentence.start >= block.end:
            break
        start, end = max(sentence.start, block.start), min(sentence.end, block.end)
        if start >= end:
            continue
        if position < start:
            yield Span(position, start), None
        yield Span(start, end), sentence
        position = end
    if position < block.end:
        yield Span(position, block.end), None


def _tag(block: Block, tags: Iterator[str]) -> str:
    if block.kind is BlockKind.HEADING:
        return next(tags)
    return "li" if block.kind is BlockKind.LIST_ITEM else "p"


def _list_tag(block: ShownBlock) -> str:
    if block.tag != "li":
        return ""
    return "ul" if block.number is None else "ol"


def _numbers(page: Page) -> dict[Block, int]:
    """The numbers that stand before list items; they are text between the blocks, as bullets are."""
    ends = [0, *(block.span.end for block in page.blocks)]
    found = (
        (block, NUMBER.search(page.text[end : block.span.start])) for end, block in zip(ends, page.blocks, strict=False)
    )
    return {block: int(number[1]) for block, number in found if number and block.kind is BlockKind.LIST_ITEM}


def _same_words(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()

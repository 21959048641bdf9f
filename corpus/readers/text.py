"""Plain text as scraped from a page: headings, list items and sentences have to be told apart by their shape.

The stored text is the file's own; only the blocks are worked out here.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.faq import FAQ_HEADING
from corpus.records import Block, BlockKind, PageFacts, Rendition, Span

# "-5", "3.5 mg" and "10.30 am" start with a number, not with a bullet.
BULLET = re.compile(r"(?:[-–](?!\d)\s*|[*•‣◦▪●·]\s*|\(?\d{1,2}[.)](?:\s+|(?=[^\W\d]))|\(?[a-z]\)\s*)(?=\S)")
LONE_BULLET = re.compile(r"[-–*•‣◦▪●·]|\(?\d{1,2}[.)]|\(?[a-z]\)")
NUMBER = re.compile(r"\(?\d{1,2}[.)]\s*(?=[^\W\d])")
SENTENCE_END = re.compile(r"[.!…][\"'’”)\]]*$")
MAX_HEADING_WORDS = 14
MAX_QUESTION_WORDS = 22
WRAP_COLUMNS = range(50, 101)  # a text wrapped by hand or by a mail program breaks its lines here
WRAP_SLACK = 24  # the next word may have been this long


@dataclass(frozen=True, slots=True)
class Line:
    """One line with words: its place, and how many empty lines stand before and after it."""

    span: Span
    words: str
    gap_before: int
    gap_after: int

    @property
    def unpunctuated(self) -> bool:
        """Whether the line ends like a heading or a list item, not like a sentence."""
        return not SENTENCE_END.search(self.words) and self.words[-1] not in ":?"


def read_text(source: str) -> Rendition:
    """A scraped page: the text unchanged, and the blocks that its lines seem to be."""
    lines = unwrapped(lines_of(source))
    heading_gap = usual_heading_gap(lines)
    blocks: list[Block] = []
    for position, line in enumerate(lines):
        before = lines[position - 1] if position else None
        after = lines[position + 1] if position + 1 < len(lines) else None
        blocks.append(block_of(line, before, after, heading_gap))
    blocks = list(with_unmarked_lists(blocks, lines, heading_gap))
    blocks = list(with_lost_headings(blocks, lines, heading_gap))
    return Rendition(source, tuple(with_levels(blocks, source)), PageFacts())


def lines_of(source: str) -> list[Line]:
    """The lines that hold words, in order."""
    lines: list[Line] = []
    position = gap = 0
    for raw in source.split("\n"):
        words = raw.strip()
        if words:
            start = position + raw.index(words)
            if lines:
                lines[-1] = replace(lines[-1], gap_after=gap)
            lines.append(Line(Span(start, start + len(words)), words, gap, 0))
            gap = 0
        else:
            gap += 1
        position += len(raw) + 1
    return lines


def unwrapped(lines: list[Line]) -> list[Line]:
    """The lines, with sentences that were broken across lines put together again."""
    joined: list[list[Line]] = []
    width = _wrap_width(lines)
    listing = False  # whether a line such as "Watch for:" stands above, with no empty line since
    for line in lines:
        last = joined[-1][-1] if joined and line.gap_before == 0 else None
        listing = last is not None and (listing or last.words.endswith(":"))
        if last is not None and _continues(last, line, width, listing):
            joined[-1].append(line)
        else:
            joined.append([line])
    return [_joined(rows) for rows in joined]


def _joined(rows: list[Line]) -> Line:
    span = Span(rows[0].span.start, rows[-1].span.end)
    return Line(span, " ".join(row.words for row in rows), rows[0].gap_before, rows[-1].gap_after)


def _wrap_width(lines: list[Line]) -> int | None:
    """The width at which the text was wrapped, or None where it was not."""
    width = max((len(line.words) for line in lines), default=0)
    inner = [pair for pair in pairwise(lines) if pair[1].gap_before == 0 and len(pair[0].words) >= WRAP_COLUMNS.start]
    filled = [pair for pair in inner if _fills(pair[0], width)]
    # Below a row that was broken, most rows go on in lower case; items of a list, however long, do not.
    going_on = [pair for pair in filled if pair[1].words[0].islower()]
    usual = len(filled) >= 3 and len(filled) > len(inner) / 2 and len(going_on) > len(filled) / 2
    return width if width in WRAP_COLUMNS and usual else None


def _continues(last: Line, line: Line, width: int | None, listing: bool) -> bool:
    if BULLET.match(line.words) or LONE_BULLET.fullmatch(last.words):
        return False
    broken = line.words[0].islower() and last.unpunctuated and not listing
    return broken or _fills(last, width)


def _fills(row: Line, width: int | None) -> bool:
    """Whether a row reaches the width at which the text was wrapped."""
    return width is not None and len(row.words) >= width - WRAP_SLACK


def usual_heading_gap(lines: list[Line]) -> int:
    """How many empty lines usually stand between a heading and its text; the title and lists do not count."""
    gaps = Counter(
        line.gap_after
        for before, line, after in zip(lines, lines[1:], lines[2:], strict=False)
        if _could_be_heading(line) and not _in_a_run(line, before, after)
    )
    return min(gaps, key=lambda gap: (-gaps[gap], gap), default=0)


def _could_be_heading(line: Line) -> bool:
    if line.words.endswith("?"):
        return len(line.words.split()) <= MAX_QUESTION_WORDS and not re.search(r"[.!?]\s", line.words)
    starts_high = line.words[0].isupper() or bool(NUMBER.match(line.words))
    return line.unpunctuated and starts_high and len(line.words.split()) <= MAX_HEADING_WORDS


def block_of(line: Line, before: Line | None, after: Line | None, heading_gap: int) -> Block:
    """What one line seems to be, by its own shape and that of its neighbours."""
    number = NUMBER.match(line.words)
    if number and not _next_to_a_number(before, after) and _could_be_heading(line):
        return Block(BlockKind.HEADING, line.span, 3)
    bullet = BULLET.match(line.words)
    if bullet:
        return Block(BlockKind.LIST_ITEM, Span(line.span.start + bullet.end(), line.span.end))
    if line.unpunctuated and _in_a_run(line, before, after):
        return Block(BlockKind.LIST_ITEM, line.span)
    is_title = before is None
    if _could_be_heading(line) and after and (is_title or line.gap_after <= heading_gap):
        return Block(BlockKind.HEADING, line.span, 1 if is_title else 2)
    return Block(BlockKind.PARAGRAPH, line.span)


def _next_to_a_number(before: Line | None, after: Line | None) -> bool:
    return any(line is not None and NUMBER.match(line.words) for line in (before, after))


def _in_a_run(line: Line, before: Line | None, after: Line | None) -> bool:
    """Whether the line stands directly above or below another that has no full stop either."""
    above = before is not None and line.gap_before == 0 and before.unpunctuated and not BULLET.match(before.words)
    below = after is not None and line.gap_after == 0 and after.unpunctuated and not BULLET.match(after.words)
    return above or below


def with_levels(blocks: list[Block], source: str) -> list[Block]:
    """The blocks, with the questions that follow an FAQ heading put below it.

    Where an answer comes before any question, the questions were lost, and later ones belong elsewhere.
    """
    leveled: list[Block] = []
    in_faq = False
    for before, block in pairwise([None, *blocks]):
        assert block is not None
        if block.kind is BlockKind.HEADING:
            words = block.span.of(source)
            asks = words.endswith("?")
            in_faq = bool(FAQ_HEADING.search(words)) or (in_faq and asks)
            below = in_faq and asks and block.level == 2
            leveled.append(replace(block, level=3) if below else block)
            continue
        if before is not None and FAQ_HEADING.search(before.span.of(source)) and before.level == 2:
            in_faq = False
        leveled.append(block)
    return leveled


def with_unmarked_lists(blocks: list[Block], lines: list[Line], heading_gap: int) -> Iterator[Block]:
    """The blocks, with lines that look like headings over nothing as the items of a list.

    They stand below a line such as "Watch for:", or further down a page below another heading.
    A line with text under it stays the heading of that text.
    """
    listing = under_text = False
    above = Block(BlockKind.HEADING, Span(0, 0), 1)
    for position, (block, line) in enumerate(zip(blocks, lines, strict=True)):
        below = lines[position + 1] if position + 1 < len(lines) else None
        leads_in = position > 0 and lines[position - 1].words.endswith(":")
        headed = above.kind is BlockKind.HEADING and block.kind is BlockKind.HEADING and under_text
        near = line.gap_before <= max(heading_gap, 1)
        heads_text = block.kind is BlockKind.HEADING and below is not None and not below.unpunctuated
        listing = line.unpunctuated and near and not heads_text and (leads_in or listing or headed)
        above = block if not listing or block.kind is BlockKind.LIST_ITEM else Block(BlockKind.LIST_ITEM, line.span)
        under_text = under_text or not line.unpunctuated
        yield above


def with_lost_headings(blocks: list[Block], lines: list[Line], heading_gap: int) -> Iterator[Block]:
    """The blocks, with an empty heading wherever a wide gap above a text shows that its heading was lost."""
    for position, (block, line) in enumerate(zip(blocks, lines, strict=True)):
        under_text = position > 0 and blocks[position - 1].kind is not BlockKind.HEADING
        if under_text and block.kind is not BlockKind.HEADING and line.gap_before > max(heading_gap, 1):
            yield Block(BlockKind.HEADING, Span(line.span.start, line.span.start), 2)
        yield block

"""Paragraphs: rows that go on with each other, and which of them are headings and items."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.readers.pdf.rows import LARGER, Row
from corpus.readers.text import BULLET, MAX_HEADING_WORDS, SENTENCE_END

SAME_SIZE = 0.08  # letters whose heights differ less, as a share, look equal
LOOSE = 1.3  # rows further apart than this many usual distances belong to two paragraphs
SHORT_ROW = 0.85  # a row that fills less of its column could have held the next word
SYMBOL_BULLET = re.compile(r"^[\ue000-\uf8ff□■➢➤►▶❖✓✔→»](?=\s*\S)")


@dataclass(slots=True)
class Paragraph:
    """Rows that belong together, the page they start on, and how wide their column is."""

    rows: list[Row]
    page: int
    right_edge: float
    item: bool = False

    @property
    def last(self) -> Row:
        """The row that another may continue."""
        return self.rows[-1]


@dataclass(frozen=True, slots=True)
class Usual:
    """How most of the text of a file is set."""

    size: float
    bold: bool
    pitch: float  # from one row to the next, in heights of letters


def usual_of(stretches: Sequence[list[Row]]) -> Usual:
    """How most of these rows are set. There has to be one."""
    rows = [row for stretch in stretches for row in stretch]
    sizes: Counter[float] = Counter()
    bold = 0
    for row in rows:
        sizes[round(row.size * 2) / 2] += len(row.words)
        bold += len(row.words) if row.bold else 0
    size = max(sizes, key=lambda each: (sizes[each], -each))
    pitches = [
        (below.top - row.top) / size
        for stretch in stretches
        for row, below in pairwise(stretch)
        if _alike(row.size, size) and _alike(below.size, size) and 0 < below.top - row.top < 2.5 * size
    ]
    return Usual(max(size, 0.1), bold > sum(sizes.values()) / 2, _lower_middle(pitches))


def _lower_middle(pitches: list[float]) -> float:
    """The usual distance of rows in a paragraph. Distances between paragraphs are fewer, or wider."""
    return median(sorted(pitches)[: max(1, len(pitches) * 2 // 3)]) if pitches else 1.2


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= SAME_SIZE * max(one, other)


def paragraphs_of(pages: Sequence[list[list[Row]]], usual: Usual) -> list[Paragraph]:
    """The paragraphs of all pages, which hold stretches of rows. One may go on in the next column, or overleaf."""
    paragraphs: list[Paragraph] = []
    for page, stretches in enumerate(pages):
        for stretch in stretches:
            edge = max(row.x1 for row in stretch)
            for position, row in enumerate(stretch):
                follows = _goes_on_below if position else _goes_on_elsewhere
                if paragraphs and follows(paragraphs[-1], row, usual):
                    paragraphs[-1].rows.append(row)
                    paragraphs[-1].right_edge = edge
                else:
                    paragraphs.append(Paragraph([row], page, edge, bool(row.cells or bullet_end(row.words))))
    return paragraphs


def bullet_end(words: str) -> int:
    """How many characters of a row are its bullet."""
    found = SYMBOL_BULLET.match(words) or BULLET.match(words)
    return found.end() if found else 0


def _goes_on_below(paragraph: Paragraph, row: Row, usual: Usual) -> bool:
    """Whether a row goes on with the paragraph right above it in its column."""
    last, first = paragraph.last, paragraph.rows[0]
    # A dash at the start of a row stands within a sentence where that sentence has not ended.
    dash = row.words[0] in "-–" and not last.ended and not paragraph.item and abs(row.x0 - last.x0) < row.size / 2
    bullet = bullet_end(row.words) and not dash
    if row.cells or last.cells or bullet or not _alike(row.size, last.size):
        return False
    if row.top - last.top > LOOSE * usual.pitch * max(row.size, last.size):
        return False
    going_on = row.words[0].islower()
    if row.bold != last.bold and not going_on and (last.bold or last.ended or _is_short(paragraph)):
        return False
    if going_on and not last.ended:
        return True
    if paragraph.item:
        return row.x0 > first.x0 + 0.3 * row.size
    indented = row.x0 > last.x0 + 0.8 * row.size and len(paragraph.rows) > 1
    return not (last.ended and (indented or _is_short(paragraph)))


def _is_short(paragraph: Paragraph) -> bool:
    """Whether the last row of a paragraph leaves room for more."""
    left = min(row.x0 for row in paragraph.rows[-MAX_HEADING_WORDS:])
    return paragraph.last.x1 - left < SHORT_ROW * (paragraph.right_edge - left)


def _goes_on_elsewhere(paragraph: Paragraph, row: Row, usual: Usual) -> bool:
    """Whether the first row of a column goes on with the last paragraph of the column before."""
    last = paragraph.last
    if row.cells or last.cells or bullet_end(row.words) or not _alike(row.size, last.size) or row.bold != last.bold:
        return False
    if last.ended or is_heading(paragraph, usual):
        return False
    return row.words[0].islower() or last.words[-1] in "-,;" or not (paragraph.item or _is_short(paragraph))


def is_heading(paragraph: Paragraph, usual: Usual) -> bool:
    """Whether a paragraph is set larger than the text, or is a short one all bold."""
    if len(paragraph.rows) > MAX_HEADING_WORDS:
        return False
    words = " ".join(row.words for row in paragraph.rows)
    count = len(words.split())
    if paragraph.last.cells or not re.search(r"[^\W_]", words):
        return False
    if paragraph.last.size >= LARGER * usual.size:
        return count <= 2 * MAX_HEADING_WORDS and not SENTENCE_END.search(words)
    bold = not usual.bold and all(row.bold for row in paragraph.rows) and paragraph.last.size >= usual.size * 0.9
    bulleted = paragraph.item and not words[0].isdigit()
    return bold and not bulleted and count <= MAX_HEADING_WORDS and words[-1] not in ".:;,!"

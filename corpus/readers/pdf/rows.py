"""Rows: glyphs put together as they stand beside each other, each row within one column."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from corpus.readers.pdf.glyphs import DrawnPage, Glyph
from corpus.readers.text import LONE_BULLET, SENTENCE_END

# Lengths below are in heights of the row's letters.
WORD_GAP = 0.18  # wider than the gaps between letters, narrower than a space
SPACED_GAP = 1.5  # a space in a justified row is stretched no wider
PIECE_GAP = 0.6  # pieces of a row that were drawn apart; columns stand further apart
BULLET_GAP = 5.0
NUMBER_GAP = 2.5  # after the number of a section; the first cell of a table may be a number as well
LARGER = 1.12  # headings are larger than the text by at least this
SECTION_NUMBER = re.compile(r"\d{1,2}(\.\d{1,2})*\.?|[A-Z](\.\d{1,2})+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of one column. `cells` is true for a row of a table, whose words hold a sign between the cells."""

    words: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    cells: bool = False

    @property
    def ended(self) -> bool:
        """Whether the row ends as a sentence or a lead-in does."""
        return bool(SENTENCE_END.search(self.words)) or self.words[-1:] in tuple("?:")


@dataclass(slots=True)
class Sheet:
    """One page of the file: its height, its rows, and what was taken from them, with reasons."""

    height: float
    rows: list[Row]
    above: list[tuple[str, str]] = field(default_factory=list)
    below: list[tuple[str, str]] = field(default_factory=list)


def sheet_of(page: DrawnPage) -> Sheet:
    """The rows of a page from the top down. Text that is set sideways is taken from them."""
    sheet = Sheet(page.height, _rows_of(page.glyphs))
    if page.sideways.strip():
        sheet.below.append((page.sideways, "text set sideways"))
    return sheet


def _rows_of(glyphs: Iterable[Glyph]) -> list[Row]:
    """The rows of a page, each within one column as far as its gaps show, from the top down."""
    pieces: list[list[Glyph]] = []
    drawn: set[tuple[str, int, int]] = set()
    for glyph in glyphs:
        places = _places(glyph)
        if glyph.letter.strip() and not drawn.isdisjoint(places):
            continue  # bold letters are sometimes made by drawing them twice
        drawn.update(places)
        if pieces and _goes_on(pieces[-1], glyph):
            pieces[-1].append(glyph)
        elif glyph.letter.strip():
            pieces.append([glyph])
    return _joined_pieces([_row(piece) for piece in pieces])


def _places(glyph: Glyph) -> list[tuple[str, int, int]]:
    """Two names for the place of a glyph; one that stands less than a twentieth of its height aside shares one."""
    unit = max(glyph.bottom - glyph.top, 0.1) / 10
    return [
        (glyph.letter, round(glyph.x0 / unit + shift), 2 * round(glyph.top / unit) + bool(shift)) for shift in (0, 0.5)
    ]


def _goes_on(piece: list[Glyph], glyph: Glyph) -> bool:
    """Whether a glyph continues the row that is being drawn. A superscript does."""
    last = next(said for said in reversed(piece) if said.letter.strip())
    height = min(last.bottom - last.top, glyph.bottom - glyph.top)
    shared = min(last.bottom, glyph.bottom) - max(last.top, glyph.top)
    spaced = not piece[-1].letter.strip()
    gap = glyph.x0 - last.x1
    size = max(last.bottom - last.top, glyph.bottom - glyph.top)
    return shared >= 0.5 * height and -0.5 * size <= gap <= (SPACED_GAP if spaced else 1.0) * size


def _row(piece: list[Glyph]) -> Row:
    words = [piece[0].letter]
    for last, glyph in pairwise(piece):
        apart = glyph.x0 - last.x1 > WORD_GAP * (glyph.bottom - glyph.top)
        words.append(" " + glyph.letter if apart else glyph.letter)
    seen = [glyph for glyph in piece if glyph.letter.strip()]
    sizes = Counter(round(glyph.bottom - glyph.top, 1) for glyph in seen)
    size = max(sizes, key=lambda each: (sizes[each], each))
    main = next(glyph for glyph in seen if round(glyph.bottom - glyph.top, 1) == size)
    return Row(
        words=" ".join("".join(words).split()),
        x0=seen[0].x0,
        x1=max(glyph.x1 for glyph in seen),
        top=main.top,
        bottom=main.bottom,
        size=max(size, 0.1),
        bold=all(glyph.bold for glyph in seen if glyph.letter.isalnum()) and any(glyph.bold for glyph in seen),
    )


def _joined_pieces(pieces: list[Row]) -> list[Row]:
    """Rows put together again where one was drawn in several pieces, such as a bullet and its words."""
    lines: list[list[Row]] = []
    for piece in sorted(pieces, key=lambda row: (row.bottom, row.x0)):
        if lines and piece.bottom - lines[-1][0].bottom <= 0.25 * min(piece.size, lines[-1][0].size):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [row for line in lines for row in _joined_line(sorted(line, key=lambda row: row.x0))]


def _joined_line(line: list[Row]) -> list[Row]:
    rows = line[:1]
    for piece in line[1:]:
        gap = (piece.x0 - rows[-1].x1) / max(piece.size, rows[-1].size)
        if -0.5 <= gap <= _gap_after(rows[-1].words):
            rows[-1] = beside(rows[-1], piece, " " if gap > WORD_GAP else "")
        else:
            rows.append(piece)
    return rows


def _gap_after(words: str) -> float:
    """How far the next piece of a row may stand from these words."""
    if LONE_BULLET.fullmatch(words) or (len(words) == 1 and not words.isalnum()):
        return BULLET_GAP
    return NUMBER_GAP if SECTION_NUMBER.fullmatch(words) else PIECE_GAP


def beside(left: Row, right: Row, gap: str) -> Row:
    """Two rows as one, which looks like the longer of them."""
    main = left if len(left.words) > len(right.words) else right
    bold = left.bold and right.bold if len(left.words) > 2 else right.bold
    return replace(main, words=left.words + gap + right.words, x0=left.x0, x1=max(left.x1, right.x1), bold=bold)

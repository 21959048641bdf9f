"""What runs along every page: headers, footers and page numbers, taken from the rows with the reason."""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from corpus.readers.pdf.rows import LARGER, Row, Sheet

EDGE = 0.12  # share of the page's height at top and bottom where running headers and footers stand
MIN_STATED_WORDS = 6  # a footer that is a sentence of as many words may say something to patients
PAGE_NUMBER = re.compile(
    r"[-–|\s]*((page|seite|p\.?)\s*)?(\d{1,4}|[ivxl]{1,7})(\s*(of|/|von)\s*\d{1,4})?[-–|\s]*", re.IGNORECASE
)
CONTENTS_ROW = re.compile(r"(\.\s?){5,}\s*\d{1,4}$")


def take_furniture(sheets: Sequence[Sheet]) -> list[str]:
    """Move running headers, footers and page numbers from the rows of the pages to what stands above and below.

    Returns:
        Sentences among them, each once: a footer may say when to ring the ward.
    """
    large = LARGER * median([row.size for sheet in sheets for row in sheet.rows] or [0])
    counts = Counter(key for sheet in sheets for key in {_key(row, sheet, large) for row in _at_the_edge(sheet)})
    enough = 2 if len(sheets) <= 4 else 3
    titles = {key for key, count in counts.items() if count >= enough and key.large}
    stated: dict[str, None] = {}
    for sheet in sheets:
        outermost = {id(row) for row in (*sheet.rows[:1], *sheet.rows[-1:])}
        edge = {id(row): _key(row, sheet, large) for row in _at_the_edge(sheet)}
        kept: list[Row] = []
        for row in sheet.rows:
            key = edge.get(id(row))
            repeated = key is not None and counts[key] >= enough and key not in titles
            titles.discard(key)  # the title of a leaflet may run along its pages: the first is kept
            reason = _reason(row, sheet, key is not None, repeated, id(row) in outermost)
            if not reason:
                kept.append(row)
                continue
            (sheet.above if row.top < sheet.height / 2 else sheet.below).append((row.words, reason))
            if repeated and row.words.endswith(".") and len(row.words.split()) >= MIN_STATED_WORDS:
                stated[row.words] = None
        sheet.rows = kept
    return list(stated)


def _reason(row: Row, sheet: Sheet, at_edge: bool, repeated: bool, outermost: bool) -> str:
    """Why a row is left out, or nothing."""
    if at_edge and PAGE_NUMBER.fullmatch(row.words) and (repeated or outermost):
        return "page number"
    if repeated:
        return "running header" if row.top < sheet.height / 2 else "running footer"
    return "table of contents" if CONTENTS_ROW.search(row.words) else ""


def _at_the_edge(sheet: Sheet) -> list[Row]:
    band = EDGE * sheet.height
    return [row for row in sheet.rows if row.bottom < band or row.top > sheet.height - band]


class Key(NamedTuple):
    """Equal for rows that say the same at the same height. Numbers count in large letters only: "Exercise 2"."""

    words: str
    place: int
    large: bool


def _key(row: Row, sheet: Sheet, large: float) -> Key:
    is_large = row.size >= large and row.top < sheet.height / 2
    return Key(row.words if is_large else re.sub(r"\d+", "#", row.words), round(row.top / 6), is_large)

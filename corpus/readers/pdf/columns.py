"""Columns and tables: the rows of a page in reading order, found by where rows stand beside each other."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from corpus.readers.pdf.rows import Row, beside
from corpus.readers.rendition import CELL_GAP

MAX_DEPTH = 6  # columns within columns
MAX_COLUMN_STARTS = 20
MAX_ROWS_FOR_COLUMNS = 2_000
MIN_COLUMN_WORDS = 3.5  # rows with fewer words on average are cells of a table


def columns_of(rows: list[Row], depth: int = 0) -> list[list[Row]]:
    """Rows in reading order, parted into stretches that each run down one column."""
    rows = sorted(rows, key=lambda row: (row.top, row.x0))
    start = _column_start(rows) if depth < MAX_DEPTH and len(rows) <= MAX_ROWS_FOR_COLUMNS else None
    if start is None:
        return [rows] if rows else []
    stretches: list[list[Row]] = []
    for band in _bands(rows, start):
        left = [row for row in band if row.x0 < start]
        right = [row for row in band if row.x0 >= start]
        if not left or not right or any(row.x1 > start for row in left):
            stretches.extend(columns_of(band, depth + 1))
        elif _is_table(left, right):
            stretches.append(_table_rows(band))
        else:
            stretches.extend(columns_of(left, depth + 1))
            stretches.extend(columns_of(right, depth + 1))
    return stretches


def _column_start(rows: list[Row]) -> float | None:
    """Where a column on the right starts, if several rows stand beside others. The one that fewest rows cross."""
    starts = Counter(round(row.x0 / 3) for row in rows)
    best: tuple[int, float] | None = None
    for place, count in starts.most_common(MAX_COLUMN_STARTS):
        start = place * 3 - 1.6
        left = [row for row in rows if row.x1 <= start]
        right = [row for row in rows if row.x0 >= start]
        if count < 2 or _count_beside(left, right) < 2:
            continue
        crossing = len(rows) - len(left) - len(right)
        if crossing < min(len(left), len(right)) and (best is None or (crossing, start) < best):
            best = (crossing, start)
    return best[1] if best else None


def _count_beside(left: list[Row], right: list[Row]) -> int:
    """How many rows of the left have one of the right beside them. Both are given from the top down."""
    count = position = 0
    for row in left:
        while position < len(right) and right[position].bottom <= row.top + 0.2 * row.size:
            position += 1
        count += position < len(right) and right[position].top < row.bottom - 0.2 * row.size
    return count


def _bands(rows: list[Row], start: float) -> Iterator[list[Row]]:
    """The rows, parted where some reach across both columns."""
    band: list[Row] = []
    crossed = False
    for row in rows:
        crosses = row.x0 < start < row.x1
        if band and crosses != crossed:
            yield band
            band = []
        band.append(row)
        crossed = crosses
    if band:
        yield band


def _is_table(left: list[Row], right: list[Row]) -> bool:
    """Whether rows beside each other are the cells of a table: few words each, on one line."""
    bottoms = {round(row.bottom) for row in right}
    aligned = sum(bool({round(row.bottom) + step for step in (-1, 0, 1)} & bottoms) for row in left)
    average = min(sum(len(row.words.split()) for row in side) / len(side) for side in (left, right))
    return average < MIN_COLUMN_WORDS and aligned > len(left) / 2


def _table_rows(band: list[Row]) -> list[Row]:
    """One row for each line of a table. A line without a first cell goes on with the one above."""
    margin = min(row.x0 for row in band)
    rows: list[Row] = []
    line = band[0]
    for position, cell in enumerate(band):
        same = position > 0 and abs(cell.bottom - line.bottom) <= 0.3 * cell.size
        if same:
            rows[-1] = beside(rows[-1], cell, CELL_GAP)
        elif rows and cell.x0 > margin + 2 * cell.size:
            rows[-1] = beside(rows[-1], cell, " ")
        else:
            rows.append(replace(cell, cells=True))
        rows[-1] = replace(rows[-1], cells=True)
        line = cell
    return rows

"""The rows of an Excel workbook, behind bounds on what it may unpack to. Nothing else imports openpyxl."""

import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from corpus.errors import SourceError
from corpus.readers.archives import MAX_MARKS, marks_in
from corpus.readers.table_rows import (
    NEEDED,
    Record,
    Remark,
    Row,
    cell_words,
    check_columns,
    column_name,
    named_rows,
    short_reason,
)

MAX_SHEETS = 20
MAX_ROWS_ABOVE = 20  # empty rows above the header
MAX_SHEET_ROWS = 100_000  # a damaged row number must not make us count to a billion
MAX_SHEET_COLUMNS = 100
MAX_UNPACKED_BYTES = 64 * 1024 * 1024  # 16,000 long answers unpack to 24 MiB; a bomb to gigabytes
MAX_ZIP_ENTRIES = 2_000
MAX_CELL_CHARACTERS = 32_767  # Excel's own limit
MAX_CHARACTERS = 64_000_000  # in all cells: many cells can name one and the same text


class _TooMuchText(Exception):
    """The cells hold more characters than are read."""


def sheet_rows(data: bytes, file_name: str, remarks: list[Remark]) -> list[Row]:
    """The rows of the first sheet with the columns; formulas give the values that Excel last worked out."""
    _check_zip(data, file_name)
    with warnings.catch_warnings(action="ignore"):  # openpyxl warns of styles and pictures that it passes over
        try:
            headers, records = _table_sheet(data)
        except _TooMuchText as error:
            raise SourceError(
                f"{file_name} holds a cell of more than {MAX_CELL_CHARACTERS:,} characters, or more than "
                f"{MAX_CHARACTERS:,} in all. Save the table alone, or as CSV."
            ) from error
        except Exception as error:  # a damaged workbook fails in many ways
            raise _damaged(file_name, error) from error
    if not records:
        check_columns(headers[0] if headers else [], file_name)
    if records and records[-1].line >= MAX_SHEET_ROWS:
        remarks.append(Remark(MAX_SHEET_ROWS, "the rows below this one are not read; part the table"))
    return list(named_rows(records, headers[-1], remarks))


def _check_zip(data: bytes, file_name: str) -> None:
    """Refuse a workbook that would take much memory or time, before anything of it is kept."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            small = unpacked <= MAX_UNPACKED_BYTES and len(entries) <= MAX_ZIP_ENTRIES
            marks = marks_in(packed, entries) if small else 0
    except Exception as error:  # a damaged archive raises more than BadZipFile
        raise _damaged(file_name, error) from error
    if not small or marks > MAX_MARKS:
        raise SourceError(
            f"{file_name} is too large for an FAQ table: it unpacks to {unpacked:,} bytes in {len(entries):,} parts, "
            f"and at most {MAX_UNPACKED_BYTES:,} in {MAX_ZIP_ENTRIES:,} with {MAX_MARKS:,} marks are read. "
            "Save the table alone, or as CSV."
        )


def _table_sheet(data: bytes) -> tuple[list[list[str]], list[Record]]:
    """The first row with words of each sheet up to the one with the columns, and the rows below in that one."""
    import openpyxl

    assert openpyxl.DEFUSEDXML, "defusedxml is one of our dependencies"
    headers: list[list[str]] = []
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in islice(book.worksheets, MAX_SHEETS):
            sheet.reset_dimensions()  # some programs write a wrong size
            values = sheet.iter_rows(max_col=MAX_SHEET_COLUMNS, values_only=True)
            rows = _records(islice(values, MAX_SHEET_ROWS))
            header = next((row.cells for row in islice(rows, MAX_ROWS_ABOVE) if row.cells), None)
            if header is None:
                continue
            headers.append([column_name(name) for name in header])
            if set(NEEDED) <= set(headers[-1]):
                return headers, [row for row in rows if row.cells]
    finally:
        book.close()
    return headers, []


def _records(rows: Iterable[tuple[Any, ...]]) -> Iterator[Record]:
    total = 0
    for line, row in enumerate(rows, 1):
        longest = max((len(value) for value in row if isinstance(value, str)), default=0)
        total += sum(len(value) for value in row if isinstance(value, str))
        if longest > MAX_CELL_CHARACTERS or total > MAX_CHARACTERS:
            raise _TooMuchText
        yield Record(line, _sheet_cells(row))


def _sheet_cells(row: tuple[Any, ...]) -> list[str]:
    """The words of a row's cells, without the empty ones at its end."""
    last = max((place for place, value in enumerate(row) if value is not None), default=-1)
    return [cell_words(value).replace("_x000D_", "\n") for value in row[: last + 1]]


def _damaged(file_name: str, error: Exception) -> SourceError:
    return SourceError(
        f"{file_name} cannot be read as an Excel workbook ({short_reason(error)}). "
        "It may be damaged or protected by a password. Save it again as .xlsx, or as CSV."
    )

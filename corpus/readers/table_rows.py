"""The rows of a table as its file holds them: JSON Lines, CSV and TSV, with the names of the columns checked.

Workbooks are read in `workbook.py`; what the cells say is decided in `faq_table.py`.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from corpus.errors import SourceError
from corpus.readers.encoding import BINARY_SHARE, BYTE_ORDER_MARKS

NEEDED = ("question", "answer")
COLUMNS = (*NEEDED, "id", "url", "title", "also_asked")
BETWEEN_QUESTIONS = "|"  # parts the other phrasings in one cell
MAX_LINES_NAMED = 5
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")  # tabs and line ends are none
FORMULA_ERRORS = {"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"}


class Remark(NamedTuple):
    """A problem in the file, and the line where it stands, counted from 1."""

    line: int
    words: str

    def __str__(self) -> str:
        """What a person reads."""
        return f"line {self.line}: {self.words}"


class Row(NamedTuple):
    """The cells of one row under the names of their columns, and the line where the row begins."""

    line: int
    cells: dict[str, str]


class Record(NamedTuple):
    """The cells of one row from left to right, and the line where the row begins."""

    line: int
    cells: list[str]


def characters(data: bytes, file_name: str, remarks: list[Remark], otherwise: str) -> str:
    """The characters of a text, with `\ufffd` where they are lost. `otherwise` is the encoding of what is not UTF-8."""
    encoding = next((name for mark, name in BYTE_ORDER_MARKS.items() if data.startswith(mark)), "utf-8")
    text = data.decode(encoding, errors="replace")
    if "\ufffd" in text and encoding == "utf-8" != otherwise and not _has_utf8(data):
        text = data.decode(otherwise, errors="replace")
        _remark_on_encoding(text, remarks)
    controls = sum(1 for _ in CONTROL.finditer(text))
    if controls > BINARY_SHARE * max(len(text), 1):
        raise SourceError(f"{file_name} is not a text file. Check its ending, or save it as CSV in UTF-8.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _has_utf8(data: bytes) -> bool:
    """Whether some line holds other characters than ASCII, rightly written in UTF-8."""
    return any(not line.isascii() and _is_utf8(line) for line in data.split(b"\n"))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _remark_on_encoding(text: str, remarks: list[Remark]) -> None:
    lines = [number for number, line in enumerate(text.split("\n"), 1) if not line.isascii()]
    more = len(lines) - MAX_LINES_NAMED
    named = ", ".join(map(str, lines[:MAX_LINES_NAMED])) + (f" and {more:,} more" if more > 0 else "")
    words = f"the file is not UTF-8 and was read as Windows-1252; check the accents and quotes in line {named}"
    remarks.append(Remark(lines[0], words))


def json_rows(text: str, file_name: str, remarks: list[Remark]) -> list[Row]:
    """The rows of a JSON Lines text, one object on each line."""
    rows: list[Row] = []
    found: dict[str, None] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
        except (ValueError, RecursionError) as error:
            remarks.append(Remark(number, f"not JSON ({short_reason(error)}); the line is left out"))
            continue
        if not isinstance(said, dict):
            remarks.append(Remark(number, "not a JSON object with names and values; the line is left out"))
            continue
        found |= dict.fromkeys(map(column_name, said))
        rows.append(
            Row(number, {column_name(name): _json_cell(column_name(name), value) for name, value in said.items()})
        )
    if found:
        check_columns(list(found), file_name)
    return rows


def _json_cell(name: str, value: Any) -> str:
    if isinstance(value, list) and name == "also_asked":
        return BETWEEN_QUESTIONS.join(map(cell_words, value))
    return cell_words(value)


def cell_words(value: Any) -> str:
    """The words of a cell. Whole numbers lose the `.0` that Excel gives them."""
    if value is None or (isinstance(value, str) and value in FORMULA_ERRORS):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


class _Lines:
    """The lines of a text one by one; it can be put back to an earlier line."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self.position = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.position >= len(self._lines):
            raise StopIteration
        self.position += 1
        return self._lines[self.position - 1] + "\n"


def separated_rows(text: str, file_name: str, delimiters: str, remarks: list[Remark]) -> Iterator[Row]:
    """The rows of a CSV or TSV text, parted by that delimiter under which most columns are known."""
    first_line = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max(delimiters, key=lambda sign: len(_known_columns(first_line, sign)))
    records = _records(text, delimiter, remarks)
    header = next(records, Record(1, []))
    return named_rows(records, check_columns(header.cells, file_name), remarks)


def _known_columns(header: str, delimiter: str) -> set[str]:
    try:
        names = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:  # a name that is longer than a cell can be; the row is complained of when it is read
        names = []
    return {column_name(name) for name in names} & set(COLUMNS)


def _records(text: str, delimiter: str, remarks: list[Remark]) -> Iterator[Record]:
    """The rows with words and the lines where they begin. After a quote that is never closed, the next line is read."""
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        start = lines.position
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            remarks.append(Remark(start + 1, f"quotes do not match ({short_reason(error)}); the line is left out"))
            lines.position = start + 1
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            continue
        if any(cell.strip() for cell in cells):
            yield Record(start + 1, cells)


def named_rows(records: Iterable[Record], columns: list[str], remarks: list[Remark]) -> Iterator[Row]:
    """The rows with their cells under the columns' names. Where a name comes twice, its first column counts."""
    for name, times in Counter(columns).items():
        if times > 1 and name in COLUMNS:
            remarks.append(Remark(1, f"the column `{name}` comes {times} times; the first is read"))
    for line, cells in records:
        if any(cell.strip() for cell in cells[len(columns) :]):
            words = f"{len(cells)} cells for {len(columns)} columns; put quotes round cells. The row is left out"
            remarks.append(Remark(line, words))
            continue
        named = list(zip(columns, cells, strict=False))
        yield Row(line, dict(reversed(named)))


def column_name(name: Any) -> str:
    """A column's name as we write it: `Also asked` is `also_asked`."""
    return "_".join(str(name).lower().split())


def check_columns(names: Iterable[str], file_name: str) -> list[str]:
    """The names of the columns as we write them, once question and answer are among them."""
    columns = [column_name(name) for name in names]
    missing = " and ".join(f"`{name}`" for name in NEEDED if name not in columns)
    if missing:
        found = ", ".join(f"`{name[:40]}`" for name in columns[:20] if name) or "none"
        raise SourceError(
            f"{file_name} has no column {missing}; found: {found}. Name the columns in the first row "
            f"(or in every JSON object): {', '.join(COLUMNS)}."
        )
    return columns


def short_reason(error: Exception) -> str:
    """What an error says, in at most 120 characters."""
    return " ".join(str(error).split())[:120] or type(error).__name__

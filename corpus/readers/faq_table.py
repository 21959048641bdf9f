"""FAQ tables: JSON Lines, CSV, TSV and Excel workbooks with a question and an answer in every row.

A row that cannot be used is told with its line, and the rest is read. One file may hold the rows of many pages.
"""

import csv
import html
import io
import json
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, NamedTuple

from corpus.errors import SourceError
from corpus.readers.encoding import BINARY_SHARE, BYTE_ORDER_MARKS
from corpus.readers.html import read_html
from corpus.readers.rendition import RenditionBuilder
from corpus.records import BlockKind, PageFacts, Rendition, Span, TablePair

NEEDED = ("question", "answer")
COLUMNS = (*NEEDED, "id", "url", "title", "also_asked")
BETWEEN_QUESTIONS = "|"  # parts the other phrasings in one cell
DELIMITERS = {"csv": ",;\t", "tsv": "\t"}  # Excel writes `;` where a comma parts decimals

MAX_SHEETS = 20
MAX_ROWS_ABOVE = 20  # empty rows above the header
MAX_SHEET_ROWS = 100_000  # a damaged row number must not make us count to a billion
MAX_SHEET_COLUMNS = 100
MAX_UNPACKED_BYTES = 64 * 1024 * 1024  # 16,000 long answers unpack to 24 MiB; a bomb to gigabytes
MAX_ZIP_ENTRIES = 2_000
MAX_MARKS = 2_000_000  # a cell has four to six; their number, not the bytes, takes the memory and the time
UNPACK_BYTES = 1024 * 1024
MAX_LINES_NAMED = 5

NO_CONTROLS = {code: " " for code in range(32) if chr(code) not in "\t\n\r\f\v"} | {0x7F: " "}
LOST = re.compile("[\ufffd\ud800-\udfff]")  # what a broken encoding leaves behind
WORD = re.compile(r"\w")
BULLET = re.compile(r"\s*(?:[-–*·]\s+|[•‣◦▪●]\s*)(?=\S)")
BLOCK_TAG = re.compile(r"</?(?:p|br|div|ul|ol|li|table|tr|h[1-6])\b[^<>]*>", re.IGNORECASE)
INLINE_TAG = re.compile(r"</?(?:a|b|i|u|em|strong|span|sup|sub|small|font)\b[^<>]*>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
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


class PageKey(NamedTuple):
    """What the rows of one page have in common; both empty for the table's own page."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that can be used. `answer` is its lines, each with what it is."""

    question: str
    answer: tuple[tuple[BlockKind, str], ...]
    ref: str | None
    also_asked: tuple[str, ...]


def read_faq_table(data: bytes, file_name: str) -> list[Rendition]:
    """The pages of an FAQ table, in the order in which their first rows stand.

    Rows with the same `url` and `title` make one page; rows with neither make the table's own page.
    The `remarks` of the first page tell every problem of the file, each with its line.

    Raises:
        SourceError: a column is missing, no row can be used, or the file is not a table of the kind its ending says.
    """
    remarks: list[Remark] = []
    pages: dict[PageKey, list[Entry]] = {}
    for key, entry in _usable(_rows(data, file_name, remarks), remarks):
        pages.setdefault(key, []).append(entry)
    told = tuple(map(str, sorted(remarks)))
    if not pages:
        problem = f" ({told[0]})" if told else ""
        raise SourceError(f"{file_name} holds no question with an answer{problem}. Fill in both in every row.")
    table = _readable(file_name.rpartition("/")[2].rpartition(".")[0]) or file_name
    parts = _parts(pages)
    renditions = [_page(key, entries, table, parts[key]) for key, entries in pages.items()]
    return [replace(renditions[0], remarks=told), *renditions[1:]]


def _rows(data: bytes, file_name: str, remarks: list[Remark]) -> Iterable[Row]:
    ending = file_name.lower().rpartition(".")[2]
    if ending == "xlsx":
        return _sheet_rows(data, file_name, remarks)
    if ending == "jsonl":
        return _json_rows(_characters(data, file_name, remarks, "utf-8"), file_name, remarks)
    if ending in DELIMITERS:
        return _separated_rows(_characters(data, file_name, remarks, "cp1252"), file_name, DELIMITERS[ending], remarks)
    raise SourceError(f"{file_name} is no FAQ table by its ending. Use .jsonl, .csv, .tsv or .xlsx.")


# Characters


def _characters(data: bytes, file_name: str, remarks: list[Remark], otherwise: str) -> str:
    """The characters of a text, with `\ufffd` where they are lost. `otherwise` is the encoding of what is not UTF-8."""
    encoding = next((name for mark, name in BYTE_ORDER_MARKS.items() if data.startswith(mark)), "utf-8")
    text = data.decode(encoding, errors="replace")
    if "\ufffd" in text and encoding == "utf-8" != otherwise and not _has_utf8(data):
        text = data.decode(otherwise, errors="replace")
        _remark_on_encoding(text, remarks)
    controls = len(text) - len(text.translate(dict.fromkeys(NO_CONTROLS)))
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


# Formats


def _json_rows(text: str, file_name: str, remarks: list[Remark]) -> list[Row]:
    rows: list[Row] = []
    found: dict[str, None] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
        except (ValueError, RecursionError) as error:
            remarks.append(Remark(number, f"not JSON ({_short(error)}); the line is left out"))
            continue
        if not isinstance(said, dict):
            remarks.append(Remark(number, "not a JSON object with names and values; the line is left out"))
            continue
        found |= dict.fromkeys(map(_column, said))
        rows.append(Row(number, {_column(name): _json_cell(_column(name), value) for name, value in said.items()}))
    if found:
        _check_columns(list(found), file_name)
    return rows


def _json_cell(name: str, value: Any) -> str:
    if isinstance(value, list) and name == "also_asked":
        return BETWEEN_QUESTIONS.join(map(_as_text, value))
    return _as_text(value)


def _as_text(value: Any) -> str:
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


def _separated_rows(text: str, file_name: str, delimiters: str, remarks: list[Remark]) -> Iterator[Row]:
    first_line = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max(delimiters, key=lambda sign: len(_known_columns(first_line, sign)))
    records = _records(text, delimiter, remarks)
    header = next(records, Record(1, []))
    return _named(records, _check_columns(header.cells, file_name), remarks)


def _known_columns(header: str, delimiter: str) -> set[str]:
    names = next(csv.reader([header], delimiter=delimiter), [])
    return {_column(name) for name in names} & set(COLUMNS)


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
            remarks.append(Remark(start + 1, f"quotes do not match ({_short(error)}); the line is left out"))
            lines.position = start + 1
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            continue
        if any(cell.strip() for cell in cells):
            yield Record(start + 1, cells)


def _named(records: Iterable[Record], columns: list[str], remarks: list[Remark]) -> Iterator[Row]:
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


def _sheet_rows(data: bytes, file_name: str, remarks: list[Remark]) -> list[Row]:
    """The rows of the first sheet with the columns; formulas give the values that Excel last worked out."""
    _check_zip(data, file_name)
    with warnings.catch_warnings(action="ignore"):  # openpyxl warns of styles and pictures that it passes over
        try:
            headers, records = _table_sheet(data)
        except Exception as error:  # a damaged workbook fails in many ways
            raise _damaged(file_name, error) from error
    if not records:
        _check_columns(headers[0] if headers else [], file_name)
    if records and records[-1].line >= MAX_SHEET_ROWS:
        remarks.append(Remark(MAX_SHEET_ROWS, "the rows below this one are not read; part the table"))
    return list(_named(records, headers[-1], remarks))


def _check_zip(data: bytes, file_name: str) -> None:
    """Refuse a workbook that would take much memory or time, before anything of it is kept."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            small = unpacked <= MAX_UNPACKED_BYTES and len(entries) <= MAX_ZIP_ENTRIES
            marks = sum(_marks(packed, entry) for entry in entries) if small else 0
    except Exception as error:  # a damaged archive raises more than BadZipFile
        raise _damaged(file_name, error) from error
    if not small or marks > MAX_MARKS:
        raise SourceError(
            f"{file_name} is too large for an FAQ table: it unpacks to {unpacked:,} bytes in {len(entries):,} parts, "
            f"and at most {MAX_UNPACKED_BYTES:,} in {MAX_ZIP_ENTRIES:,} with {MAX_MARKS:,} marks are read. "
            "Save the table alone, or as CSV."
        )


def _marks(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """How many XML tags, or what looks like their beginnings, a part holds."""
    with packed.open(entry) as part:
        return sum(chunk.count(b"<") for chunk in iter(lambda: part.read(UNPACK_BYTES), b""))


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
            rows = (Record(line, _sheet_cells(row)) for line, row in enumerate(islice(values, MAX_SHEET_ROWS), 1))
            header = next((row.cells for row in islice(rows, MAX_ROWS_ABOVE) if row.cells), None)
            if header is None:
                continue
            headers.append([_column(name) for name in header])
            if set(NEEDED) <= set(headers[-1]):
                return headers, [row for row in rows if row.cells]
    finally:
        book.close()
    return headers, []


def _sheet_cells(row: tuple[Any, ...]) -> list[str]:
    """The words of a row's cells, without the empty ones at its end."""
    last = max((place for place, value in enumerate(row) if value is not None), default=-1)
    return [_as_text(value).replace("_x000D_", "\n") for value in row[: last + 1]]


def _damaged(file_name: str, error: Exception) -> SourceError:
    return SourceError(
        f"{file_name} cannot be read as an Excel workbook ({_short(error)}). "
        "It may be damaged or protected by a password. Save it again as .xlsx, or as CSV."
    )


def _column(name: Any) -> str:
    return "_".join(str(name).lower().split())


def _check_columns(names: Iterable[str], file_name: str) -> list[str]:
    """The names of the columns as we write them, once question and answer are among them."""
    columns = [_column(name) for name in names]
    missing = " and ".join(f"`{name}`" for name in NEEDED if name not in columns)
    if missing:
        found = ", ".join(f"`{name[:40]}`" for name in columns[:20] if name) or "none"
        raise SourceError(
            f"{file_name} has no column {missing}; found: {found}. Name the columns in the first row "
            f"(or in every JSON object): {', '.join(COLUMNS)}."
        )
    return columns


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


# Rows to pages


def _usable(rows: Iterable[Row], remarks: list[Remark]) -> Iterator[tuple[PageKey, Entry]]:
    """The rows with a question and an answer, each with its page."""
    lines_of_refs: dict[str, int] = {}
    for row in rows:
        cells = {name: row.cells.get(name, "").translate(NO_CONTROLS) for name in COLUMNS}

        def remark(words: str, line: int = row.line) -> None:
            remarks.append(Remark(line, words))

        if not any(cell.strip() for cell in cells.values()):
            continue
        if any(map(LOST.search, cells.values())):
            remark("characters are lost (broken encoding); the row is left out. Save the file as UTF-8")
            continue
        question, answer = _one_line(cells["question"]), tuple(_lines_of(cells["answer"]))
        empty = [name for name, said in (("question", question), ("answer", _said(answer))) if not WORD.search(said)]
        if empty:
            remark(f"no {' and no '.join(empty)}; the row is left out")
            continue
        ref = _ref(_one_line(cells["id"]), row.line, lines_of_refs, remark)
        asked = _other_questions(cells["also_asked"], question)
        yield _page_key(cells, remark), Entry(question, answer, ref, asked)


def _said(lines: Iterable[tuple[BlockKind, str]]) -> str:
    return " ".join(words for _, words in lines)


def _ref(said: str, line: int, lines_of_refs: dict[str, int], remark: Callable[[str], None]) -> str | None:
    if said and lines_of_refs.setdefault(said, line) != line:
        remark(f"the id `{said[:80]}` is that of line {lines_of_refs[said]} already; the row is read without it")
        return None
    return said or None


def _page_key(cells: dict[str, str], remark: Callable[[str], None]) -> PageKey:
    url = cells["url"].strip()
    if url and not WEB_ADDRESS.fullmatch(url):
        remark(f"`{url[:80]}` is no web address (https://...); the row is read without it")
        url = ""
    return PageKey(url, _one_line(cells["title"]))


def _other_questions(cell: str, question: str) -> tuple[str, ...]:
    asked = dict.fromkeys(map(_one_line, cell.split(BETWEEN_QUESTIONS)))
    return tuple(words for words in asked if WORD.search(words) and words != question)


def _one_line(cell: str) -> str:
    return " ".join(_said(_lines_of(cell)).split())


def _lines_of(cell: str) -> Iterator[tuple[BlockKind, str]]:
    """The lines of a cell with words, as paragraphs and list items. Some tables hold HTML in their cells."""
    if BLOCK_TAG.search(cell):
        page = read_html(cell)
        for block in page.blocks:
            is_item = block.kind is BlockKind.LIST_ITEM
            yield BlockKind.LIST_ITEM if is_item else BlockKind.PARAGRAPH, block.span.of(page.text)
        return
    for line in filter(str.strip, cell.splitlines()):
        bullet = BULLET.match(line)
        kind = BlockKind.LIST_ITEM if bullet else BlockKind.PARAGRAPH
        words = _without_marks(line[bullet.end() :] if bullet else line)
        if words.strip():
            yield kind, words


def _without_marks(line: str) -> str:
    if INLINE_TAG.search(line):
        return read_html(line).text
    return ENTITY.sub(lambda entity: html.unescape(entity[0]), line)


def _page(key: PageKey, entries: list[Entry], table: str, part: str) -> Rendition:
    """One page: each question as a heading, the lines of its answer below."""
    builder = RenditionBuilder()
    places: list[tuple[int, int]] = []  # of the first block of an answer, and of the last
    count = 0
    for entry in entries:
        builder.add(BlockKind.HEADING, entry.question, 2)
        places.append((count + 1, count + len(entry.answer)))
        count += 1 + len(entry.answer)
        for kind, words in entry.answer:
            builder.add(kind, words)
    page = builder.rendition(PageFacts(title=key.title or _page_name(key.url) or table, url=key.url or None))
    assert len(page.blocks) == count, "every line of an entry has words"
    spans = [Span(page.blocks[first].span.start, page.blocks[last].span.end) for first, last in places]
    pairs = (
        TablePair(entry.question, span, entry.ref, entry.also_asked) for entry, span in zip(entries, spans, strict=True)
    )
    return replace(page, pairs=tuple(pairs), part=part)


def _parts(keys: Iterable[PageKey]) -> dict[PageKey, str]:
    """A name for each page: its address, else its title as a slug; the table's own page has none.

    Where one address has several titles, the second and later pages carry theirs as well.
    """
    parts: dict[PageKey, str] = {}
    taken: set[str] = set()
    for key in keys:
        slug = re.sub(r"[\W_]+", "-", key.title.lower()).strip("-") or "page"
        name = (f"{key.url}#{slug}" if key.url in taken else key.url) if key.url else slug if key.title else ""
        unique, number = name, 1
        while unique in taken:
            number += 1
            unique = f"{name}-{number}"
        taken.add(unique)
        parts[key] = unique
    return parts


def _page_name(url: str) -> str:
    """A title for a page of which only the address is known: the last step of its path."""
    path = re.sub(r"^https?://[^/?#]*|[?#].*$", "", url, flags=re.IGNORECASE).rstrip("/")
    return _readable(re.sub(r"\.\w{1,5}$", "", path.rpartition("/")[2]))


def _readable(stem: str) -> str:
    """A file's name as a title: `knee_faq-2024` is "Knee faq 2024"."""
    words = " ".join(re.split(r"[\s_+-]+", stem)).strip()
    return words[:1].upper() + words[1:]

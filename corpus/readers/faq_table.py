"""FAQ tables: JSON Lines, CSV, TSV and Excel workbooks with a question and an answer in every row.

A row that cannot be used is told with its line, and the rest is read. One file may hold the rows of many pages.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from corpus.errors import SourceError
from corpus.readers.html import read_html
from corpus.readers.rendition import RenditionBuilder
from corpus.readers.table_rows import (
    BETWEEN_QUESTIONS,
    COLUMNS,
    CONTROL,
    Remark,
    Row,
    characters,
    json_rows,
    separated_rows,
)
from corpus.readers.workbook import sheet_rows
from corpus.records import BlockKind, PageFacts, Rendition, Span, TablePair

DELIMITERS = {"csv": ",;\t", "tsv": "\t"}  # Excel writes `;` where a comma parts decimals
LOST = re.compile("[\ufffd\ud800-\udfff]")  # what a broken encoding leaves behind
WORD = re.compile(r"\w")
BULLET = re.compile(r"\s*(?:[-–*·]\s+|[•‣◦▪●]\s*)(?=\S)")
BLOCK_TAG = re.compile(r"</?(?:p|br|div|ul|ol|li|table|tr|h[1-6])\b[^<>]*>", re.IGNORECASE)
INLINE_TAG = re.compile(r"</?(?:a|b|i|u|em|strong|span|sup|sub|small|font)\b[^<>]*>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


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
        return sheet_rows(data, file_name, remarks)
    if ending == "jsonl":
        return json_rows(characters(data, file_name, remarks, "utf-8"), file_name, remarks)
    if ending in DELIMITERS:
        return separated_rows(characters(data, file_name, remarks, "cp1252"), file_name, DELIMITERS[ending], remarks)
    raise SourceError(f"{file_name} is no FAQ table by its ending. Use .jsonl, .csv, .tsv or .xlsx.")


def _usable(rows: Iterable[Row], remarks: list[Remark]) -> Iterator[tuple[PageKey, Entry]]:
    """The rows with a question and an answer, each with its page."""
    lines_of_refs: dict[str, int] = {}
    for row in rows:
        cells = {name: CONTROL.sub(" ", row.cells.get(name, "")) for name in COLUMNS}

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

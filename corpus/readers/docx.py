"""Word files (.docx), read with python-docx: headings, paragraphs, list items and table rows in reading order.

Headers, footers, footnotes and comments are other parts of the file and are left out, as are deleted and hidden words.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from corpus.errors import SourceError
from corpus.readers.archives import MAX_MARKS, marks_in
from corpus.readers.html import MAX_CELL_WORDS, rows_of
from corpus.readers.metadata import believed_language, believed_title
from corpus.readers.rendition import CELL_GAP, RenditionBuilder
from corpus.readers.text import BULLET, MAX_HEADING_WORDS
from corpus.records import Block, BlockKind, PageFacts, Rendition, Span

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the mark of Word 97-2003 files, and of files with a password
PASSWORD_MARK = "EncryptedPackage".encode("utf-16-le")
MAX_ENTRIES = 5_000  # a Word file of 500 pages with a picture on each has about 600
MAX_XML_BYTES = 48 * 2**20  # per part; a book of 1,000 pages takes about 10 MiB
MAX_BYTES = 128 * 2**20  # the whole file unpacked, pictures and all, which are packed by themselves already
MAX_STYLE_CHAIN = 20
MAX_LEVEL = 6

# lxml elements of python-docx: their own classes promise more than a damaged file holds.
Element = Any

PARAGRAPH, TABLE, ROW, CELL, RUN = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "r"))
PARAGRAPH_FACTS, RUN_FACTS, TEXT_BOX = qn("w:pPr"), qn("w:rPr"), qn("w:txbxContent")
UNSEEN = {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
SIGNS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:ptab"): " "}
OFF = {"0", "false", "off", "none"}
HEADING_NAME = re.compile(r"heading ([1-9])", re.IGNORECASE)
CONTENTS_NAME = re.compile(r"(toc|contents) ?\d|table of (contents|figures)", re.IGNORECASE)


def read_docx(data: bytes, file_name: str) -> Rendition:
    """A Word file as its reader sees it.

    Raises:
        SourceError: the file is no .docx file, is damaged or protected by a password, unpacks to more than a
            document can need, or holds no words.
    """
    _check(data, file_name)
    try:
        document = Document(BytesIO(data))
        walker = _Walker(document)
    except Exception as error:  # python-docx and lxml answer damage with many kinds of errors
        raise _damaged(file_name, error) from error
    rendition = walker.read()
    if not rendition.blocks:
        raise SourceError(f"{file_name} holds no words. Check that the file is the page you meant.")
    return rendition


def _damaged(file_name: str, error: Exception) -> SourceError:
    what = f"{type(error).__name__}: {error}"[:200]
    return SourceError(f"{file_name} is damaged and cannot be read ({what}). Open it in Word and save it again.")


def _check(data: bytes, file_name: str) -> None:
    """Refuse what is no .docx file, or unpacks to more than a document can need, before anything is unpacked."""
    if data.startswith(OLD_WORD):
        if PASSWORD_MARK in data:
            raise SourceError(f"{file_name} is protected by a password. Save a copy without one.")
        raise SourceError(f"{file_name} is a Word 97-2003 file. Save it as .docx.")
    if data.lstrip().startswith(b"{\\rtf"):
        raise SourceError(f"{file_name} is a rich text (RTF) file. Save it as .docx.")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            written = [entry for entry in entries if entry.filename.lower().endswith((".xml", ".rels"))]
            largest = max((entry.file_size for entry in written), default=0)
            small = len(entries) <= MAX_ENTRIES and largest <= MAX_XML_BYTES
            small = small and sum(entry.file_size for entry in entries) <= MAX_BYTES
            small = small and marks_in(archive, written) <= MAX_MARKS
    except Exception as error:  # zipfile answers damage with many kinds of errors
        raise _damaged(file_name, error) from error
    if not small:
        raise SourceError(f"{file_name} unpacks to more than a document can need. Part it, or take pictures out of it.")


class _Styles:
    """What the paragraph styles of a file say, with what each inherits."""

    def __init__(self, document: WordDocument) -> None:
        styles: Element = document.styles.element
        self._by_id = {style.get(qn("w:styleId")): style for style in styles.findall(qn("w:style"))}
        self._default = next((id_ for id_, style in self._by_id.items() if _is_default(style)), None)
        self.of = cache(self._of)
        self.level = cache(self._level)

    def _of(self, id_: str | None) -> list[Element]:
        """The style with this id and those it is based on, itself first."""
        chain: list[Element] = []
        while (id_ or self._default) in self._by_id and len(chain) < MAX_STYLE_CHAIN:
            style = self._by_id[id_ or self._default]
            chain.append(style)
            id_ = _value(style, "basedOn")
            if id_ is None:
                break
        return chain

    def name(self, id_: str | None) -> str:
        """The name of a style, which Word keeps in English whatever the language of its menus."""
        return next((_value(style, "name") or "" for style in self.of(id_)), "")

    def _level(self, id_: str | None) -> int | None:
        """The level of the headings written in a style: 0 for the title, None where it is none for headings."""
        for style in self.of(id_):
            name = _value(style, "name") or ""
            if name.lower() == "title":
                return 0
            if found := HEADING_NAME.fullmatch(name):
                return int(found[1])
            outline = _outline(style.find(PARAGRAPH_FACTS))
            if outline is not None:
                return outline or None
        return None


class _Walker:
    """Walks the body of a document block by block."""

    def __init__(self, document: WordDocument) -> None:
        self.builder = RenditionBuilder()
        said = document.core_properties  # its dates say when the file was saved, not when it was reviewed
        self._title, self._language = said.title, said.language or _default_language(document)
        self._styles = _Styles(document)
        self._level = 0  # of the styled heading above
        self._added = 0  # blocks so far
        self._ends: dict[int, int] = {}  # blocks above which the section of a table's last question ends: its level
        body: Element = document.element.body
        self._body = body
        titled = (p for p in body.iter(PARAGRAPH) if self._styled_level(p) == 0 and _words_of(p).strip())
        self._below_title = int(next(titled, None) is not None)

    def read(self) -> Rendition:
        """The whole document."""
        self._walk(self._body)
        rendition = self.builder.rendition(PageFacts())
        title = believed_title(self._title, rendition.text)
        facts = PageFacts(title=title, language=believed_language(self._language))
        return replace(rendition, blocks=tuple(self._with_ends(rendition)), facts=facts)

    def _with_ends(self, rendition: Rendition) -> Iterator[Block]:
        for position, block in enumerate(rendition.blocks):
            if position in self._ends and block.kind is not BlockKind.HEADING:
                yield Block(BlockKind.HEADING, Span(block.span.start, block.span.start), self._ends[position])
            yield block

    def _add(self, kind: BlockKind, words: str, level: int = 0, reason: str = "") -> None:
        self.builder.add(kind, words, level, reason)
        self._added += bool(words.split())

    def _walk(self, parent: Element) -> None:
        """Everything inside a body, cell or text box, through content controls and marks of revisions."""
        for child in parent:
            if child.tag == PARAGRAPH:
                self._paragraph(child)
            elif child.tag == TABLE:
                self._table(child)
            elif child.tag not in UNSEEN:
                self._walk(child)

    def _paragraph(self, paragraph: Element) -> None:
        words = _words_of(paragraph)
        id_ = _style_id(paragraph)
        level = self._styled_level(paragraph)
        bullet = BULLET.match(words.strip())
        if CONTENTS_NAME.fullmatch(self._styles.name(id_)):
            self._add(BlockKind.FURNITURE, words, 0, "table of contents")
        elif level is not None:
            self._level = min(level + self._below_title, MAX_LEVEL) or 1
            self._add(BlockKind.HEADING, words, self._level)
        elif self._is_listed(paragraph, id_):
            self._add(BlockKind.LIST_ITEM, words)
        elif self._looks_like_a_heading(paragraph, words, id_):
            self._level = self._level if self._added else 1
            self._add(BlockKind.HEADING, words, min(max(self._level, 1) + 1, MAX_LEVEL) if self._added else 1)
        elif bullet and "\n" not in words.strip():
            self._add(BlockKind.LIST_ITEM, words.strip()[bullet.end() :])
        else:
            for kind, row in rows_of(words):
                self._add(kind, row)
        for box in _boxes_of(paragraph):
            self._walk(box)

    def _styled_level(self, paragraph: Element) -> int | None:
        outline = _outline(paragraph.find(PARAGRAPH_FACTS))
        return self._styles.level(_style_id(paragraph)) if outline is None else outline or None

    def _is_listed(self, paragraph: Element, id_: str | None) -> bool:
        for said in [paragraph, *self._styles.of(id_)]:
            number = said.find(f"{PARAGRAPH_FACTS}/{qn('w:numPr')}/{qn('w:numId')}")
            if number is not None:
                return bool(number.get(qn("w:val")) != "0")
        return bool(re.match(r"list (bullet|number)", self._styles.name(id_), re.IGNORECASE))

    def _looks_like_a_heading(self, paragraph: Element, words: str, id_: str | None) -> bool:
        """Whether a short line is all bold: how headings are written by people who use no styles."""
        said = words.strip()
        if not said or len(said.split()) > MAX_HEADING_WORDS or said[-1] in ".:;,!" or "\n" in said:
            return False
        if any(parent.tag == CELL for parent in paragraph.iterancestors()):
            return False
        if not any(_words_of_all(below) for below in paragraph.itersiblings()):
            return False  # a heading over nothing would be left out: a warning may stand last, all bold
        styled = self._is_bold_style(id_) or False
        runs = [run for run in paragraph.iter(RUN) if _words_of(run).strip()]
        return all(styled if (bold := self._is_bold_run(run)) is None else bold for run in runs)

    def _is_bold_run(self, run: Element) -> bool | None:
        """Whether a run says that it is bold or not, by itself or by a style such as Strong; None if neither."""
        own = _bold(run)
        style = run.find(f"{RUN_FACTS}/{qn('w:rStyle')}")
        return self._is_bold_style(style.get(qn("w:val"))) if own is None and style is not None else own

    def _is_bold_style(self, id_: str | None) -> bool | None:
        return next((bold for style in self._styles.of(id_) if (bold := _bold(style)) is not None), None)

    def _table(self, table: Element) -> None:
        rows = [list(_inside(row, CELL)) for row in _inside(table, ROW)]
        asks = [_is_question_row(row) for row in rows]
        level = min(self._level + 1, MAX_LEVEL)
        for position, row in enumerate(rows):
            if asks[position]:
                self._add(BlockKind.HEADING, _words_of_all(row[0]), level)
                self._walk(row[1])
            elif position == 0 and any(asks) and _is_labels(row):
                self._add(BlockKind.FURNITURE, CELL_GAP.join(map(_words_of_all, row)), 0, "column names of a table")
            else:
                self._row(row)
        if any(asks):
            self._ends[self._added] = level

    def _row(self, row: list[Element]) -> None:
        """One row as an item of a list, or block by block where the table only lays out the page."""
        with_words = [cell for cell in row if _words_of_all(cell)]
        if len(with_words) > 1 and all(map(_is_short, with_words)):
            self._add(BlockKind.LIST_ITEM, CELL_GAP.join(map(_words_of_all, with_words)))
            return
        for cell in row:
            self._walk(cell)


def _default_language(document: WordDocument) -> str | None:
    styles: Element = document.styles.element
    language = styles.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    return None if language is None else language.get(qn("w:val"))


def _is_default(style: Element) -> bool:
    return style.get(qn("w:type")) == "paragraph" and (style.get(qn("w:default")) or "0") not in OFF


def _value(element: Element, name: str) -> str | None:
    child = element.find(qn(f"w:{name}"))
    return None if child is None else child.get(qn("w:val"))


def _outline(facts: Element) -> int | None:
    """The heading level that paragraph facts give, 0 where they say that it is none, None where they do not say."""
    value = _value(facts, "outlineLvl") if facts is not None else None
    return (int(value) + 1) % 10 if value and re.fullmatch(r"\d", value) else None


def _style_id(paragraph: Element) -> str | None:
    facts = paragraph.find(PARAGRAPH_FACTS)
    return _value(facts, "pStyle") if facts is not None else None


def _bold(element: Element) -> bool | None:
    mark = element.find(f"{RUN_FACTS}/{qn('w:b')}")
    return None if mark is None else (mark.get(qn("w:val")) or "1") not in OFF


def _is_hidden(run: Element) -> bool:
    mark = run.find(f"{RUN_FACTS}/{qn('w:vanish')}")
    return mark is not None and (mark.get(qn("w:val")) or "1") not in OFF


def _words_of(element: Element) -> str:
    r"""The words of a paragraph or a run as shown, line breaks as `\n`, without those of text boxes in it."""
    return "".join(_shown(element))


def _shown(element: Element) -> Iterator[str]:
    if (
        element.tag in UNSEEN
        or element.tag in (TEXT_BOX, PARAGRAPH_FACTS)
        or (element.tag == RUN and _is_hidden(element))
    ):
        return
    if element.tag == qn("w:t"):
        yield element.text or ""
    elif element.tag == qn("w:br") and element.get(qn("w:type")) in ("page", "column"):
        yield " "
    elif element.tag in SIGNS:
        yield SIGNS[element.tag]
    else:
        for child in element:
            yield from _shown(child)


def _boxes_of(element: Element) -> Iterator[Element]:
    """The text boxes that hang on a paragraph. The older form that Word keeps beside each is not read again."""
    for child in element:
        if child.tag == TEXT_BOX:
            yield child
        elif child.tag not in UNSEEN:
            yield from _boxes_of(child)


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, through content controls and marks of revisions."""
    for child in parent:
        if child.tag == tag:
            if child.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
                yield child
        elif child.tag not in UNSEEN and child.tag not in (TABLE, CELL, PARAGRAPH):
            yield from _inside(child, tag)


def _words_of_all(element: Element) -> str:
    """The words of every paragraph of a cell, or of any other element."""
    return " ".join(" ".join(map(_words_of, _paragraphs_of(element))).split())


def _paragraphs_of(element: Element) -> Iterator[Element]:
    if element.tag == PARAGRAPH:
        yield element
    for child in element:
        if child.tag not in UNSEEN:
            yield from _paragraphs_of(child)


def _is_short(cell: Element) -> bool:
    """Whether a cell holds one paragraph of a few words."""
    paragraphs = [paragraph for paragraph in _paragraphs_of(cell) if _words_of(paragraph).strip()]
    return len(paragraphs) == 1 and len(_words_of_all(cell).split()) <= MAX_CELL_WORDS


def _is_question_row(row: list[Element]) -> bool:
    return len(row) == 2 and _words_of_all(row[0]).endswith("?") and bool(_words_of_all(row[1]))


def _is_labels(row: list[Element]) -> bool:
    return all(len(_words_of_all(cell).split()) <= 2 for cell in row)

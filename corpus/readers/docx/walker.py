"""The body of a Word file, walked block by block: headings, paragraphs, list items and rows of tables."""

import re
from collections.abc import Iterator
from dataclasses import replace

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from corpus.readers.docx.markup import (
    CELL,
    PARAGRAPH,
    PARAGRAPH_FACTS,
    ROW,
    RUN,
    RUN_FACTS,
    TABLE,
    UNSEEN,
    Element,
    outline_level,
    says_bold,
    style_id,
)
from corpus.readers.docx.styles import Styles, default_language
from corpus.readers.docx.words import (
    boxes_of,
    inside,
    is_labels,
    is_question_row,
    is_short,
    words_of,
    words_of_all,
)
from corpus.readers.html import rows_of
from corpus.readers.metadata import believed_language, believed_title
from corpus.readers.rendition import CELL_GAP, RenditionBuilder
from corpus.readers.text import BULLET, MAX_HEADING_WORDS
from corpus.records import Block, BlockKind, PageFacts, Rendition, Span

MAX_LEVEL = 6
CONTENTS_NAME = re.compile(r"(toc|contents) ?\d|table of (contents|figures)", re.IGNORECASE)


class Walker:
    """Walks the body of a document block by block."""

    def __init__(self, document: WordDocument) -> None:
        self.builder = RenditionBuilder()
        said = document.core_properties  # its dates say when the file was saved, not when it was reviewed
        self._title, self._language = said.title, said.language or default_language(document)
        self._styles = Styles(document)
        self._level = 0  # of the styled heading above
        self._added = 0  # blocks so far
        self._ends: dict[int, int] = {}  # blocks above which the section of a table's last question ends: its level
        body: Element = document.element.body
        self._body = body
        titled = (p for p in body.iter(PARAGRAPH) if self._styled_level(p) == 0 and words_of(p).strip())
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
        words = words_of(paragraph)
        id_ = style_id(paragraph)
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
        for box in boxes_of(paragraph):
            self._walk(box)

    def _styled_level(self, paragraph: Element) -> int | None:
        outline = outline_level(paragraph.find(PARAGRAPH_FACTS))
        return self._styles.level(style_id(paragraph)) if outline is None else outline or None

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
        if not any(words_of_all(below) for below in paragraph.itersiblings()):
            return False  # a heading over nothing would be left out: a warning may stand last, all bold
        styled = self._is_bold_style(id_) or False
        runs = [run for run in paragraph.iter(RUN) if words_of(run).strip()]
        return all(styled if (bold := self._is_bold_run(run)) is None else bold for run in runs)

    def _is_bold_run(self, run: Element) -> bool | None:
        """Whether a run says that it is bold or not, by itself or by a style such as Strong; None if neither."""
        own = says_bold(run)
        style = run.find(f"{RUN_FACTS}/{qn('w:rStyle')}")
        return self._is_bold_style(style.get(qn("w:val"))) if own is None and style is not None else own

    def _is_bold_style(self, id_: str | None) -> bool | None:
        return next((bold for style in self._styles.of(id_) if (bold := says_bold(style)) is not None), None)

    def _table(self, table: Element) -> None:
        rows = [list(inside(row, CELL)) for row in inside(table, ROW)]
        asks = [is_question_row(row) for row in rows]
        level = min(self._level + 1, MAX_LEVEL)
        for position, row in enumerate(rows):
            if asks[position]:
                self._add(BlockKind.HEADING, words_of_all(row[0]), level)
                self._walk(row[1])
            elif position == 0 and any(asks) and is_labels(row):
                self._add(BlockKind.FURNITURE, CELL_GAP.join(map(words_of_all, row)), 0, "column names of a table")
            else:
                self._row(row)
        if any(asks):
            self._ends[self._added] = level

    def _row(self, row: list[Element]) -> None:
        """One row as an item of a list, or block by block where the table only lays out the page."""
        with_words = [cell for cell in row if words_of_all(cell)]
        if len(with_words) > 1 and all(map(is_short, with_words)):
            self._add(BlockKind.LIST_ITEM, CELL_GAP.join(map(words_of_all, with_words)))
            return
        for cell in row:
            self._walk(cell)

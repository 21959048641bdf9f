"""HTML, read with Beautiful Soup: headings, paragraphs and list items in reading order, with the page's own facts.

Accordions, tabs, `<details>`, definition lists and bold questions become headings with their text below.
"""

import warnings
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from corpus.errors import SourceError
from corpus.readers.html import schema_org
from corpus.readers.html.facts import facts_of
from corpus.readers.html.faq import Panels, asks_alone, find_panels
from corpus.readers.html.schema_faq import LEVEL, with_asked
from corpus.readers.html.tree import BLOCKS, FURNITURE, HEADINGS, UNSEEN, is_hidden, is_text
from corpus.readers.rendition import CELL_GAP, RenditionBuilder
from corpus.records import BlockKind, PageFacts, Rendition

CELLS = {"td", "th"}
MAX_CELL_WORDS = 40  # a cell with more is a column of a page laid out with a table
MAX_MARKS = 200_000  # HTML tags; a long page has 10,000, and each takes a kilobyte and a tenth of a millisecond
MAX_LEVEL = 9  # of a heading; what is nested deeper stays at it
LABELLED = {"details", "dl"}  # what holds labels and the text that belongs to them
LABELS = {"summary", "dt"}
BOLD = {"b", "strong"}
IN_TEXT = {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}


class _Place(NamedTuple):
    """Where a part of the page stands, and so what its words are.

    `label` is the level of the labels of the list or accordion around it, 0 for none; headings below are deeper.
    `inline` says that nothing inside starts a block.
    """

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    reason: str = ""
    label: int = 0
    inline: bool = False

    def heading(self, level: int) -> "_Place":
        level = min(max(level, self.label + 1), MAX_LEVEL)
        return self._replace(kind=BlockKind.HEADING, level=level)

    def as_label(self, level: int) -> "_Place":
        return self._replace(kind=BlockKind.HEADING, level=level, inline=True)


def read_html(source: str) -> Rendition:
    """An HTML page as its reader sees it. Navigation, footers and the like stay in the text as furniture."""
    soup = _parsed(source)
    schema = schema_org.schema_of(soup)
    page = _walked(_body(soup), find_panels(soup), 0, _Place())
    page = with_asked(page, [(one.question, _answer(one.answer)) for one in schema.asked])
    return replace(page, facts=facts_of(soup, schema), remarks=schema.remarks)


def read_fragment(source: str, heading_level: int) -> tuple[Rendition, int]:
    """A piece of HTML in another page, below a heading of a level (0 for none), and the level of what comes next."""
    soup = _parsed(source)
    walker = _Walker(find_panels(soup), heading_level)
    walker.walk(_body(soup), _Place())
    return walker.builder.rendition(PageFacts()), walker.above


def _parsed(source: str) -> BeautifulSoup:
    if (count := source.count("<")) > MAX_MARKS:
        raise SourceError(f"The page holds {count:,} HTML tags, and at most {MAX_MARKS:,} are read. Part it.")
    with warnings.catch_warnings(action="ignore"):  # bs4 takes a short page for an address, and XHTML for XML
        return BeautifulSoup(source, "lxml")


def _answer(said: Tag | str) -> Rendition:
    root = _body(_parsed(said)) if isinstance(said, str) else said
    return _walked(root, Panels(opened={id(root)}), LEVEL, _Place(label=LEVEL))


def _body(soup: BeautifulSoup) -> Tag:
    return soup.body or soup


def _walked(root: Tag, panels: Panels, heading_level: int, place: _Place) -> Rendition:
    walker = _Walker(panels, heading_level)
    walker.walk(root, place)
    return walker.builder.rendition(PageFacts())


class _End(NamedTuple):
    """The end of a block. Where it ends a list or an accordion as well: its labels' level, and the level above."""

    label: int = 0
    above: int = 0


Stack = list[tuple[PageElement | _End, _Place]]


class _Walker:
    """Walks the tree, gathering inline words until a block ends."""

    def __init__(self, panels: Panels, heading_level: int) -> None:
        self.builder = RenditionBuilder()
        self._panels = panels
        self.above = heading_level  # the level of the heading above
        self._words: list[str] = []
        self._place = _Place()

    def flush(self) -> None:
        words, (kind, level, reason, *_) = "".join(self._words), self._place
        for row_kind, row in rows_of(words) if kind is BlockKind.PARAGRAPH else [(kind, words)]:
            self.builder.add(row_kind, row, level, reason)
        self._words.clear()

    def walk(self, root: PageElement, place: _Place) -> None:
        # A stack instead of recursion: pages in the wild nest deeper than Python's limit.
        stack: Stack = [(root, place)]
        while stack:
            here, place = stack.pop()
            if isinstance(here, _End):
                self._leave(here)
            elif isinstance(here, Tag):
                self._enter(here, place, stack)
            elif is_text(here):
                self._place = place
                self._words.append(str(here).replace("\n", " "))
        self.flush()

    def _leave(self, end: _End) -> None:
        self.flush()
        if end.label:
            self.builder.end_section(end.label)
            self.above = end.above

    def _enter(self, tag: Tag, place: _Place, stack: Stack) -> None:
        panels, key = self._panels, id(tag)
        if tag.name in UNSEEN or key in panels.labels or (is_hidden(tag) and key not in panels.opened):
            return
        if place.inline:
            self._words.append("\n" if tag.name == "br" else " " if tag.name in BLOCKS else "")
            stack.extend((child, place) for child in reversed(tag.contents))
            return
        label = panels.label_of.get(key)
        if not place.reason and (label is not None or tag.name in LABELLED):
            self._enter_labelled(tag, label, place, stack)
        else:
            self._enter_block(tag, self._inside(tag, place), stack)

    def _enter_labelled(self, tag: Tag, label: Tag | None, place: _Place, stack: Stack) -> None:
        """A list of terms or `<details>`, or a panel below the label that opens it."""
        self.flush()
        level = min(max(self.above, 1) + 1, MAX_LEVEL)
        stack.append((_End(level, self.above), place))
        inside = place._replace(label=level)
        if label is None:
            stack.extend((child, inside) for child in reversed(tag.contents))
            return
        self.above = level
        stack.extend((child, self._inside(tag, inside)) for child in reversed(tag.contents))
        stack.append((_End(), place))
        stack.extend((child, inside.as_label(level)) for child in reversed(label.contents))

    def _inside(self, tag: Tag, place: _Place) -> _Place:
        """What the words in an element are."""
        in_heading = place.kind is BlockKind.HEADING
        if place.reason:
            return place
        if tag.name in FURNITURE and not _is_article_header(tag) and not (tag.name == "button" and in_heading):
            return _Place(BlockKind.FURNITURE, 0, FURNITURE[tag.name])
        if tag.name in HEADINGS:
            return self._below_heading(place.heading(HEADINGS[tag.name]))
        if tag.name in LABELS and place.label:
            return self._below_heading(place.as_label(place.label))
        if tag.name in BOLD and place.kind in IN_TEXT and asks_alone(tag):
            return place.as_label(min(max(self.above, 1) + 1, MAX_LEVEL))  # the next one is no deeper
        return place._replace(kind=BlockKind.LIST_ITEM) if tag.name == "li" else place

    def _below_heading(self, heading: _Place) -> _Place:
        self.flush()
        self.above = heading.level
        return heading

    def _enter_block(self, tag: Tag, inside: _Place, stack: Stack) -> None:
        parts: list[PageElement] = list(tag.children)
        if tag.name == "br":
            self._words.append("\n")
        elif tag.name == "tr" and (cells := _cells_of_words(tag)):
            parts = [part for cell in cells for part in (NavigableString(CELL_GAP), *cell.children)][1:]
            kind = inside.kind if inside.reason else BlockKind.LIST_ITEM
            inside = inside._replace(kind=kind, inline=True)
        if tag.name in BLOCKS or inside.inline:
            self.flush()
            stack.append((_End(), inside))
        stack.extend((part, inside) for part in reversed(parts))


def rows_of(words: str) -> Iterator[tuple[BlockKind, str]]:
    """A paragraph parted at its line breaks. A row that goes on in lower case belongs to the one above it.

    Rows below one such as "Bring with you:" are items of a list, up to the next empty row.
    """
    kind, row = BlockKind.PARAGRAPH, [""]
    for said in map(str.strip, words.split("\n")):
        if kind is BlockKind.PARAGRAPH and said[:1].islower() and row[-1] and not row[-1].endswith(":"):
            row.append(said)
            continue
        yield kind, " ".join(row)
        listing = said and (kind is BlockKind.LIST_ITEM or row[-1].endswith(":"))
        kind, row = BlockKind.LIST_ITEM if listing else BlockKind.PARAGRAPH, [said]
    yield kind, " ".join(row)


def _cells_of_words(row: Tag) -> list[Tag]:
    """The cells of a table row that holds a few words in each; none where the table only lays out the page."""
    cells = [cell for cell in row.children if isinstance(cell, Tag) and cell.name in CELLS]
    # Children first: to find descendants, Beautiful Soup walks down to the last of them.
    parts = (part for cell in cells for part in chain(cell.children, cell.descendants))
    if any(isinstance(part, Tag) and part.name in BLOCKS for part in parts):
        return []
    lengths = {id(cell): len(cell.get_text().split()) for cell in cells}
    with_words = [cell for cell in cells if lengths[id(cell)]]
    return with_words if len(with_words) > 1 and max(lengths.values()) <= MAX_CELL_WORDS else []


def _is_article_header(tag: Tag) -> bool:
    """A <header> that holds the page's own heading is content, not furniture."""
    return tag.name == "header" and tag.find("h1") is not None and tag.find("nav") is None

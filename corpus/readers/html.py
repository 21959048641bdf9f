"""HTML, read with Beautiful Soup: headings, paragraphs and list items in reading order, with the page's own facts."""

import warnings
from collections.abc import Iterator
from itertools import chain

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, PageElement, Tag

from corpus.readers.rendition import CELL_GAP, RenditionBuilder
from corpus.records import BlockKind, PageFacts, Rendition

UNSEEN = {"script", "style", "template", "noscript", "head", "svg", "iframe", "object", "select", "textarea"}
FURNITURE = {
    "nav": "navigation",
    "header": "page header",
    "footer": "page footer",
    "aside": "beside the main text",
    "form": "form",
    "button": "button",
    "figcaption": "image caption",
    "dialog": "pop-up",
}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = {
    "p", "div", "section", "article", "main", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "td", "th",
    "blockquote", "pre", "figure", "details", "summary", "body", "address", "hr", "fieldset", "caption",
} | set(HEADINGS) | set(FURNITURE)  # fmt: skip
CELLS = {"td", "th"}
MAX_CELL_WORDS = 40  # a cell with more is a column of a page laid out with a table


def read_html(source: str) -> Rendition:
    """An HTML page as its reader sees it. Navigation, footers and the like stay in the text as furniture."""
    with warnings.catch_warnings(action="ignore"):  # bs4 takes a short page for an address, and XHTML for XML
        soup = BeautifulSoup(source, "lxml")
    walker = _Walker()
    walker.walk(soup.body or soup, BlockKind.PARAGRAPH, 0, "")
    walker.flush()
    return walker.builder.rendition(_facts(soup))


class _Walker:
    """Walks the tree, gathering inline words until a block ends."""

    def __init__(self) -> None:
        self.builder = RenditionBuilder()
        self._words: list[str] = []
        self._kind, self._level, self._reason = BlockKind.PARAGRAPH, 0, ""

    def flush(self) -> None:
        words = "".join(self._words)
        for kind, row in rows_of(words) if self._kind is BlockKind.PARAGRAPH else [(self._kind, words)]:
            self.builder.add(kind, row, self._level, self._reason)
        self._words.clear()

    def walk(self, node: PageElement, kind: BlockKind, level: int, reason: str) -> None:
        # A stack instead of recursion: pages in the wild nest deeper than Python's limit.
        stack: list[tuple[PageElement | None, BlockKind, int, str]] = [(node, kind, level, reason)]
        while stack:
            here, kind, level, reason = stack.pop()
            if here is None:  # the end of a block
                self.flush()
            elif isinstance(here, Tag):
                self._enter(here, kind, level, reason, stack)
            elif type(here) in (NavigableString, CData):
                self._kind, self._level, self._reason = kind, level, reason
                self._words.append(str(here).replace("\n", " "))

    def _enter(
        self,
        tag: Tag,
        kind: BlockKind,
        level: int,
        reason: str,
        stack: list[tuple[PageElement | None, BlockKind, int, str]],
    ) -> None:
        if tag.name in UNSEEN or tag.has_attr("hidden") or tag.get("aria-hidden") == "true":
            return
        if not reason and tag.name in FURNITURE and not _is_article_header(tag):
            kind, level, reason = BlockKind.FURNITURE, 0, FURNITURE[tag.name]
        elif not reason and tag.name in HEADINGS:
            kind, level = BlockKind.HEADING, HEADINGS[tag.name]
        elif not reason and tag.name == "li":
            kind, level = BlockKind.LIST_ITEM, 0
        children = list(tag.children)
        if tag.name == "br":
            self._words.append("\n")
        elif tag.name == "tr" and (cells := _cells_of_words(tag)):
            kind = kind if reason else BlockKind.LIST_ITEM
            children = [part for cell in cells for part in (NavigableString(CELL_GAP), *cell.children)][1:]
        if tag.name in BLOCKS:
            self.flush()
            stack.append((None, kind, level, reason))
        stack.extend((child, kind, level, reason) for child in reversed(children))


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


def _facts(soup: BeautifulSoup) -> PageFacts:
    heading = soup.find("h1")
    title = heading or soup.find("title")
    language = soup.html.get("lang") if soup.html else None
    canonical = soup.find("link", rel="canonical")
    return PageFacts(
        title=_words(title),
        publisher=_meta(soup, "og:site_name"),
        url=_web_address(canonical.get("href")) if isinstance(canonical, Tag) else None,
        language=str(language) if language else None,
    )


def _words(tag: PageElement | None) -> str | None:
    if not isinstance(tag, Tag):
        return None
    parts = (str(part) if isinstance(part, NavigableString) else _gap(part) for part in tag.descendants)
    return " ".join("".join(parts).split()) or None


def _gap(part: PageElement) -> str:
    return " " if isinstance(part, Tag) and (part.name in BLOCKS or part.name == "br") else ""


def _meta(soup: BeautifulSoup, name: str) -> str | None:
    tag = soup.find("meta", property=name) or soup.find("meta", attrs={"name": name})
    content = tag.get("content") if isinstance(tag, Tag) else None
    return " ".join(str(content).split()) or None if content else None


def _web_address(value: object) -> str | None:
    address = str(value).strip() if value else ""
    return address if address.startswith(("https://", "http://")) else None

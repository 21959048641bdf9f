"""HTML, read with Beautiful Soup: headings, paragraphs and list items in reading order, with the page's own facts."""

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, PageElement, Tag

from corpus.readers.rendition import RenditionBuilder
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
    "blockquote", "pre", "figure", "details", "summary", "body", "address", "hr", "br", "fieldset", "caption",
} | set(HEADINGS) | set(FURNITURE)  # fmt: skip


def read_html(source: str) -> Rendition:
    """An HTML page as its reader sees it. Navigation, footers and the like stay in the text as furniture."""
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
        self.builder.add(self._kind, "".join(self._words), self._level, self._reason)
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
                self._words.append(str(here))

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
        if tag.name in BLOCKS:
            self.flush()
            stack.append((None, kind, level, reason))
        stack.extend((child, kind, level, reason) for child in reversed(list(tag.children)))


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
    return " ".join(tag.get_text(" ").split()) or None if isinstance(tag, Tag) else None


def _meta(soup: BeautifulSoup, name: str) -> str | None:
    tag = soup.find("meta", property=name) or soup.find("meta", attrs={"name": name})
    content = tag.get("content") if isinstance(tag, Tag) else None
    return " ".join(str(content).split()) or None if content else None


def _web_address(value: object) -> str | None:
    address = str(value).strip() if value else ""
    return address if address.startswith(("https://", "http://")) else None

"""Markdown with YAML front matter, read with markdown-it."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from corpus.errors import SourceError
from corpus.readers.html import read_fragment
from corpus.readers.rendition import CELL_GAP, RenditionBuilder
from corpus.records import BlockKind, PageFacts, Rendition

MAX_NESTING = 100  # markdown-it leaves out what is nested deeper; its own default of 20 loses the words of real lists
PARSER = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table").use(front_matter_plugin)
NOTHING = {"", "~", "null", "Null", "NULL"}
LINE_BREAK = re.compile(r"<br\b", re.IGNORECASE)


def read_markdown(source: str) -> Rendition:
    """A Markdown page as its reader sees it: without marks of emphasis, link addresses and images.

    Raises:
        SourceError: the front matter is not a YAML table, or holds a date that is none.
    """
    reader = _Reader()
    for token in PARSER.parse(source):
        reader.take(token)
    return reader.builder.rendition(reader.facts)


class _Reader:
    """Takes the tokens of a page one by one and knows what they stand in."""

    def __init__(self) -> None:
        self.builder = RenditionBuilder()
        self.facts = PageFacts()
        self._level = 0  # of the heading that is open
        self._above = 0  # the level of the heading above
        self._items = 0  # list items that are open, one in the other
        self._cells: list[str] | None = None  # of the table row that is open

    def take(self, token: Token) -> None:
        match token.type:
            case "front_matter":
                self.facts = facts_from(token.content)
            case "heading_open":
                self._level = self._above = int(token.tag[1:])
            case "list_item_open" | "list_item_close":
                self._items += token.nesting
            case "tr_open":
                self._cells = []
            case "tr_close":
                self.builder.add(BlockKind.LIST_ITEM, CELL_GAP.join(filter(None, self._cells or [])))
                self._cells = None
            case "inline":
                self._take_words(inline_words(token.children or []), asks_in_bold(token.children or []))
            case "code_block" | "fence":
                self.builder.add(BlockKind.PARAGRAPH, token.content)
            case "html_block":
                self._take_html(token.content)

    def _take_html(self, source: str) -> None:
        """A piece of HTML. Markdown between the two ends of `<details>` reaches us piece by piece."""
        words, self._above = read_fragment(source, self._above)
        self.builder.add_all(words)
        opened = len(re.findall(r"<details\b", source, re.IGNORECASE))
        closed = len(re.findall(r"</details\b", source, re.IGNORECASE))
        if closed > opened:
            self.builder.end_section(max(self._above, 1) + 1)

    def _take_words(self, words: str, asks: bool) -> None:
        if self._cells is not None:
            self._cells.append(words)
            return
        if asks and not self._level:
            self.builder.add(BlockKind.HEADING, words, max(self._above, 1) + 1)
            return
        kind = BlockKind.HEADING if self._level else BlockKind.LIST_ITEM if self._items else BlockKind.PARAGRAPH
        self.builder.add(kind, words, self._level)
        self._level = 0


def asks_in_bold(tokens: Sequence[Token]) -> bool:
    """Whether a paragraph is one question in bold type, which serves as a heading."""
    types = [token.type for token in tokens if token.type != "text" or token.content.strip()]
    in_bold = types[:1] == ["strong_open"] and types[-1:] == ["strong_close"] and types.count("strong_open") == 1
    return in_bold and inline_words(tokens).rstrip().endswith("?")


def inline_words(tokens: Iterable[Token]) -> str:
    """The words of a line of Markdown, as shown."""
    return "".join(_shown(token) for token in tokens)


def _shown(token: Token) -> str:
    match token.type:
        case "text" | "code_inline" | "text_special":
            return token.content
        case "softbreak" | "hardbreak":
            return " "
        case "html_inline" if LINE_BREAK.match(token.content):
            return " "
    return ""


def facts_from(front_matter: str) -> PageFacts:
    """What the front matter of a page says.

    Raises:
        SourceError: it is not a YAML table, or a date in it is none.
    """
    try:
        # Without types: a date that is none is told by its name below, and `no` stays a language.
        said = yaml.load(front_matter, yaml.BaseLoader) or {}  # noqa: S506  # makes strings, lists and tables only
    except (yaml.YAMLError, RecursionError) as error:
        raise SourceError(f"The front matter is not YAML ({error}). Mend the lines between the --- marks.") from error
    if not isinstance(said, dict):
        raise SourceError("The front matter is not a table of names and values. Write it as `title: ...` lines.")
    return PageFacts(
        title=_text(said, "title"),
        publisher=_text(said, "publisher"),
        url=_text(said, "url"),
        language=_text(said, "language"),
        reviewed=_date(said, "reviewed"),
        review_due=_date(said, "review_due"),
    )


def _text(said: dict[str, Any], name: str, instead: str = "one line of text") -> str | None:
    value = said.get(name, "")
    if not isinstance(value, str):  # never written out: aliases can make a short list as long as a library
        raise SourceError(f"The front matter's `{name}` is a list or a table. Write {instead}.")
    value = value.strip()
    return None if value in NOTHING else value


def _date(said: dict[str, Any], name: str) -> date | None:
    value = _text(said, name, "a date as 2026-11-20, or null")
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        raise SourceError(f"The front matter's `{name}` is {value!r}. Write a date as 2026-11-20, or null.") from None

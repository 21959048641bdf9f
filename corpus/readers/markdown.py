"""Markdown with YAML front matter, read with markdown-it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from corpus.errors import SourceError
from corpus.readers.rendition import RenditionBuilder
from corpus.records import BlockKind, PageFacts, Rendition

PARSER = MarkdownIt("commonmark").enable("table").use(front_matter_plugin)


def read_markdown(source: str) -> Rendition:
    """A Markdown page as its reader sees it: without marks of emphasis, link addresses and images.

    Raises:
        SourceError: the front matter is not a YAML table, or holds a date that is none.
    """
    builder = RenditionBuilder()
    facts = PageFacts()
    kind, level = BlockKind.PARAGRAPH, 0
    items = 0
    for token in PARSER.parse(source):
        match token.type:
            case "front_matter":
                facts = facts_from(token.content)
            case "heading_open":
                kind, level = BlockKind.HEADING, int(token.tag[1:])
            case "heading_close":
                kind, level = BlockKind.PARAGRAPH, 0
            case "list_item_open":
                items += 1
            case "list_item_close":
                items -= 1
            case "inline":
                in_list = items > 0 and kind is BlockKind.PARAGRAPH
                builder.add(BlockKind.LIST_ITEM if in_list else kind, inline_words(token.children or []), level)
            case "code_block" | "fence":
                builder.add(BlockKind.PARAGRAPH, token.content)
    return builder.rendition(facts)


def inline_words(tokens: Iterable[Token]) -> str:
    """The words of a line of Markdown, as shown."""
    shown = {"text", "code_inline", "text_special"}
    return "".join(
        token.content if token.type in shown else " " if token.type in {"softbreak", "hardbreak"} else ""
        for token in tokens
    )


def facts_from(front_matter: str) -> PageFacts:
    """What the front matter of a page says.

    Raises:
        SourceError: it is not a YAML table, or a date in it is none.
    """
    try:
        said = yaml.safe_load(front_matter) or {}
    except yaml.YAMLError as error:
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


def _text(said: dict[str, Any], name: str) -> str | None:
    value = said.get(name)
    return None if value is None else str(value).strip() or None


def _date(said: dict[str, Any], name: str) -> date | None:
    value = said.get(name)
    if value is None or type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise SourceError(f"The front matter's `{name}` is {value!r}. Write a date as 2026-11-20, or null.") from None

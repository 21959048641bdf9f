"""The things the corpus is made of, as frozen values. How they are read, split and stored is elsewhere.

Every `start` and `end` is a character offset into the stored text of a page, `end` exclusive,
so that `page.text[start:end]` is what a person is shown.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

PASSAGE_MARK = "."  # between the id of a page and the rest of a passage's id


class Span(NamedTuple):
    """A stretch of a page's text, `end` exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words between the two offsets."""
        return text[self.start : self.end]


class BlockKind(StrEnum):
    """What a stretch of a page is for."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item or piece of furniture of a page.

    `level` is the depth of a heading, 1 the highest, and 0 for everything else.
    `reason` says why a piece of furniture is left out of the passages, and is empty otherwise.
    A heading whose span is empty stands where a gap in the page shows that a heading was lost.
    """

    kind: BlockKind
    span: Span
    level: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says about itself. None where it does not say."""

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    reviewed: date | None = None
    review_due: date | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class TablePair:
    """A question of an FAQ table with the place of its answer in the rendition.

    `ref` is the id that the table gives the pair, or None; `also_asked` are other phrasings of the question.
    """

    question: str
    answer: Span
    ref: str | None = None
    also_asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendition:
    """A page as a reader gives it: its text, the blocks of that text in order, and its facts.

    Blocks never overlap; text outside every block is white space or list bullets.
    `pairs` are questions and answers that the source gives as such; their answers are blocks too.
    `part` tells apart the pages that one file holds, and is empty where it holds one.
    `remarks` are what a person should know of the reading, such as a row that could not be used.
    """

    text: str
    blocks: tuple[Block, ...]
    facts: PageFacts = field(default_factory=PageFacts)
    pairs: tuple[TablePair, ...] = ()
    part: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a page came from. `sha256` is the hash of the bytes that were read."""

    location: str
    file: str
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is stored. `ingested` is an ISO 8601 time in UTC."""

    id: str
    source: Source
    title: str
    text: str
    blocks: tuple[Block, ...]
    facts: PageFacts
    ingested: str


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks under one heading. `path` is the headings above them, the outermost first."""

    path: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """What is searched and shown: one to a few sentences of one section.

    `sentences` are the stretches that can be highlighted; list items count as sentences.
    """

    id: str
    page_id: str
    section: tuple[str, ...]
    span: Span
    text: str
    sentences: tuple[Span, ...]

    @property
    def ref(self) -> str:
        """The id under which people know it."""
        return self.id


@dataclass(frozen=True, slots=True)
class FaqPair(Passage):
    """A passage that answers a question which the page itself asks.

    `question_inferred` is true where the page lost its question: it is then ours, or empty where none was found,
    and `question_score` says how well it fits, higher is better.
    `given_ref` is the id that an FAQ table gives the pair, `also_asked` are its other phrasings of the question.
    """

    question: str
    question_inferred: bool = False
    question_score: float | None = None
    given_ref: str | None = None
    also_asked: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        """The id that the table gives it, else its own."""
        return self.given_ref or self.id


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A page that was in the corpus and is gone from its source. `gone` is an ISO 8601 time in UTC."""

    page_id: str
    location: str
    title: str
    url: str | None
    gone: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What an ingest knows of an address from fetching it: keep it, and the next fetch asks only for what changed.

    `links` are the addresses on the same site that the page leads to; an unchanged page comes without its words,
    and without these a crawl could not go on from it.
    """

    etag: str | None = None
    last_modified: str | None = None
    links: tuple[str, ...] = ()


def page_id(location: str) -> str:
    """An id that stays the same as long as the source stays where it is, readable in a URL."""
    stem = re.sub(r"\.[a-z0-9]{1,5}$", "", location.rstrip("/").rsplit("/", 1)[-1].lower())
    slug = re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:48] or "page"
    return f"{slug}-{short_hash(location)[:6]}"


def passage_id(page: str, section: tuple[str, ...], text: str, occurrence: int) -> str:
    """An id that depends on the page, section and words only, never on other pages.

    `occurrence` counts from 0 and tells apart equal words in the same section.
    """
    digest = short_hash("\x1f".join((*section, text)))[:10]
    again = f"-{occurrence + 1}" if occurrence else ""
    return f"{page}{PASSAGE_MARK}{digest}{again}"


def short_hash(text: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

"""What is in the index, as frozen values that any door can show: its pages, one page, one passage."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal

from corpus.library import Library
from corpus.records import FaqPair, Page


@dataclass(frozen=True, slots=True)
class PageSummary:
    """What a page is. Dates are ISO 8601; None where the page does not say."""

    id: str
    title: str
    publisher: str | None
    url: str | None
    file: str
    language: str | None
    reviewed: str | None
    review_due: str | None
    ingested: str


@dataclass(frozen=True, slots=True)
class ListedPage(PageSummary):
    """One page of the index. `passages` counts everything that is searched, `pairs` the FAQ pairs among it."""

    passages: int
    pairs: int


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a page's text, `end` exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ListedBlock:
    """A heading, paragraph, list item or piece of furniture; `reason` says why furniture is left out."""

    kind: Literal["heading", "paragraph", "list_item", "furniture"]
    start: int
    end: int
    level: int
    reason: str


@dataclass(frozen=True, slots=True)
class PageInFull(PageSummary):
    """One page as it is stored, with the ids of its passages and pairs in the order of the text."""

    text: str
    blocks: list[ListedBlock]
    passages: list[str]


@dataclass(frozen=True, slots=True)
class PassageInFull:
    """One passage or FAQ pair. `start` and `end` are offsets into the text of its page."""

    ref: str
    kind: Literal["faq", "passage"]
    page: str
    section: list[str]
    start: int
    end: int
    text: str
    sentences: list[Words]
    question: str | None
    question_inferred: bool


def listed_pages(library: Library) -> list[ListedPage]:
    """Every page of the index, by id."""
    passages: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for passage in library.passages():
        passages[passage.page_id] += 1
        pairs[passage.page_id] += isinstance(passage, FaqPair)
    return [ListedPage(**_summary(page), passages=passages[page.id], pairs=pairs[page.id]) for page in library.pages()]


def page_in_full(library: Library, page_id: str) -> PageInFull:
    """One page.

    Raises:
        UnknownRef: there is no such page.
    """
    page = library.page(page_id)
    return PageInFull(
        **_summary(page),
        text=page.text,
        blocks=[ListedBlock(block.kind.value, *block.span, block.level, block.reason) for block in page.blocks],
        passages=[passage.ref for passage in library.passages_of(page_id)],
    )


def _summary(page: Page) -> dict[str, Any]:
    facts = page.facts
    return {
        "id": page.id,
        "title": page.title,
        "publisher": facts.publisher,
        "url": facts.url,
        "file": page.source.file,
        "language": facts.language,
        "reviewed": facts.reviewed.isoformat() if facts.reviewed else None,
        "review_due": facts.review_due.isoformat() if facts.review_due else None,
        "ingested": page.ingested,
    }


def passage_in_full(library: Library, ref: str) -> PassageInFull:
    """One passage or pair.

    Raises:
        UnknownRef: there is no such passage.
    """
    passage = library.passage(ref)
    pair = passage if isinstance(passage, FaqPair) else None
    return PassageInFull(
        ref=passage.ref,
        kind="faq" if pair else "passage",
        page=passage.page_id,
        section=list(passage.section),
        start=passage.span.start,
        end=passage.span.end,
        text=passage.text,
        sentences=[Words(*sentence) for sentence in passage.sentences],
        question=pair.question if pair else None,
        question_inferred=pair.question_inferred if pair else False,
    )

"""What an ingest did to every page: what was kept, what was left out and why, and what a person should look at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from corpus.contact import is_contact_passage
from corpus.records import BlockKind, FaqPair, Page, Passage
from corpus.sources import LeftOut
from corpus.sync import NO_CHANGES, Changes

LONG_PASSAGE_WORDS = 200  # longer than anyone reads on a phone: a list without end, or text without full stops


@dataclass(frozen=True, slots=True)
class LeftOutWords:
    """Words of a page that are in no passage, and why."""

    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class PageReport:
    """What became of one page. `doubts` are sentences about what looks wrong."""

    page_id: str
    location: str
    title: str
    sections: int
    passages: int
    faq_pairs: int
    contact_passages: int
    left_out: tuple[LeftOutWords, ...]
    doubts: tuple[str, ...]


@dataclass(slots=True)
class CorpusReport:
    """What became of every source."""

    pages: list[PageReport] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    changes: Changes = NO_CHANGES


def page_report(page: Page, passages: Sequence[Passage], remarks: Sequence[str], today: date) -> PageReport:
    """The report on one page.

    Args:
        page: with its furniture marked.
        passages: all of it.
        remarks: what its reader had to say.
        today: what a review date is compared with.
    """
    return PageReport(
        page_id=page.id,
        location=page.source.location,
        title=page.title,
        sections=len({passage.section for passage in passages}),
        passages=len(passages),
        faq_pairs=sum(isinstance(passage, FaqPair) for passage in passages),
        contact_passages=sum(is_contact_passage(passage) for passage in passages),
        left_out=tuple(
            LeftOutWords(block.span.of(page.text), block.reason)
            for block in page.blocks
            if block.kind is BlockKind.FURNITURE
        ),
        doubts=(*remarks, *_doubts(page, passages, today)),
    )


def _doubts(page: Page, passages: Sequence[Passage], today: date) -> Iterator[str]:
    if not any(passage.section for passage in passages):
        yield "No heading was found above any passage."
    for passage in passages:
        words = len(passage.text.split())
        if words > LONG_PASSAGE_WORDS:
            yield f"A passage has {words} words: {_start_of(passage.text)}"
    due = page.facts.review_due
    if due and due < today:
        yield f"Its review was due on {due.isoformat()}."


def _start_of(text: str) -> str:
    return " ".join(text.split()[:8]) + " …"

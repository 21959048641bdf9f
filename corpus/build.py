"""The ingest route up to the library, on one screen: find, read, clean, sections, passages and pairs, store."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path

from corpus import readers
from corpus.clean import cleaned
from corpus.errors import OwnWordsError, SourceError
from corpus.faq import stated_answer, stated_question
from corpus.library import Library
from corpus.records import (
    BlockKind,
    FaqPair,
    Page,
    Passage,
    Rendition,
    Section,
    Source,
    page_id,
    passage_id,
)
from corpus.sections import sections_of, title_block
from corpus.sources import LeftOut, SourceFile, find_files, read_bytes
from corpus.split import Thought, thoughts_of

Progress = Callable[[Sequence[SourceFile]], Iterable[SourceFile]]


@dataclass(frozen=True, slots=True)
class PageReport:
    """What became of one page. `furniture` holds the words left out of the passages, each with its reason."""

    page_id: str
    location: str
    title: str
    passages: int
    faq_pairs: int
    furniture: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class CorpusReport:
    """What became of every source."""

    pages: list[PageReport] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def build_library(path: Path, sources: Sequence[str], progress: Progress = iter) -> CorpusReport:
    """Read the sources into a new library at `path`. One bad page never stops the rest.

    Args:
        path: where the library goes; there must be nothing there yet.
        sources: files and folders.
        progress: wraps the files while they are read, to show how far it is.

    Raises:
        SourceError: a source does not exist, or not one page could be read.
    """
    files, unreadable = find_files(sources)
    report = CorpusReport(left_out=unreadable)
    library = Library.create(path)
    try:
        for file in progress(files):
            try:
                page = read_page(file)
            except OwnWordsError as error:
                report.left_out.append(LeftOut(file.location, str(error)))
                continue
            passages = passages_of(page)
            library.add(page, passages)
            report.pages.append(_page_report(page, passages))
    finally:
        library.close()
    if not report.pages:
        reasons = "; ".join(f"{left.location}: {left.reason}" for left in report.left_out)
        raise SourceError(f"No page could be read. {reasons}")
    return report


def read_page(file: SourceFile) -> Page:
    """One file as a page with its furniture marked.

    Raises:
        SourceError: the file cannot be read as a page.
    """
    data = read_bytes(file)
    media_type, rendition = readers.read(file.path.name, data)
    return page_from(cleaned(rendition), Source(file.location, file.path.name, media_type, sha256(data).hexdigest()))


def page_from(rendition: Rendition, source: Source) -> Page:
    """A page from what a reader gave, once cleaned."""
    return Page(
        id=page_id(source.location),
        source=source,
        title=page_title(rendition, source.file),
        text=rendition.text,
        blocks=rendition.blocks,
        facts=rendition.facts,
        ingested=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    )


def page_title(rendition: Rendition, file_name: str) -> str:
    """What the page calls itself: its facts, else its title heading, else its first heading, else the file's name."""
    headings = (block for block in rendition.blocks if block.kind is BlockKind.HEADING)
    heading = title_block(rendition) or next(headings, None)
    named = heading.span.of(rendition.text) if heading else file_name
    return " ".join((rendition.facts.title or named).split())


def passages_of(page: Page) -> list[Passage]:
    """The passages and question-answer pairs of a page, in order."""
    sections = sections_of(Rendition(page.text, page.blocks, page.facts))
    used = count_by_id()
    return [passage for section in sections for passage in _of_section(page, section, used)]


def _of_section(page: Page, section: Section, used: Callable[[str], int]) -> Iterator[Passage]:
    question = stated_question(section)
    answer = stated_answer(section, page.text) if question else None
    for thought in [answer] if answer else thoughts_of(section, page.text):
        passage = _passage(page, section, thought, used)
        yield _pair(passage, question) if question and answer else passage


def _passage(page: Page, section: Section, thought: Thought, used: Callable[[str], int]) -> Passage:
    text = thought.span.of(page.text)
    occurrence = used(passage_id(page.id, section.path, text, 0))
    id_ = passage_id(page.id, section.path, text, occurrence)
    return Passage(id_, page.id, section.path, thought.span, text, thought.sentences)


def _pair(answer: Passage, question: str) -> FaqPair:
    return FaqPair(
        answer.id, answer.page_id, answer.section, answer.span, answer.text, answer.sentences, question=question
    )


def count_by_id() -> Callable[[str], int]:
    """A function that tells how often it was asked about the same id before."""
    counters: dict[str, Iterator[int]] = {}
    return lambda id_: next(counters.setdefault(id_, count()))


def _page_report(page: Page, passages: Sequence[Passage]) -> PageReport:
    return PageReport(
        page_id=page.id,
        location=page.source.location,
        title=page.title,
        passages=len(passages),
        faq_pairs=sum(isinstance(passage, FaqPair) for passage in passages),
        furniture=tuple(
            (block.span.of(page.text), block.reason) for block in page.blocks if block.kind is BlockKind.FURNITURE
        ),
    )

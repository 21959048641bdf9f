"""The ingest route up to the library, on one screen: find, read, clean, sections, passages and pairs, store."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
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
from corpus.repeated import repeated_lines
from corpus.report import CorpusReport, page_report
from corpus.sections import sections_of, title_block
from corpus.sources import LeftOut, SourceFile, find_files, read_bytes
from corpus.split import Thought, thoughts_of
from corpus.sync import changes_between, now_in_utc, tombstones_after

Progress = Callable[[Sequence[SourceFile]], Iterable[SourceFile]]


def build_library(
    path: Path, sources: Sequence[str], progress: Progress = iter, before: Library | None = None
) -> CorpusReport:
    """Read the sources into a new library at `path`. One bad page never stops the rest.

    Args:
        path: where the library goes; there must be nothing there yet.
        sources: files and folders.
        progress: wraps the files while they are read, to show how far it is.
        before: the library that serves until now. A page of it that cannot be read this time is kept as it was;
            one that is gone from the sources gets a tombstone.

    Raises:
        SourceError: a source does not exist, or not one page could be read.
    """
    files, unreadable = find_files(sources)
    report = CorpusReport(left_out=unreadable)
    read = list(_read_all(progress(files), report))
    repeated = repeated_lines((site_of(source.location), rendition) for source, rendition in read)
    library = Library.create(path)
    try:
        for source, rendition in read:
            page = page_from(cleaned(rendition, repeated[site_of(source.location)]), source)
            _add(library, page, passages_of(page), report, rendition.remarks)
        _keep_unreadable(library, before, report)
        library.bury(tombstones_after(before, library))
        report.changes = changes_between(before, library)
    finally:
        library.close()
    if not report.pages:
        reasons = "; ".join(f"{left.location}: {left.reason}" for left in report.left_out)
        raise SourceError(f"No page could be read. {reasons}")
    return report


def site_of(location: str) -> str:
    """The site that a page belongs to: what its location starts with."""
    return location.partition("/")[0]


def _read_all(files: Iterable[SourceFile], report: CorpusReport) -> Iterator[tuple[Source, Rendition]]:
    for file in files:
        try:
            yield read_file(file)
        except OwnWordsError as error:
            report.left_out.append(LeftOut(file.location, str(error)))


def _add(
    library: Library, page: Page, passages: Sequence[Passage], report: CorpusReport, remarks: Sequence[str] = ()
) -> None:
    library.add(page, passages)
    report.pages.append(page_report(page, passages, remarks, date.today()))


def _keep_unreadable(library: Library, before: Library | None, report: CorpusReport) -> None:
    """Keep the pages that were read before and cannot be read now: a damaged file is not a withdrawn page."""
    known = set(before.page_ids()) if before else set()
    for position, left in enumerate(report.left_out):
        id_ = page_id(left.location)
        if before and id_ in known:
            _add(library, before.page(id_), before.passages_of(id_), report)
            report.left_out[position] = LeftOut(left.location, f"{left.reason} The page is kept as it was before.")


def read_file(file: SourceFile) -> tuple[Source, Rendition]:
    """One file as its reader gives it.

    Raises:
        SourceError: the file cannot be read as a page.
    """
    data = read_bytes(file)
    media_type, rendition = readers.read(file.path.name, data)
    return Source(file.location, file.path.name, media_type, sha256(data).hexdigest()), rendition


def read_page(file: SourceFile) -> Page:
    """One file as a page, cleaned by itself.

    Raises:
        SourceError: the file cannot be read as a page.
    """
    source, rendition = read_file(file)
    return page_from(cleaned(rendition), source)


def page_from(rendition: Rendition, source: Source) -> Page:
    """A page from what a reader gave, once cleaned."""
    return Page(
        id=page_id(source.location),
        source=source,
        title=page_title(rendition, source.file),
        text=rendition.text,
        blocks=rendition.blocks,
        facts=rendition.facts,
        ingested=now_in_utc(),
    )


def page_title(rendition: Rendition, file_name: str) -> str:
    """What the page calls itself: its facts, else its title heading, else its first heading, else the file's name."""
    headings = (block.span.of(rendition.text) for block in rendition.blocks if block.kind is BlockKind.HEADING)
    title = title_block(rendition)
    heading = title.span.of(rendition.text) if title else next(filter(None, headings), "")
    return " ".join((rendition.facts.title or heading or file_name).split())


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

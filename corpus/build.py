"""The ingest route up to the library, on one screen: find, read, clean, sections, passages and pairs, store."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

from corpus import readers
from corpus.clean import cleaned
from corpus.errors import OwnWordsError, SourceError
from corpus.faq import lost_questions, stated_answer, stated_question, whole_answer
from corpus.library import Library
from corpus.records import (
    Block,
    BlockKind,
    FaqPair,
    Page,
    Passage,
    Rendition,
    Section,
    Source,
    Span,
    TablePair,
    page_id,
    passage_id,
)
from corpus.repeated import repeated_lines
from corpus.report import CorpusReport, page_report
from corpus.sections import sections_of, title_block
from corpus.sources import LeftOut, SourceFile, find_files, read_bytes
from corpus.split import Thought, thoughts_of
from corpus.sync import changes_between, now_in_utc, tombstones_after

PART_MARK = "#"  # between the location of a file and the part of it that is the page

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
    repeated = repeated_lines((site_of(page.source.location), page.rendition) for page in read if not page.keeps_all)
    library = Library.create(path)
    try:
        for each in read:
            page, passages = each.in_full(repeated.get(site_of(each.source.location), {}))
            _add(library, page, passages, report, each.rendition.remarks)
        _keep_unreadable(library, before, report)
        library.bury(tombstones_after(before, library))
        report.changes = changes_between(before, library)
    finally:
        library.close()
    if not report.pages:
        reasons = "; ".join(f"{left.location}: {left.reason}" for left in report.left_out)
        raise SourceError(f"No page could be read. {reasons}")
    return report


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as its reader gives it, with its source. `keeps_all` says that none of it is furniture."""

    source: Source
    rendition: Rendition
    keeps_all: bool = False

    def in_full(self, repeated: Mapping[str, int] = MappingProxyType({})) -> tuple[Page, list[Passage]]:
        """The page with its furniture marked, and its passages and pairs in order."""
        rendition = self.rendition if self.keeps_all else cleaned(self.rendition, repeated)
        page = page_from(rendition, self.source)
        return page, passages_of(page, rendition.pairs)


def site_of(location: str) -> str:
    """The site that a page belongs to: what its location starts with."""
    return location.partition("/")[0]


def _read_all(files: Iterable[SourceFile], report: CorpusReport) -> Iterator[ReadPage]:
    for file in files:
        try:
            yield from read_file(file)
        except OwnWordsError as error:
            report.left_out.append(LeftOut(file.location, str(error)))


def _add(
    library: Library, page: Page, passages: Sequence[Passage], report: CorpusReport, remarks: Sequence[str] = ()
) -> None:
    library.add(page, passages)
    report.pages.append(page_report(page, passages, remarks, date.today()))


def _keep_unreadable(library: Library, before: Library | None, report: CorpusReport) -> None:
    """Keep the pages that were read before and cannot be read now: a damaged file is not a withdrawn page."""
    if before is None:
        return
    unreadable = {left.location: position for position, left in enumerate(report.left_out)}
    for page in before.pages():
        position = unreadable.get(page.source.location.partition(PART_MARK)[0])
        if position is not None:
            _add(library, page, before.passages_of(page.id), report)
            left = report.left_out[position]
            report.left_out[position] = LeftOut(left.location, f"{left.reason} What it held before is kept as it was.")


def read_file(file: SourceFile) -> list[ReadPage]:
    """The pages of one file as their reader gives them.

    Raises:
        SourceError: the file cannot be read.
    """
    data = read_bytes(file)
    reader, renditions = readers.read(file.path.name, data)
    digest = sha256(data).hexdigest()
    pages = []
    for rendition in renditions:
        location = f"{file.location}{PART_MARK}{rendition.part}" if rendition.part else file.location
        source = Source(location, file.path.name, reader.media_type, digest)
        pages.append(ReadPage(source, rendition, reader.keeps_all))
    return pages


def read_page(file: SourceFile) -> Page:
    """The first page of a file, cleaned by itself.

    Raises:
        SourceError: the file cannot be read.
    """
    page, _ = read_file(file)[0].in_full()
    return page


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


def passages_of(page: Page, pairs: Sequence[TablePair] = ()) -> list[Passage]:
    """The passages and question-answer pairs of a page, in order.

    Args:
        page: with its furniture marked.
        pairs: questions and answers that the source gives as such; their words are in no other passage.
    """
    sections = sections_of(Rendition(page.text, page.blocks, page.facts))
    asked = {section.path[:-1] for section in sections if stated_question(section)}
    used = count_by_id()
    found: list[Passage] = []
    for section in sections:
        given = [pair for pair in pairs if section.blocks and _holds(pair.answer, section.blocks[0].span)]
        if given:
            found.extend(_given_pair(page, section, pair, used) for pair in given[:1])
        elif section.path not in asked and lost_questions(section):
            found.extend(_unasked_pair(page, section, block, used) for block in section.blocks)
        else:
            found.extend(_of_section(page, section, used))
    return found


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _given_pair(page: Page, section: Section, pair: TablePair, used: Callable[[str], int]) -> FaqPair:
    inside = tuple(block for block in section.blocks if _holds(pair.answer, block.span))
    answer = whole_answer(Section(section.path, inside), page.text)
    passage = _passage(page, section, answer, used)
    return _pair(passage, pair.question, given_ref=pair.ref, also_asked=pair.also_asked)


def _unasked_pair(page: Page, section: Section, block: Block, used: Callable[[str], int]) -> FaqPair:
    answer = whole_answer(Section(section.path, (block,)), page.text)
    return _pair(_passage(page, section, answer, used), question="", question_inferred=True)


def _of_section(page: Page, section: Section, used: Callable[[str], int]) -> Iterator[Passage]:
    question = stated_question(section)
    answer = stated_answer(section, page.text) if question else None
    if question and answer:
        yield _pair(_passage(page, section, answer, used), question)
        return
    for thought in thoughts_of(section, page.text):
        yield _passage(page, section, thought, used)


def _passage(page: Page, section: Section, thought: Thought, used: Callable[[str], int]) -> Passage:
    text = thought.span.of(page.text)
    occurrence = used(passage_id(page.id, section.path, text, 0))
    id_ = passage_id(page.id, section.path, text, occurrence)
    return Passage(id_, page.id, section.path, thought.span, text, thought.sentences)


def _pair(answer: Passage, question: str, **known: Any) -> FaqPair:
    fields = (answer.id, answer.page_id, answer.section, answer.span, answer.text, answer.sentences)
    return FaqPair(*fields, question=question, **known)


def count_by_id() -> Callable[[str], int]:
    """A function that tells how often it was asked about the same id before."""
    counters: dict[str, Iterator[int]] = {}
    return lambda id_: next(counters.setdefault(id_, count()))

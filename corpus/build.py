"""The ingest route up to the library, on one screen: find, fetch, read, clean, split, store."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from corpus.assembly import PART_MARK, ReadPage, pages_in
from corpus.cutting import Uncut, cut_in_order
from corpus.errors import OwnWordsError, SourceError
from corpus.library import Library
from corpus.records import Page
from corpus.repeated import LineCounts
from corpus.report import CorpusReport, page_report
from corpus.set_aside import SetAside
from corpus.sources import LeftOut, SourceFile, find_files, read_bytes
from corpus.sync import changes_between, tombstones_after
from corpus.web.sources import WebPages, WebReading, is_address, read_addresses

ASIDE = ".read.sqlite"  # beside the library, until it is cut; hidden, lest it be taken for a source

Progress = Callable[[Sequence[SourceFile]], Iterable[SourceFile]]


def build_library(
    path: Path,
    sources: Sequence[str],
    progress: Progress = iter,
    before: Library | None = None,
    reading: WebReading | None = None,
) -> CorpusReport:
    """Read the sources into a new library at `path`. One bad page never stops the rest.

    Args:
        path: where the library goes; there must be nothing there yet.
        sources: files, folders and web addresses.
        progress: wraps the files while they are read, to show how far it is.
        before: the library that serves until now. A page of it that cannot be read this time is kept as it was;
            one that is gone from the sources gets a tombstone.
        reading: how addresses are read; None takes the defaults.

    Raises:
        SourceError: a source does not exist, or not one page could be read.
        WorkerLost: a process that helped was ended from outside.
    """
    report = CorpusReport()
    lines = LineCounts()
    with SetAside(path.with_name(ASIDE)) as aside:
        files = [source for source in sources if not is_address(source)]
        _set_aside(_read_files(files, progress, report), aside, lines)
        web = _read_web([source for source in sources if is_address(source)], before, reading, report)
        _set_aside(web.read, aside, lines)
        with closing(Library.create(path)) as library:
            _store(aside, lines, library, report)
            if before:
                _keep(library, before, web.kept | _unreadable(before, report), report)
            library.remember(web.seen)
            library.bury(tombstones_after(before, library))
            report.changes = changes_between(before, library)
    if not report.pages:
        reasons = "; ".join(f"{left.location}: {left.reason}" for left in report.left_out)
        raise SourceError(f"No page could be read. {reasons}")
    return report


def _set_aside(pages: Iterable[ReadPage], aside: SetAside, lines: LineCounts) -> None:
    for page in pages:
        if aside.add(page) and not page.keeps_all:
            lines.add(site_of(page.source.location), page.rendition)


def _store(aside: SetAside, lines: LineCounts, library: Library, report: CorpusReport) -> None:
    """Clean and cut what was set aside, and store it."""
    repeated = lines.repeated()
    uncut = (Uncut(page, repeated.get(site_of(location), {})) for location, page in aside.pages())
    with cut_in_order(uncut, aside.characters) as pages:
        for page in pages:
            library.add_rows(page.rows)
            report.pages.append(page.report)


def _read_files(paths: Sequence[str], progress: Progress, report: CorpusReport) -> Iterator[ReadPage]:
    if not paths:
        return
    files, unknown = find_files(paths)
    report.left_out.extend(unknown)
    for file in progress(files):
        try:
            yield from read_file(file)
        except OwnWordsError as error:
            report.left_out.append(LeftOut(file.location, str(error)))


def _read_web(
    addresses: Sequence[str], before: Library | None, reading: WebReading | None, report: CorpusReport
) -> WebPages:
    if not addresses:
        return WebPages()
    pages = read_addresses(addresses, before, reading or WebReading())
    report.left_out.extend(pages.left_out)
    return pages


def site_of(location: str) -> str:
    """The site that a page belongs to: the server of an address, or the folder that was named."""
    return urlsplit(location).netloc if is_address(location) else location.partition("/")[0]


def _unreadable(before: Library, report: CorpusReport) -> set[str]:
    """The files that were read before and cannot be read now: a damaged file is not a withdrawn page."""
    known = {page.source.location.partition(PART_MARK)[0] for page in before.pages()}
    return {left.location for left in report.left_out if not is_address(left.location)} & known


def _keep(library: Library, before: Library, locations: set[str], report: CorpusReport) -> None:
    """Take the pages from these files and addresses over as they were."""
    present = set(library.page_ids())
    for page in before.pages():
        location = page.source.location.partition(PART_MARK)[0]
        if location in locations and page.id not in present:
            passages = before.passages_of(page.id)
            library.add(page, passages)
            report.pages.append(page_report(page, passages, (), date.today()))
    report.left_out[:] = [
        LeftOut(left.location, f"{left.reason} What it held before is kept as it was.")
        if left.location in locations
        else left
        for left in report.left_out
    ]


def read_file(file: SourceFile) -> list[ReadPage]:
    """The pages of one file as their reader gives them.

    Raises:
        SourceError: the file cannot be read.
    """
    return pages_in(read_bytes(file), file.path.name, file.location)


def read_page(file: SourceFile) -> Page:
    """The first page of a file, cleaned by itself.

    Raises:
        SourceError: the file cannot be read.
    """
    page, _ = read_file(file)[0].in_full()
    return page

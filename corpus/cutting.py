"""Read pages made ready for the library: cleaned, cut into passages, reported on. Many of them by several processes."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from corpus.errors import WorkerLost
from corpus.library_rows import PageRows, rows_of
from corpus.processes import LOST, SPAWN, follow_the_parent, may_start_processes, usable_cores
from corpus.report import PageReport, page_report
from corpus.set_aside import read_again

WORTH_PROCESSES = 20_000_000  # characters; with fewer, what the processes save is lost while each imports nltk
BATCH = 300_000  # characters in one message to a process: a tenth of a second of work
BATCHES_AHEAD = 2  # for each process: one at work, and one that waits for it
MAX_PROCESSES = 4  # each takes up to 300 MB; with more, storing what they made is what takes the time

Lines = Mapping[str, int]


class Uncut(NamedTuple):
    """A page as it was `written` when it was set aside, and the lines that stand on most pages of its site."""

    page: str
    repeated: Lines


class CutPage(NamedTuple):
    """A page ready to be stored, and the report on it."""

    rows: PageRows
    report: PageReport


@contextmanager
def cut_in_order(pages: Iterable[Uncut], characters: int) -> Iterator[Iterator[CutPage]]:
    """The pages cut, one after the other in their order, whether by this process or by others. At the end none is left.

    Args:
        pages: what is to be cut; not all of it is in memory at once.
        characters: of all pages together.

    Raises:
        WorkerLost: while the pages are gone through; a process that cut pages was ended from outside.
    """
    processes = _processes_for(characters)
    if processes == 1:
        yield map(cut, pages)
        return
    with ProcessPoolExecutor(processes, SPAWN, initializer=follow_the_parent) as pool:
        yield cut_by(pool, _batches(pages), processes * BATCHES_AHEAD)


def cut(uncut: Uncut) -> CutPage:
    """One page."""
    read = read_again(uncut.page)
    page, passages = read.in_full(uncut.repeated)
    return CutPage(rows_of(page, passages), page_report(page, passages, read.rendition.remarks, date.today()))


def cut_by(pool: Executor, batches: Iterable[list[Uncut]], ahead: int) -> Iterator[CutPage]:
    """The pages of these batches cut in a pool, in their order, with at most `ahead` batches in the pool at once.

    Raises:
        WorkerLost: a process of the pool was ended from outside, or could not be started.
    """
    waiting: deque[tuple[Future[list[CutPage]], list[Uncut]]] = deque()
    try:
        for batch in batches:
            if len(waiting) == ahead:
                yield from _result(*waiting.popleft())
            waiting.append((pool.submit(_cut_all, batch), batch))
        while waiting:
            yield from _result(*waiting.popleft())
    except (BrokenExecutor, OSError) as error:
        raise WorkerLost(LOST) from error


def _result(done: Future[list[CutPage]], batch: list[Uncut]) -> list[CutPage]:
    try:
        return done.result()
    except BrokenExecutor:
        raise
    except Exception:  # here it fails in the same way, and tells the place, which gets lost between processes
        return _cut_all(batch)


def _cut_all(batch: list[Uncut]) -> list[CutPage]:
    return [cut(uncut) for uncut in batch]


def _batches(pages: Iterable[Uncut]) -> Iterator[list[Uncut]]:
    batch: list[Uncut] = []
    size = 0
    for uncut in pages:
        batch.append(uncut)
        size += len(uncut.page)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _processes_for(characters: int) -> int:
    """How many processes cut so much quickest; 1 is this one alone."""
    if characters < WORTH_PROCESSES or not may_start_processes():
        return 1
    return min(usable_cores(), MAX_PROCESSES)

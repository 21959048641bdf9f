"""Ingests in processes of their own, to be killed, starved and misled.

They are forked from a process that has imported everything already, so that faults hit the ingest, not the imports.
"""

import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo
from multiprocessing.process import BaseProcess
from pathlib import Path

from corpus.errors import IndexBusy, OwnWordsError
from index import folder as index_folder
from index.build import ingest
from index.encoder_card import DEFAULT_ENCODER
from index.folder import IndexFolder

LONGEST_SECONDS = 120.0
DONE, REFUSED, BUSY, NO_MEMORY, UNEXPECTED = 0, 10, 11, 12, 13
MEANING = {
    DONE: "done",
    REFUSED: "refused in words",
    BUSY: "told that another ingest is at work",
    NO_MEMORY: "out of memory",
    127: "ended by the system's loader without memory",
    -signal.SIGKILL: "killed",
    -signal.SIGTERM: "terminated",
    -signal.SIGABRT: "aborted by a library without memory",
    -signal.SIGSEGV: "crashed in a library without memory",
}

Prepare = Callable[[float], None]
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["scripts.fault_table.ingests"])


def begin(
    index: Path, pages: Path, prepare: Prepare | None = None, amount: float = 0.0, encoder: str = ""
) -> BaseProcess:
    """Begin an ingest of pages into an index folder.

    Args:
        index: the index folder.
        pages: a folder of pages.
        prepare: called in the new process first, with `amount`; a function of a module.
        amount: bytes or seconds, as `prepare` takes it.
        encoder: the name of one; the default where it is empty.
    """
    process = _processes.Process(target=_run, args=(index, pages, prepare, amount, encoder), daemon=True)
    process.start()
    return process


def ended(process: BaseProcess) -> str:
    """How an ingest ended, in words; one that does not end is killed, and said to hang."""
    process.join(LONGEST_SECONDS)
    if process.exitcode is None:
        process.kill()
        process.join()
        return "hung"
    return MEANING.get(process.exitcode, f"ended with {process.exitcode}")


def largest_file(bytes_: float) -> None:
    """Let no file grow beyond so many bytes, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(bytes_), int(bytes_)))


def more_memory(bytes_: float) -> None:
    """Let this process have only so many bytes of memory more than it has."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + int(bytes_)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def clock_off_by(seconds: float) -> None:
    """Put the clock by which versions get their names forward or back."""

    class Wrong(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(seconds=seconds)

    vars(index_folder)["datetime"] = Wrong


def _run(index: Path, pages: Path, prepare: Prepare | None, amount: float, encoder: str) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(OSError):  # what libraries say when they abort is of no use here
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    if prepare:
        prepare(amount)
    try:
        ingest(IndexFolder(index), [str(pages)], encoder or DEFAULT_ENCODER)
    except IndexBusy:
        os._exit(BUSY)
    except OwnWordsError:
        os._exit(REFUSED)
    except MemoryError:
        os._exit(NO_MEMORY)
    except BaseException:
        os._exit(UNEXPECTED)
    os._exit(DONE)

"""Processes that help with an ingest. They end with the process that started them, and one that is lost is told.

They are spawned, never forked: an ingest has threads, and a fork copies their locks as they are. A spawned process
imports the main module of the program again, so a program does its work under `if __name__ == "__main__"`.
"""

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import ParamSpec

from corpus.errors import WorkerLost

Given = ParamSpec("Given")

SPAWN = multiprocessing.get_context("spawn")
LOST = (
    "A process that helps with the ingest was ended from outside, or could not be started. Mostly memory has run out. "
    "Nothing was changed; end other programs, and try again. A script of your own that ingests has to do it under "
    'if __name__ == "__main__".'
)


def usable_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def may_start_processes() -> bool:
    """Whether this process may start others: a daemon of multiprocessing may not."""
    return not multiprocessing.current_process().daemon


@contextmanager
def done_beside(work: Callable[Given, None], *given: Given.args, **named: Given.kwargs) -> Iterator[None]:
    """Do some work in a process of its own beside what happens inside; at the end it is done.

    If what happens inside fails, or is ended by Ctrl-C, so is the work.

    Args:
        work: a function of a module, as the process has to import it.
        given: what it is given; plain values.
        named: likewise.

    Raises:
        WorkerLost: the process was ended from outside, or could not be started.
        Exception: whatever the work raised, with its place as a note.
    """
    answer, told = SPAWN.Pipe(duplex=False)
    process = SPAWN.Process(target=_do, args=(told, work, given, named), daemon=True)
    try:
        process.start()
        told.close()
    except OSError as error:
        raise WorkerLost(LOST) from error
    try:
        yield
        failed = _received(answer)
    finally:
        process.kill()
        process.join()
        answer.close()
    if failed:
        raise failed


def _received(answer: Connection) -> Exception | None:
    """What the work raised, once it is done."""
    try:
        failed: Exception | None = answer.recv()
    except (EOFError, OSError) as error:
        raise WorkerLost(LOST) from error
    return failed


def _do(told: Connection, work: Callable[..., None], given: tuple[object, ...], named: dict[str, object]) -> None:
    follow_the_parent()
    try:
        work(*given, **named)
    except Exception as error:
        error.add_note(traceback.format_exc())  # the place gets lost between processes
        told.send(error)
    else:
        told.send(None)


def follow_the_parent() -> None:
    """Leave Ctrl-C to the process that started this one, and end with it, even where it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent, "this runs in a process that another has spawned"
    parent.join()
    os._exit(1)

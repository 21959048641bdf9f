"""The time that a file may take, and what is said of one that takes more or is damaged."""

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from corpus.errors import SourceError

MAX_SECONDS = 180.0  # a full page takes about 0.04 s: 2,000 of them 80 s


class Deadline:
    """When the reading of one file has to end, counted from now."""

    def __init__(self, file_name: str) -> None:
        self._file_name = file_name
        self._end = monotonic() + MAX_SECONDS

    def check(self) -> None:
        """Raise where the time is up."""
        if monotonic() > self._end:
            raise SourceError(
                f"{self._file_name} takes longer than {MAX_SECONDS:.0f} seconds to read. Part it into several files."
            )


class TooSlowError(BaseException):
    """Raised from outside into a loop that does not end. Not an Exception: pdfminer passes over some of those."""


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Raise TooSlowError in this thread when the time is up: in damaged files pdfminer can go round in circles.

    CPython only, and between two steps of Python: one call into C, such as unpacking a stream, is not stopped.
    """
    bell = _Bell()
    timer = threading.Timer(seconds, bell.ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    except TooSlowError:
        raise
    except BaseException:
        bell.settle()
        raise
    else:
        bell.settle()
    finally:
        timer.cancel()


class _Bell:
    """Rings at most once, and not after it was settled."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()
        self._lock = threading.Lock()
        self._rung = self._settled = False

    def ring(self) -> None:
        with self._lock:
            if not self._settled:
                self._rung = True
                target, raised = ctypes.c_ulong(self._thread), ctypes.py_object(TooSlowError)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(target, raised)

    def settle(self) -> None:
        """After this no ring is on its way: one that is comes while we wait here."""
        with self._lock:
            self._settled = True
        while self._rung:
            sleep(0.001)


def damaged(file_name: str, what: str) -> SourceError:
    """The error for a file that cannot be read, with what is wrong in it."""
    return SourceError(f"{file_name} is damaged and cannot be read ({what}). Save or print it as a PDF again.")

"""An end to reading that does not end by itself: damaged and malicious files lead libraries round in circles."""

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep


class TooSlowError(BaseException):
    """Raised from outside into a loop that does not end. Not an Exception: pdfminer passes over some of those."""


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Raise TooSlowError in this thread when the time is up: a library can go round in circles.

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

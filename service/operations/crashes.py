"""What a process leaves behind when it breaks: no message of an exception, and no image of its memory."""

import logging
import sys
import threading
from types import TracebackType

from service.operations.logs import kind_and_place

logger = logging.getLogger(__name__)


def log_crashes_without_words() -> None:
    """Log what nobody caught, in any thread, by its kind and its place only."""
    sys.excepthook = _log_uncaught
    sys.unraisablehook = lambda broken: _log(broken.exc_value)
    threading.excepthook = lambda broken: _log(broken.exc_value)


def write_no_core_files() -> None:
    """Let the system write no image of this process's memory, nor of those that it starts, when it breaks.

    Memory that is swapped out is the operating system's to protect.
    """
    try:
        import resource
    except ImportError:  # not a Unix system: no core files
        return
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, most))


def _log_uncaught(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    _log(error)


def _log(error: BaseException | None) -> None:
    if error is not None:
        logger.error("Uncaught %s", kind_and_place(error))

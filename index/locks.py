"""Who may change an index folder: one at a time, by a lock on a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LockTaken(Exception):
    """Somebody else holds a lock."""


@contextmanager
def alone(lock_file: Path, wait_seconds: float = 0) -> Iterator[None]:
    """While nobody else holds a lock. It ends with the process at the latest.

    Args:
        lock_file: made if it is not there.
        wait_seconds: how long to wait for somebody else.

    Raises:
        LockTaken: somebody else still holds it.
        OSError: the file cannot be made.
    """
    from filelock import FileLock, Timeout  # 15 ms to import: a question takes no lock

    lock = FileLock(lock_file, timeout=wait_seconds)
    try:
        lock.acquire()
    except Timeout:
        raise LockTaken from None
    try:
        yield
    finally:
        lock.release()

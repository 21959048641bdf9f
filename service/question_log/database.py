"""The file of the question log: one SQLite database that only its owner can read, and that keeps no trace of what went.

What is deleted is overwritten with zeroes, the file is then written anew, and what SQLite keeps beside it is emptied.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from corpus.errors import QuestionLogError

OWNER_ONLY = 0o600
BUSY_SECONDS = 2.0  # a writer waits as long for another one


class QuestionDatabase:
    """One open file. Safe to share between threads, and the file between processes."""

    def __init__(self, path: Path, tables: str) -> None:
        """Open the file, and make it and its tables where there are none.

        Raises:
            QuestionLogError: it cannot be made, closed to others, or used.
        """
        self.path = path
        self._lock = Lock()
        with self._told():
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, OWNER_ONLY))
            path.chmod(OWNER_ONLY)
            self._connection = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("PRAGMA journal_mode = WAL")  # what is read holds up nobody who writes
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute("PRAGMA secure_delete = ON")
            self._connection.executescript(tables)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """The connection, whose changes are kept together or not at all.

        Raises:
            QuestionLogError: somebody else writes for too long, or the file cannot be used.
        """
        with self._lock, self._told():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def clean(self) -> None:
        """Leave no trace of what was deleted, neither in the file nor beside it.

        Raises:
            QuestionLogError: the file is in use, so that traces may be left.
        """
        with self._lock, self._told():
            self._connection.execute("VACUUM")
            (busy, *_) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise QuestionLogError(
                f"The question log {self.path} is in use, and traces may be left beside it. "
                "Stop the service, then run this again: ownwords forget."
            )

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Complaints of the disk and of SQLite, in our own words."""
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise QuestionLogError(
                f"The question log {self.path} cannot be used ({error}). Name another file in "
                "OWNWORDS_QUESTION_LOG_FILE, give this one to the user who runs the service, or remove it."
            ) from error

"""The desk's own database: one SQLite file that only its owner can read. No ingest ever touches it."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from corpus.errors import DeskError

OWNER_ONLY = 0o600
BUSY_SECONDS = 5.0  # a writer waits as long for another one
TABLES = """
CREATE TABLE IF NOT EXISTS accounts (name TEXT PRIMARY KEY, password_hash TEXT NOT NULL, created REAL NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS sessions (
    token_hash TEXT PRIMARY KEY,
    name TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
    begun REAL NOT NULL,
    seen REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS attempts (who TEXT PRIMARY KEY, failures INTEGER NOT NULL, last REAL NOT NULL) STRICT;
"""


class DeskDatabase:
    """The file, opened anew for every use, so that threads and processes can share it."""

    def __init__(self, path: Path) -> None:
        """Make the file where there is none, and close it to everybody but its owner.

        Raises:
            DeskError: the file cannot be made, closed to others, or used.
        """
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, OWNER_ONLY))
            if stat.S_IMODE(path.stat().st_mode) != OWNER_ONLY:
                path.chmod(OWNER_ONLY)
        except OSError as error:
            raise DeskError(
                f"The desk's data {path} cannot be used ({error.strerror}). "
                "Name another file in OWNWORDS_DESK_DATA, or give this one to the user who runs the service."
            ) from error
        with self.changing() as connection:
            connection.executescript(TABLES)

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are kept together, or not at all; nobody else writes meanwhile.

        Raises:
            DeskError: the file is no database, is damaged, or cannot be written to.
        """
        try:
            with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                except BaseException:
                    connection.rollback()
                    raise
                if connection.in_transaction:  # making the tables has ended it
                    connection.commit()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.IntegrityError):
                raise
            raise DeskError(
                f"The desk's data {self.path} cannot be used ({error}). Restore it from a backup, or name another file "
                "in OWNWORDS_DESK_DATA."
            ) from error

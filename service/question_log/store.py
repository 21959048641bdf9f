"""The question log's own SQLite file: counts by topic, and wordings once enough people have used them.

What was asked fewer times is not there in words: of such a wording the file holds a keyed hash, and when it was
asked to the hour, so that the next asking can be counted. The words are written when the last of the needed askings
brings them along. Which words came from whom cannot be told, since nothing of whom is ever passed in.
"""

import hmac
import secrets
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from index.words import words_of
from service.question_log.database import QuestionDatabase
from service.question_log.settings import DEFAULT_KEEP_DAYS, DEFAULT_LEAST_ASKED

NO_TOPIC, URGENT = "none", "urgent"
TABLES = """
CREATE TABLE IF NOT EXISTS counts (
    day TEXT NOT NULL, topic TEXT NOT NULL, outcome TEXT NOT NULL, times INTEGER NOT NULL,
    PRIMARY KEY (day, topic, outcome)
) STRICT;
CREATE TABLE IF NOT EXISTS askings (hash BLOB NOT NULL, hour TEXT NOT NULL, PRIMARY KEY (hash, hour)) STRICT;
CREATE TABLE IF NOT EXISTS wordings (hash BLOB PRIMARY KEY, words TEXT NOT NULL, day TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS hash_key (only INTEGER PRIMARY KEY CHECK (only = 1), bytes BLOB NOT NULL) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Wording:
    """A question that was asked in enough different hours, in words that all its askings share, and how often."""

    words: str
    times: int
    last_day: str


@dataclass(frozen=True, slots=True)
class TopicCount:
    """How often one topic was asked about with one outcome; `urgent` is an outcome of its own here."""

    topic: str
    outcome: str
    times: int


class QuestionStore:
    """The file of one service. Safe to share between threads and processes."""

    def __init__(
        self,
        path: Path,
        keep_days: int = DEFAULT_KEEP_DAYS,
        least_asked: int = DEFAULT_LEAST_ASKED,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Open the file, making it where there is none, and drop what is too old.

        Args:
            path: the file; it and what SQLite keeps beside it are for their owner only.
            keep_days: days after which an entry goes.
            least_asked: different hours in which a wording must have been asked before its words are written.
            now: the time, in UTC.

        Raises:
            QuestionLogError: the file cannot be made or used.
        """
        self.path = path
        self.keep_days = keep_days
        self.least_asked = least_asked
        self._now = now
        self._database = QuestionDatabase(path, TABLES)
        self.expire()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def add(self, outcome: str, topics: Sequence[str], words: str = "") -> None:
        """Note one asking.

        Args:
            outcome: `answered`, `maybe`, `not_found` or `urgent`.
            topics: labels of what it was taken to ask about.
            words: the question, redacted; nothing where its words are not to be kept.

        Raises:
            QuestionLogError: the file cannot be written to.
        """
        now = self._now()
        with self._database.changing() as connection:
            self._drop_old(connection)
            for topic in topics or (NO_TOPIC,):
                connection.execute(
                    "INSERT INTO counts VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1",
                    (f"{now:%Y-%m-%d}", topic, outcome),
                )
            hashed = self._hash_of(connection, words)
            if hashed is None:
                return
            connection.execute("INSERT OR IGNORE INTO askings VALUES (?, ?)", (hashed, f"{now:%Y-%m-%dT%H}"))
            (asked,) = connection.execute("SELECT count(*) FROM askings WHERE hash = ?", (hashed,)).fetchone()
            if asked >= self.least_asked:
                connection.execute(
                    "INSERT INTO wordings VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET day = excluded.day",
                    (hashed, words, f"{now:%Y-%m-%d}"),
                )

    def wordings(self) -> list[Wording]:
        """What was asked often enough to be shown, the most frequent first."""
        with self._database.changing() as connection:
            self._drop_old(connection)
            rows = connection.execute(
                "SELECT words, count(*) AS times, wordings.day FROM wordings JOIN askings USING (hash) GROUP BY hash "
                "HAVING times >= ? ORDER BY times DESC, words",
                (self.least_asked,),
            )
            return [Wording(*row) for row in rows]

    def topic_counts(self) -> list[TopicCount]:
        """How often each topic was asked about, by outcome, the most frequent first."""
        with self._database.changing() as connection:
            self._drop_old(connection)
            rows = connection.execute(
                "SELECT topic, outcome, sum(times) AS total FROM counts GROUP BY topic, outcome "
                "ORDER BY total DESC, topic, outcome"
            )
            return [TopicCount(*row) for row in rows]

    def expire(self) -> None:
        """Drop what is too old, and leave nothing of it in the file."""
        with self._database.changing() as connection:
            dropped = self._drop_old(connection)
        if dropped:
            self._database.clean()

    def forget(self, words: str | None = None) -> int:
        """Forget everything, or the wordings that hold all of some words, redacted as they were written.

        Counts hold no words, so that forgetting a wording leaves them.

        Returns:
            How many askings went.

        Raises:
            QuestionLogError: the file is in use, so that traces may be left.
        """
        with self._database.changing() as connection:
            if words is None:
                gone = connection.execute("SELECT count(*) FROM askings").fetchone()[0]
                gone += connection.execute("SELECT coalesce(sum(times), 0) FROM counts").fetchone()[0]
                for table in ("counts", "askings", "wordings", "hash_key"):
                    connection.execute(f"DELETE FROM {table}")  # noqa: S608  # our own names
            else:
                gone = sum(self._forget_hash(connection, hashed) for hashed in self._matching(connection, words))
        self._database.clean()
        return int(gone)

    def _matching(self, connection: sqlite3.Connection, words: str) -> set[bytes]:
        wanted = set(words_of(words))
        matching = {
            hashed
            for hashed, kept in connection.execute("SELECT hash, words FROM wordings")
            if wanted and wanted <= set(words_of(kept))
        }
        hashed = self._hash_of(connection, words)
        return matching | {hashed} if hashed else matching

    def _forget_hash(self, connection: sqlite3.Connection, hashed: bytes) -> int:
        connection.execute("DELETE FROM wordings WHERE hash = ?", (hashed,))
        return connection.execute("DELETE FROM askings WHERE hash = ?", (hashed,)).rowcount

    def _drop_old(self, connection: sqlite3.Connection) -> int:
        """Delete what is older than the days that entries are kept."""
        first = f"{self._now() - timedelta(days=self.keep_days):%Y-%m-%d}"
        dropped = connection.execute("DELETE FROM counts WHERE day < ?", (first,)).rowcount
        dropped += connection.execute("DELETE FROM askings WHERE hour < ?", (first,)).rowcount
        # Words stay only while enough of their askings are still there.
        dropped += connection.execute(
            "DELETE FROM wordings WHERE (SELECT count(*) FROM askings WHERE askings.hash = wordings.hash) < ?",
            (self.least_asked,),
        ).rowcount
        return dropped

    def _hash_of(self, connection: sqlite3.Connection, words: str) -> bytes | None:
        """The same for every wording with the same words, in whatever order; None for a wording without any."""
        bag = " ".join(sorted(set(words_of(words))))
        if not bag:
            return None
        connection.execute("INSERT OR IGNORE INTO hash_key VALUES (1, ?)", (secrets.token_bytes(32),))
        (key,) = connection.execute("SELECT bytes FROM hash_key").fetchone()
        return hmac.digest(key, bag.encode(), "sha256")

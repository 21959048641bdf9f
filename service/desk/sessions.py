"""Who is signed in. The browser holds a random token; the database holds its hash, so a copy of it opens nothing."""

import time
from collections.abc import Callable
from hashlib import sha256
from secrets import token_urlsafe

from service.desk.database import DeskDatabase

TOKEN_BYTES = 32
IDLE_SECONDS = 30 * 60.0
LONGEST_SECONDS = 12 * 3_600.0  # one shift; then the password is asked for again, however busy the session was
NOTED_EVERY_SECONDS = 60.0  # not every request writes
CLOCK_SLACK_SECONDS = 60.0  # a session that began later than this from now began before the clock was put back


class Sessions:
    """The sessions of staff, shared by every process of the service."""

    def __init__(self, database: DeskDatabase, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def begin(self, name: str, instead_of: str | None = None) -> str:
        """Begin a session for an account, and end the one that the browser had.

        Returns:
            The token, which is never kept and never given twice.
        """
        token, now = token_urlsafe(TOKEN_BYTES), self._now()
        with self._database.changing() as connection:
            connection.execute(
                "DELETE FROM sessions WHERE token_hash = ? OR seen < ? OR begun < ?",
                (_hash_of(instead_of or ""), now - IDLE_SECONDS, now - LONGEST_SECONDS),
            )
            connection.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", (_hash_of(token), name.lower(), now, now))
        return token

    def find_name(self, token: str) -> str | None:
        """The account whose session this is; None where it is over or never was."""
        now = self._now()
        with self._database.changing() as connection:
            found = connection.execute(
                "SELECT name, begun, seen FROM sessions WHERE token_hash = ?", (_hash_of(token),)
            ).fetchone()
            if found is None:
                return None
            name, begun, seen = found
            over = now - seen > IDLE_SECONDS or now - begun > LONGEST_SECONDS or seen - now > CLOCK_SLACK_SECONDS
            if over:
                connection.execute("DELETE FROM sessions WHERE token_hash = ?", (_hash_of(token),))
                return None
            if now - seen > NOTED_EVERY_SECONDS:
                connection.execute("UPDATE sessions SET seen = ? WHERE token_hash = ?", (now, _hash_of(token)))
        return str(name)

    def end(self, token: str) -> None:
        """End a session; the token is worth nothing from now on."""
        with self._database.changing() as connection:
            connection.execute("DELETE FROM sessions WHERE token_hash = ?", (_hash_of(token),))


def _hash_of(token: str) -> str:
    # A plain hash is enough: nobody guesses 256 random bits, however fast.
    return sha256(token.encode()).hexdigest()

"""Who may use the desk."""

import re
import sqlite3
import time
from collections.abc import Callable

from corpus.errors import AccountError
from service.desk.database import DeskDatabase
from service.desk.passwords import check_new_password, hash_of, is_password_of

NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")


class Accounts:
    """The accounts of staff. Names are kept in lower case."""

    def __init__(self, database: DeskDatabase, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def names(self) -> list[str]:
        """The names of all accounts, in order."""
        with self._database.changing() as connection:
            return [name for (name,) in connection.execute("SELECT name FROM accounts ORDER BY name")]

    def add(self, name: str, password: str) -> None:
        """Make an account.

        Raises:
            AccountError: the name cannot be one or is taken, or the password is short or easy to guess.
        """
        name = name.lower()
        if not NAME.fullmatch(name):
            raise AccountError(
                f"{name[:80]!r} cannot be the name of an account. Use 1 to 64 letters, digits and the signs . _ @ + -"
            )
        check_new_password(password, [name])
        kept = hash_of(password)
        try:
            with self._database.changing() as connection:
                connection.execute("INSERT INTO accounts VALUES (?, ?, ?)", (name, kept, self._now()))
        except sqlite3.IntegrityError:
            raise AccountError(
                f"There is an account {name} already. To give it another password: ownwords desk password {name}"
            ) from None

    def set_password(self, name: str, password: str) -> None:
        """Give an account another password, and end all its sessions.

        Raises:
            AccountError: there is no such account, or the password is short or easy to guess.
        """
        name = name.lower()
        check_new_password(password, [name])
        kept = hash_of(password)
        with self._database.changing() as connection:
            changed = connection.execute("UPDATE accounts SET password_hash = ? WHERE name = ?", (kept, name))
            connection.execute("DELETE FROM sessions WHERE name = ?", (name,))
        self._check_found(name, changed.rowcount)

    def remove(self, name: str) -> None:
        """Remove an account and end its sessions.

        Raises:
            AccountError: there is no such account.
        """
        name = name.lower()
        with self._database.changing() as connection:
            removed = connection.execute("DELETE FROM accounts WHERE name = ?", (name,))
        self._check_found(name, removed.rowcount)

    def is_password_of(self, name: str, password: str) -> bool:
        """Whether this is the password of this account; takes as long where there is no such account.

        Raises:
            PasswordsBusy: others are being checked; try again in a moment.
        """
        with self._database.changing() as connection:
            found = connection.execute("SELECT password_hash FROM accounts WHERE name = ?", (name.lower(),)).fetchone()
        return is_password_of(found[0] if found else None, password)

    def _check_found(self, name: str, count: int) -> None:
        if count == 0:
            raise AccountError(f"There is no account {name[:80]!r}. List them: ownwords desk list")

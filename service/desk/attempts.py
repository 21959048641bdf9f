"""Slows down whoever guesses passwords: after some wrong ones, each further one has to wait twice as long.

Counted by account and by client, so that neither many guesses at one account nor one guess at each of many is
fast. Names and addresses are kept as hashes only, because people type passwords into the wrong box, and for an hour.
"""

import time
from collections.abc import Callable
from hashlib import sha256
from ipaddress import ip_network

from service.desk.database import DeskDatabase

FREE_FOR_ACCOUNT = 5
FREE_FOR_CLIENT = 20  # a whole hospital may share one address
LONGEST_WAIT_SECONDS = 300.0  # at most some 25 guesses an hour at one account
FORGOTTEN_AFTER_SECONDS = 3_600.0
MAX_KEPT = 10_000  # the oldest go first


class LoginAttempts:
    """Wrong passwords of the last hour, shared by every process of the service."""

    def __init__(self, database: DeskDatabase, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def begin(self, name: str, client: str) -> float:
        """Ask whether a password may be tried, and count it as a wrong one until `succeeded` takes that back.

        Counting comes first, so that guesses sent all at once are not all let through.

        Args:
            name: as typed, whether or not there is such an account.
            client: the address that the request came from.

        Returns:
            Seconds to wait; 0 where it may be tried now. An attempt that has to wait is not counted.
        """
        now = self._now()
        limits = {_account(name): FREE_FOR_ACCOUNT, _client(client): FREE_FOR_CLIENT}
        with self._database.changing() as connection:
            connection.execute(
                "DELETE FROM attempts WHERE last < ? OR last > ?", (now - FORGOTTEN_AFTER_SECONDS, now + 1)
            )
            found = connection.execute(
                "SELECT who, failures, last FROM attempts WHERE who IN (?, ?)", tuple(limits)
            ).fetchall()
            wait = max((last + _wait_after(failures - limits[who]) - now for who, failures, last in found), default=0)
            if wait > 0:
                return float(wait)
            connection.executemany(
                "INSERT INTO attempts VALUES (?, 1, ?) "
                "ON CONFLICT (who) DO UPDATE SET failures = failures + 1, last = excluded.last",
                [(who, now) for who in limits],
            )
            connection.execute(
                "DELETE FROM attempts WHERE who IN (SELECT who FROM attempts ORDER BY last DESC LIMIT -1 OFFSET ?)",
                (MAX_KEPT,),
            )
        return 0.0

    def succeeded(self, name: str, client: str) -> None:
        """The password was right: forget the account's wrong ones, and take back the one counted for the client."""
        with self._database.changing() as connection:
            connection.execute("DELETE FROM attempts WHERE who = ?", (_account(name),))
            connection.execute("UPDATE attempts SET failures = failures - 1 WHERE who = ?", (_client(client),))


def _wait_after(beyond: int) -> float:
    """Seconds to wait after so many attempts beyond the free ones."""
    return 0.0 if beyond < 0 else min(2.0 ** min(beyond, 20), LONGEST_WAIT_SECONDS)


def _account(name: str) -> str:
    return sha256(f"account {name.lower()}".encode()).hexdigest()


def _client(address: str) -> str:
    """One household or company has a whole /64 of IPv6 addresses."""
    try:
        network = str(ip_network(f"{address}/{64 if ':' in address else 32}", strict=False))
    except ValueError:
        network = address
    return sha256(f"client {network}".encode()).hexdigest()

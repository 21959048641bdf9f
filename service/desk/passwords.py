"""Passwords: which are taken, and what is kept of them. Nothing else imports argon2 or zxcvbn.

The rules follow NIST SP 800-63B, revision 4: length counts, and not being easy to guess; no rule asks for digits or
signs, and no password grows too old.
"""

import threading
import unicodedata
from collections.abc import Sequence
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from corpus.errors import AccountError

MIN_CHARACTERS = 15  # what NIST asks of a password that is the only proof
MAX_CHARACTERS = 128
GUESSED_WITHIN = 10**8  # guesses of somebody who tries the likely ones first
MAX_WEIGHED = 72  # characters that zxcvbn looks at
AT_ONCE = 2  # one check takes 19 MiB and some 30 ms; patients' searches need the machine too

# Argon2id with 19 MiB, 2 passes and 1 lane: the first choice of OWASP's Password Storage Cheat Sheet.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_places = threading.BoundedSemaphore(AT_ONCE)


class PasswordsBusy(Exception):
    """As many passwords as we check at once are being checked."""


def check_new_password(password: str, known: Sequence[str]) -> None:
    """Complain of a password that is short or easy to guess.

    Args:
        password: as typed.
        known: words that a guesser would try first, such as the person's name.

    Raises:
        AccountError: it is too short, too long, or among the first that somebody would guess.
    """
    from zxcvbn import zxcvbn

    if not MIN_CHARACTERS <= len(password) <= MAX_CHARACTERS:
        raise AccountError(
            f"The password has {len(password)} characters. "
            f"Choose one of {MIN_CHARACTERS} to {MAX_CHARACTERS}; four uncommon words will do."
        )
    if zxcvbn(password[:MAX_WEIGHED], user_inputs=[*known, "own words", "ownwords"])["guesses"] < GUESSED_WITHIN:
        raise AccountError("The password is easy to guess. Choose four words that have nothing to do with each other.")


def hash_of(password: str) -> str:
    """What is kept of a password: its Argon2id hash, with its salt and parameters."""
    return _hasher.hash(_plain(password))


def is_password_of(password_hash: str | None, password: str) -> bool:
    """Whether a hash is that of a password. None, for nobody, takes as long, and is never right.

    Raises:
        PasswordsBusy: others are being checked; try again in a moment.
    """
    if not _places.acquire(blocking=False):
        raise PasswordsBusy
    try:
        right = _hasher.verify(password_hash or _hash_of_nobody(), _plain(password))
    except (VerificationError, InvalidHashError):
        return False
    finally:
        _places.release()
    return right and password_hash is not None


@cache
def _hash_of_nobody() -> str:
    return hash_of("nobody has this password")


def _plain(password: str) -> str:
    """The password in one spelling: the same letters come from keyboards in more than one."""
    return unicodedata.normalize("NFC", password)

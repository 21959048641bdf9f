"""How much the service does for whom, and for how long, so that it never piles up what it cannot answer in time."""

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.errors import SettingError


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one worker process.

    `per_minute`: requests by one client; 0 sets no limit. A whole ward may come from one address.
    `at_once`: requests worked on at the same time.
    `waiting`: requests that wait for their turn; the next is refused.
    `seconds`: time for a request to arrive, to wait and to be answered.
    """

    per_minute: int = 600
    at_once: int = 4
    waiting: int = 32
    seconds: int = 10


def limits_from(environment: Mapping[str, str]) -> Limits:
    """The limits that OWNWORDS_LIMIT_PER_MINUTE, _LIMIT_AT_ONCE, _LIMIT_WAITING and _LIMIT_SECONDS name.

    Raises:
        SettingError: a variable holds no whole number, or one that is too small.
    """
    default = Limits()
    return Limits(
        per_minute=_whole(environment, "OWNWORDS_LIMIT_PER_MINUTE", default.per_minute, least=0),
        at_once=_whole(environment, "OWNWORDS_LIMIT_AT_ONCE", default.at_once, least=1),
        waiting=_whole(environment, "OWNWORDS_LIMIT_WAITING", default.waiting, least=0),
        seconds=_whole(environment, "OWNWORDS_LIMIT_SECONDS", default.seconds, least=1),
    )


def _whole(environment: Mapping[str, str], name: str, default: int, least: int) -> int:
    value = environment.get(name)
    if not value:
        return default
    if not value.isascii() or not value.isdecimal() or int(value) < least:
        raise SettingError(f"{name} is {value!r}. Set it to a whole number, {least} or more.")
    return int(value)

"""What a target is: a function of bytes, with what helps a fuzzer to get deep into it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Check = Callable[[bytes], None]


class LawBroken(Exception):
    """What must hold for every input does not hold for this one."""


def hold(law: bool, complaint: str) -> None:
    """Go on where a law holds.

    Raises:
        LawBroken: it does not; `complaint` says what is wrong.
    """
    if not law:
        raise LawBroken(complaint)


@dataclass(frozen=True, slots=True)
class Target:
    """Something that takes bytes from strangers.

    `check` is handed a scratch folder and gives the function that is fuzzed: it may raise what belongs to the
    project's own error family, and nothing else. `seeds` gives inputs to start from. `words` are put into inputs
    whole.
    """

    name: str
    check: Callable[[Path], Check]
    seeds: Callable[[], list[bytes]]
    words: tuple[bytes, ...] = ()
    max_bytes: int = 4096  # a page of some screens; longer ones go nowhere else, and slower

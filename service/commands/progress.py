"""How far a command has come, shown on a terminal."""

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def with_progress(items: Iterable[T], doing: str, number: int | None = None) -> Iterable[T]:
    """The items, with a progress bar while they are gone through, on a terminal only; `number` where they are counted.

    It says how many a second, and how much time is left.
    """
    from tqdm import tqdm

    return tqdm(items, desc=doing, total=number, disable=None, leave=False)

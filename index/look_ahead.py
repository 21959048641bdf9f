"""The next item made while the last one is in use, so that an ingest reads while it encodes."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


def one_ahead(items: Iterable[Item]) -> Iterator[Item]:
    """The items in their order, each made by a thread while whoever asked is at work on the one before.

    No more than one is made ahead, so that memory stays bounded. What making one raises is raised here.
    """
    made = iter(items)
    end = object()
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, made, end)
        while (item := coming.result()) is not end:
            coming = pool.submit(next, made, end)
            yield item  # type: ignore[misc]  # it is not the end

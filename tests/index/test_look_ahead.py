"""The next item made while the last one is in use."""

from collections.abc import Iterator
from threading import Event

import pytest

from index.look_ahead import one_ahead


def test_all_items_come_in_their_order() -> None:
    assert list(one_ahead(range(20))) == list(range(20))
    assert list(one_ahead([])) == []


def test_the_next_item_is_made_while_one_is_in_use() -> None:
    made = Event()

    def items() -> Iterator[str]:
        yield "first"
        made.set()
        yield "second"

    coming = one_ahead(items())
    assert next(coming) == "first"
    assert made.wait(10)  # though nobody has asked for the second yet


def test_no_more_than_one_is_made_ahead() -> None:
    made: list[int] = []
    coming = one_ahead(made.append(number) or number for number in range(9))
    assert next(coming) == 0
    coming.close()  # type: ignore[attr-defined]  # a generator; it waits for what is under way
    assert made == [0, 1]


def test_what_making_an_item_raises_is_raised_where_it_is_asked_for() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise OSError("the disk is full")

    coming = one_ahead(items())
    assert next(coming) == 1
    with pytest.raises(OSError, match="full"):
        next(coming)

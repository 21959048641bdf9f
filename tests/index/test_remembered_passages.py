"""Passages that were looked up before are not read again."""

from collections.abc import Sequence

import pytest

from corpus.library import Library
from corpus.records import Passage, Span
from index import remembered_passages
from index.remembered_passages import RememberedPassages


class CountingLibrary(Library):
    """Has a passage for every id but "none", and notes which it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def passages_with(self, ids: Sequence[str]) -> dict[str, Passage]:
        self.asked += ids
        return {id_: Passage(id_, "page", (), Span(0, 2), id_, (Span(0, 2),)) for id_ in ids if id_ != "none"}


def test_a_passage_is_read_once_and_found_again() -> None:
    library = CountingLibrary()
    passages = RememberedPassages(library)
    assert passages.with_ids(["a", "b"]) | passages.with_ids(["b", "c"]) == passages.with_ids(["a", "b", "c"])
    assert library.asked == ["a", "b", "c"]


def test_passages_come_in_the_order_asked_for_and_an_unknown_one_is_left_out() -> None:
    passages = RememberedPassages(CountingLibrary())
    passages.with_ids(["b"])
    assert list(passages.with_ids(["a", "none", "b"])) == ["a", "b"]


def test_what_is_too_much_to_remember_is_forgotten_but_still_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered_passages, "REMEMBERED", 2)
    library = CountingLibrary()
    passages = RememberedPassages(library)
    assert [list(passages.with_ids(ids)) for ids in (["a", "b"], ["b", "c"], ["a"])] == [["a", "b"], ["b", "c"], ["a"]]
    assert library.asked == ["a", "b", "c", "a"]

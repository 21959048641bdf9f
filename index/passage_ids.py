"""The ids of all passages of an index by row, shared by its channels; loading them costs nothing, however many."""

import mmap
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np

from corpus.records import PASSAGE_MARK
from index.hashed_rows import NOWHERE, HashedRows, hashes_of, load_array, save_array
from index.protocols import Rows

IDS_FILE, STARTS_FILE = "ids.txt", "starts.npy"
REMEMBERED_IDS = 50_000  # some 10 MB; all that most indexes have
REMEMBERED_CHOICES = 4  # of passages, as they were asked for: the candidates of a question, and those that are shown
END = b"\n"  # no id holds a line end


class PassageIds(Sequence[str]):
    """Ids in the order of their rows. Safe to share between threads."""

    def __init__(self, text: bytes | mmap.mmap, starts: Rows, rows: HashedRows) -> None:
        """Use `of` or `load`. `text` holds a line for each id; `starts`, where each begins, and where the text ends."""
        self._text = text
        self._starts = starts
        self._rows = rows
        self._id_at = lru_cache(maxsize=REMEMBERED_IDS)(self._read_id)
        self._known_rows: dict[str, int] = {}
        self._rows_of = lru_cache(maxsize=REMEMBERED_CHOICES)(self._looked_up)

    @classmethod
    def of(cls, ids: Iterable[str]) -> Self:
        """These ids.

        Raises:
            ValueError: an id stands there twice.
        """
        ids = list(ids)
        lines = [id_.encode() + END for id_ in ids]
        starts = np.cumsum([0, *map(len, lines)], dtype=np.int64)
        rows = HashedRows.build(hashes_of(ids))
        if not rows.are_unique():
            raise ValueError("an id is stored twice")
        return cls(b"".join(lines), starts, rows)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._starts) - 1

    def __getitem__(self, row: int) -> str:  # type: ignore[override]  # one at a time
        """The id of a row."""
        return self._id_at(row)

    def _read_id(self, row: int) -> str:
        start, end = self._starts[row], self._starts[row + 1]
        return self._text[start : end - len(END)].decode()

    def __iter__(self) -> Iterator[str]:
        """All ids in the order of their rows."""
        return (self[row] for row in range(len(self)))

    def __contains__(self, id_: object) -> bool:
        """Whether an id is there."""
        return isinstance(id_, str) and self._find([id_])[0] != NOWHERE

    def rows(self, ids: Sequence[str]) -> Rows:
        """The rows of some ids. They are remembered: all channels score the same passages, and questions are alike.

        Raises:
            KeyError: one of them is not there; it is named.
        """
        return self._rows_of(tuple(ids))

    def _looked_up(self, ids: tuple[str, ...]) -> Rows:
        known = self._known_rows
        try:
            return np.array([known[id_] for id_ in ids], dtype=np.int64)
        except KeyError:  # one that was not looked up before
            rows = self._found_rows(ids)
        if len(known) + len(ids) > REMEMBERED_IDS:
            self._known_rows = known = {}
        known.update(zip(ids, rows.tolist(), strict=True))
        return rows

    def _found_rows(self, ids: Sequence[str]) -> Rows:
        rows = self._find(ids)
        if (unknown := np.flatnonzero(rows == NOWHERE)).size:
            raise KeyError(ids[unknown[0]])
        return rows

    def _find(self, ids: Sequence[str]) -> Rows:
        rows = self._rows.find(hashes_of(ids))
        strangers = [n for n, row in enumerate(rows.tolist()) if row != NOWHERE and self[row] != ids[n]]
        rows[strangers] = NOWHERE
        return rows

    def holds_page(self, page_id: str) -> bool:
        """Whether any passage is one of this page."""
        sought = f"{page_id}{PASSAGE_MARK}".encode()
        return self._text[: len(sought)] == sought or self._text.find(END + sought) >= 0

    def save(self, folder: Path) -> None:
        """Write everything into a new folder."""
        folder.mkdir(parents=True)
        (folder / IDS_FILE).write_bytes(self._text)
        save_array(folder / STARTS_FILE, self._starts)
        self._rows.save(folder)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote, where it is needed and not before.

        Raises:
            ValueError: the files do not fit one another.
        """
        starts = load_array(folder / STARTS_FILE)
        with (folder / IDS_FILE).open("rb") as file:
            size = file.seek(0, 2)
            text = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        if starts[-1] != size:
            raise ValueError(f"{size} characters of ids, and not {starts[-1]}")
        return cls(text, starts, HashedRows.load(folder))

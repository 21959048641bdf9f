"""The vectors of a channel by passage: a store, which passage each of its rows belongs to, and their ids."""

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

import numpy as np
import numpy.typing as npt

from index.passage_ids import PassageIds
from index.protocols import Rows, RowScores, Vectors, VectorStore
from index.results import Ranking, ranked

PARTS_PER_PASSAGE = 4  # so many rows are fetched at first for every passage wanted, where passages have several
REMEMBERED_CHOICES = 2  # of passages: topics are those of the same sentences
SPARE_FOR_TIES = 8  # rows fetched beyond that, so that equal scores at the edge can be put in order of id

FirstRows = npt.NDArray[np.int64]


class PassageVectors:
    """Every passage's vectors, one or more for each, in the order of its parts. Safe to share between threads."""

    def __init__(self, ids: PassageIds, first_rows: FirstRows, store: VectorStore) -> None:
        """Args:
        ids: the passages.
        first_rows: for every passage the row of its first vector; then the number of all rows.
        store: the vectors, passage after passage.
        """
        if len(first_rows) != len(ids) + 1 or first_rows[-1] != len(store):
            raise ValueError(f"{len(store)} vectors and {len(first_rows) - 1} first rows for {len(ids)} ids")
        self.ids = ids
        self.dim = store.dim
        self._first_rows = first_rows
        self._store = store
        self._rows_of = lru_cache(maxsize=REMEMBERED_CHOICES)(self._looked_up)
        self.most_parts = PARTS_PER_PASSAGE if len(store) > len(ids) else 1
        """How many rows to look at for every passage that is wanted."""

    @property
    def number(self) -> int:
        """How many vectors there are."""
        return len(self._store)

    def compared(self, question: Vectors, /) -> "PassageScores":
        """A question of shape (dim,) compared once, to be asked first for the nearest and then for other passages."""
        return PassageScores(self, self._store.compared(question))

    def passages_of(self, rows: Rows) -> Rows:
        """The number of the passage that each row belongs to."""
        if self.most_parts == 1:
            return rows  # every passage has one
        passages: Rows = np.searchsorted(self._first_rows, rows, side="right") - 1
        return passages

    def rows_of(self, ids: Sequence[str]) -> tuple[Rows, Rows]:
        """All rows of these passages, in this order, and how many each passage has.

        Raises:
            KeyError: there is no such passage; it is named.
        """
        return self._rows_of(tuple(ids))

    def _looked_up(self, ids: tuple[str, ...]) -> tuple[Rows, Rows]:
        passages = self.ids.rows(ids)
        starts = self._first_rows[passages]
        counts = self._first_rows[passages + 1] - starts
        before = np.cumsum(counts) - counts  # how many rows the passages before it have
        return np.repeat(starts - before, counts) + np.arange(counts.sum()), counts


class PassageScores:
    """A question compared with the vectors of passages: a passage scores as high as the best of its vectors."""

    def __init__(self, passages: PassageVectors, scores: RowScores) -> None:
        self._passages = passages
        self._scores = scores

    def best(self, k: int, /) -> Ranking:
        """The `k` passages nearest to the question, best first, equal scores by id; all of a smaller store."""
        wanted = self._passages.most_parts * k + SPARE_FOR_TIES
        while True:
            scores, rows = self._scores.best(wanted)
            best: dict[int, float] = {}
            for passage, score in zip(self._passages.passages_of(rows).tolist(), scores.tolist(), strict=True):
                best.setdefault(passage, score)  # the first of its rows is the best of them
            last = next(islice(best.values(), k - 1, None), -math.inf)
            # Passages that score as the last row does may be missing: they would have to be told apart by their id.
            if len(rows) < wanted or last > scores[-1]:
                break
            wanted *= 2
        ids = self._passages.ids
        return ranked({ids[passage]: score for passage, score in best.items() if score >= last}, k)

    def scores(self, passage_ids: Sequence[str], /) -> list[float]:
        """The score of each of these passages, in their order."""
        if not passage_ids:
            return []
        rows, counts = self._passages.rows_of(passage_ids)
        return best_of_each(self._scores.of(rows), counts)

    def part_scores(self, passage_ids: Sequence[str], /) -> list[list[float]]:
        """The score of every vector of each of these passages, in order."""
        rows, counts = self._passages.rows_of(passage_ids)
        scores = iter(self._scores.of(rows).tolist())
        return [list(islice(scores, count)) for count in counts.tolist()]


def best_of_each(scores: Vectors, counts: Rows) -> list[float]:
    """The highest score of each passage, of scores of their parts in order; each passage has `counts` parts."""
    best: list[float] = np.maximum.reduceat(scores, np.cumsum(counts) - counts).tolist()
    return best

"""The vectors of a channel by passage: a store, which passage each of its rows belongs to, and their ids."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.passage_ids import PassageIds
from index.protocols import Rows, Vectors, VectorStore
from index.results import Ranking, ranked

PARTS_PER_PASSAGE = 4  # so many rows are fetched at first for every passage wanted, where passages have several
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
        self._most_parts = PARTS_PER_PASSAGE if len(store) > len(ids) else 1

    def search(self, question: Vectors, /, k: int) -> Ranking:
        """The `k` passages nearest to a question of shape (dim,), by the best vector of each.

        Best first, equal scores by id. A smaller store gives all it has.
        """
        wanted = self._most_parts * k + SPARE_FOR_TIES
        while True:
            scores, rows = self._store.search(question, wanted)
            best, passages = self._best_by_passage(scores, rows)
            # Passages that score as the last row does may be missing: they would have to be told apart by their id.
            if len(rows) < min(wanted, len(self._store)) or wanted >= len(self._store):
                break
            if len(best) >= k and best[k - 1] > scores[-1]:
                break
            wanted *= 2
        last = best[min(k, len(best)) - 1] if len(best) else 0.0
        kept = best >= last  # the k best, and those that score as the last of them does: ids put these in order
        found = zip(passages[kept].tolist(), best[kept].tolist(), strict=True)
        return ranked({self.ids[passage]: score for passage, score in found}, k)

    def _best_by_passage(self, scores: Vectors, rows: Rows) -> tuple[Vectors, Rows]:
        """The best score of each passage among rows that come best first, and the passages, in that order."""
        passages = np.searchsorted(self._first_rows, rows, side="right") - 1
        firsts = np.sort(np.unique(passages, return_index=True)[1])
        return scores[firsts], passages[firsts]

    def vectors(self, ids: Sequence[str], /) -> tuple[Vectors, list[int]]:
        """All vectors of these passages, in this order, shape (n_vectors, dim), and how many each passage has.

        Raises:
            KeyError: there is no such passage; it is named.
        """
        if not ids:
            return np.empty((0, self.dim), dtype=np.float32), []
        passages = self.ids.rows(ids)
        starts, ends = self._first_rows[passages], self._first_rows[passages + 1]
        counts = ends - starts
        before = np.cumsum(counts) - counts  # how many rows the passages before it have
        rows = np.repeat(starts - before, counts) + np.arange(counts.sum())
        return self._store.vectors(rows), counts.tolist()

"""Every vector compared with the question: kept by numpy as the yardstick, by FAISS for indexes of moderate size."""

from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np

from index.protocols import Rows, Vectors
from index.stores.facts import StoreFacts

FLAT_FILE = "vectors.faiss"
KIND = "exact"


class AllScores:
    """The score of every row. See `RowScores` for its methods."""

    def __init__(self, scores: Vectors) -> None:
        """`scores`: by row, shape (n_rows,)."""
        self._scores = scores

    def best(self, k: int, /) -> tuple[Vectors, Rows]:
        """See `RowScores.best`. Of equal scores, those of the first rows come first."""
        falling = -self._scores
        rows = np.arange(len(falling))
        if k < len(falling):
            rows = np.flatnonzero(falling <= np.partition(falling, k - 1)[k - 1])  # and all that score as the k-th does
        rows = rows[np.argsort(falling[rows], kind="stable")][:k]
        return self._scores[rows], rows

    def of(self, rows: Rows, /) -> Vectors:
        """See `RowScores.of`."""
        return self._scores[rows]


class ExactStore:
    """Plain enough to be right by reading it. In memory only; the yardstick of the tests."""

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self._vectors = np.empty((0, dim), dtype=np.float32)

    def __len__(self) -> int:
        """See `VectorStore`."""
        return len(self._vectors)

    def add(self, vectors: Vectors, /) -> None:
        """Store vectors, shape (n, dim), behind those that are there."""
        self._vectors = np.concatenate([self._vectors, vectors.astype(np.float32)])

    def compared(self, question: Vectors, /) -> AllScores:
        """See `VectorStore.compared`."""
        return AllScores(self._vectors @ question)

    def vectors(self, rows: Rows, /) -> Vectors:
        """See `VectorStore.vectors`."""
        return self._vectors[rows]


class FlatStore:
    """Vectors that FAISS keeps. The inner product of vectors of length 1 is the cosine."""

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self._faiss = faiss.IndexFlatIP(dim)
        self._matrix = _matrix_of(self._faiss)

    def __len__(self) -> int:
        """See `VectorStore`."""
        return int(self._faiss.ntotal)

    def add(self, vectors: Vectors, /) -> None:
        """Store vectors, shape (n, dim), behind those that are there."""
        self._faiss.add(np.ascontiguousarray(vectors, dtype=np.float32))
        self._matrix = _matrix_of(self._faiss)

    def compared(self, question: Vectors, /) -> AllScores:
        """See `VectorStore.compared`. One product: FAISS would have to be asked again for every row but the nearest."""
        return AllScores(self._matrix @ question)

    def vectors(self, rows: Rows, /) -> Vectors:
        """See `VectorStore.vectors`."""
        return self._matrix[rows]

    def scores(self, rows: Rows, question: Vectors, /) -> Vectors:
        """See `StoredVectors.scores`."""
        scores: Vectors = self._matrix[rows] @ question
        return scores

    def save(self, folder: Path, /) -> None:
        """Write everything into a new folder."""
        folder.mkdir(parents=True)
        # Written by Python and not by FAISS, so that a full disk is an OSError like anywhere else.
        (folder / FLAT_FILE).write_bytes(faiss.serialize_index(self._faiss).tobytes())

    @classmethod
    def load(cls, folder: Path, /) -> Self:
        """Read what `save` wrote."""
        stored: Any = faiss.read_index(str(folder / FLAT_FILE))
        store = cls(stored.d)
        store._faiss, store._matrix = stored, _matrix_of(stored)
        return store


class FlatWriter:
    """Builds a `FlatStore`, block after block."""

    def __init__(self, folder: Path, dim: int) -> None:
        """`folder` must not be there yet."""
        self._folder = folder
        self._store = FlatStore(dim)

    def add(self, vectors: Vectors) -> None:
        """Take vectors, shape (n, dim), behind those that were taken."""
        self._store.add(vectors)

    def finish(self) -> StoreFacts:
        """Write the store."""
        self._store.save(self._folder)
        return StoreFacts(KIND, len(self._store), 1.0)


def _matrix_of(stored: faiss.IndexFlat) -> Vectors:
    """All vectors where FAISS keeps them, shape (n, dim), without a copy; no longer valid once others are added."""
    if stored.ntotal == 0:
        return np.empty((0, stored.d), dtype=np.float32)
    matrix: Vectors = faiss.rev_swig_ptr(stored.get_xb(), stored.ntotal * stored.d).reshape(stored.ntotal, stored.d)
    return matrix

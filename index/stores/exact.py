"""Every vector compared with the question: in numpy as the yardstick, in FAISS for serving indexes of moderate size."""

from pathlib import Path
from typing import Self

import faiss
import numpy as np

from index.protocols import Rows, Vectors
from index.stores.facts import StoreFacts

FLAT_FILE = "vectors.faiss"
KIND = "exact"


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

    def search(self, question: Vectors, /, k: int) -> tuple[Vectors, Rows]:
        """See `VectorStore.search`."""
        scores = self._vectors @ question
        rows = np.argsort(-scores, kind="stable")[:k].astype(np.int64)
        return scores[rows], rows

    def vectors(self, rows: Rows, /) -> Vectors:
        """See `VectorStore.vectors`."""
        return self._vectors[rows]


class FlatStore:
    """Exact inner product in FAISS. Of vectors of length 1, that is the cosine."""

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self._faiss: faiss.Index = faiss.IndexFlatIP(dim)

    def __len__(self) -> int:
        """See `VectorStore`."""
        return int(self._faiss.ntotal)

    def add(self, vectors: Vectors, /) -> None:
        """Store vectors, shape (n, dim), behind those that are there."""
        self._faiss.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def search(self, question: Vectors, /, k: int) -> tuple[Vectors, Rows]:
        """See `VectorStore.search`."""
        wanted = min(k, len(self))
        if wanted == 0:
            return np.empty(0, dtype=np.float32), np.empty(0, dtype=np.int64)
        scores, rows = self._faiss.search(np.ascontiguousarray(question[np.newaxis], dtype=np.float32), wanted)
        return scores[0], rows[0]

    def vectors(self, rows: Rows, /) -> Vectors:
        """See `VectorStore.vectors`."""
        if not len(rows):
            return np.empty((0, self.dim), dtype=np.float32)
        found: Vectors = self._faiss.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        return found

    def save(self, folder: Path, /) -> None:
        """Write everything into a new folder."""
        folder.mkdir(parents=True)
        # Written by Python and not by FAISS, so that a full disk is an OSError like anywhere else.
        (folder / FLAT_FILE).write_bytes(faiss.serialize_index(self._faiss).tobytes())

    @classmethod
    def load(cls, folder: Path, /) -> Self:
        """Read what `save` wrote."""
        stored = faiss.read_index(str(folder / FLAT_FILE))
        store = cls(stored.d)
        store._faiss = stored
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

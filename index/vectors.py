"""Vector stores: FAISS for serving, numpy as the yardstick that FAISS is tested against."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import faiss
import numpy as np

from index.protocols import Vectors
from index.results import Ranking, ranked

IDS_FILE = "ids.json"
SPARE_FOR_TIES = 8  # rows fetched beyond k, so that equal scores at the edge can be put in order of id
VECTORS_FILE = "vectors.faiss"


class FaissStore:
    """Exact inner product in FAISS. Of unit vectors, that is the cosine."""

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self._ids: list[str] = []
        self._rows: dict[str, int] = {}
        self._faiss: faiss.Index = faiss.IndexFlatIP(dim)

    @property
    def ids(self) -> Sequence[str]:
        """See `VectorStore.ids`."""
        return self._ids

    def add(self, ids: Sequence[str], vectors: Vectors, /) -> None:
        """See `VectorStore.add`."""
        _check_shape(vectors, len(ids), self.dim)
        _append_ids(self._rows, self._ids, ids)
        self._faiss.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def search(self, questions: Vectors, /, k: int) -> list[Ranking]:
        """See `VectorStore.search`."""
        wanted = min(k + SPARE_FOR_TIES, len(self._ids))
        if wanted == 0:
            return [()] * len(questions)
        questions = np.ascontiguousarray(questions, dtype=np.float32)
        scores, rows = self._faiss.search(questions, wanted)
        while wanted < len(self._ids) and (scores[:, -1] == scores[:, k - 1]).any():  # more are equal than were fetched
            wanted = min(2 * wanted, len(self._ids))
            scores, rows = self._faiss.search(questions, wanted)
        return [
            ranked({self._ids[row]: float(score) for row, score in zip(*found, strict=True)}, k)
            for found in zip(rows, scores, strict=True)
        ]

    def vectors(self, ids: Sequence[str], /) -> Vectors:
        """See `VectorStore.vectors`."""
        if not ids:
            return np.empty((0, self.dim), dtype=np.float32)
        found: Vectors = self._faiss.reconstruct_batch(np.array([self._rows[id_] for id_ in ids], dtype=np.int64))
        return found

    def save(self, folder: Path, /) -> None:
        """See `VectorStore.save`."""
        _save_ids(folder, self._ids)
        # Written by Python and not by FAISS, so that a full disk is an OSError like anywhere else.
        (folder / VECTORS_FILE).write_bytes(faiss.serialize_index(self._faiss).tobytes())

    @classmethod
    def load(cls, folder: Path, /) -> Self:
        """See `VectorStore.load`."""
        stored = faiss.read_index(str(folder / VECTORS_FILE))
        store = cls(stored.d)
        _append_ids(store._rows, store._ids, json.loads((folder / IDS_FILE).read_text("utf-8")))
        if stored.ntotal != len(store._ids):
            raise ValueError(f"{stored.ntotal} vectors for {len(store._ids)} ids")
        store._faiss = stored
        return store


class ExactStore:
    """The same in numpy: plain enough to be right by reading it."""

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self._ids: list[str] = []
        self._rows: dict[str, int] = {}
        self._vectors = np.empty((0, dim), dtype=np.float32)

    @property
    def ids(self) -> Sequence[str]:
        """See `VectorStore.ids`."""
        return self._ids

    def add(self, ids: Sequence[str], vectors: Vectors, /) -> None:
        """See `VectorStore.add`."""
        _check_shape(vectors, len(ids), self.dim)
        _append_ids(self._rows, self._ids, ids)
        self._vectors = np.concatenate([self._vectors, vectors.astype(np.float32)])

    def search(self, questions: Vectors, /, k: int) -> list[Ranking]:
        """See `VectorStore.search`."""
        return [ranked(dict(zip(self._ids, scores.tolist(), strict=True)), k) for scores in questions @ self._vectors.T]

    def vectors(self, ids: Sequence[str], /) -> Vectors:
        """See `VectorStore.vectors`."""
        found: Vectors = self._vectors[[self._rows[id_] for id_ in ids]]
        return found

    def save(self, folder: Path, /) -> None:
        """See `VectorStore.save`."""
        _save_ids(folder, self._ids)
        np.save(folder / "vectors.npy", self._vectors, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, /) -> Self:
        """See `VectorStore.load`."""
        vectors = np.load(folder / "vectors.npy", allow_pickle=False)
        store = cls(vectors.shape[1])
        store.add(json.loads((folder / IDS_FILE).read_text("utf-8")), vectors)
        return store


def _check_shape(vectors: Vectors, number: int, dim: int) -> None:
    if vectors.shape != (number, dim):
        raise ValueError(f"vectors of shape {vectors.shape} for {number} ids and dimension {dim}")


def _append_ids(rows: dict[str, int], known: list[str], ids: Sequence[str]) -> None:
    added = dict(zip(ids, range(len(known), len(known) + len(ids)), strict=True))
    if len(added) != len(ids) or not rows.keys().isdisjoint(added):
        raise ValueError("an id is stored twice")
    rows.update(added)
    known.extend(ids)


def _save_ids(folder: Path, ids: list[str]) -> None:
    folder.mkdir(parents=True)
    (folder / IDS_FILE).write_text(json.dumps(ids), "utf-8")

"""Vectors in a file, one byte a number: a quarter of the size, and read where they are needed only."""

import mmap
import os
import weakref
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.protocols import Rows, Vectors
from index.stores.facts import StoreFacts

ROWS_FILE = "vectors.int8"
KIND = "rows"  # vectors that are kept, and not searched
MAPPED_AT_MOST = 400_000_000  # bytes of a file that may come to lie in memory as a whole
STEPS = 127  # the largest number of a vector is this many steps; a cosine is off by some 0.001

Stored = npt.NDArray[np.void]


class QuantisedRows:
    """Vectors of length 1, as whole numbers of steps. Safe to share between threads.

    A small file is mapped. Of a large one, which would in the end lie in memory whole, vectors are read where they are
    wanted: that is quicker than mapping it and giving the mapping back to the system again and again.
    """

    def __init__(self, path: Path, dim: int) -> None:
        self.dim = dim
        self._path = path
        self._kind = row_kind(dim)
        size = path.stat().st_size
        self._number = size // self._kind.itemsize
        self._mapped = self._descriptor = None
        if size <= MAPPED_AT_MOST or not hasattr(os, "pread"):
            self._mapped = _mapped(path, size, self._kind)
        else:
            self._descriptor = os.open(path, os.O_RDONLY)
            weakref.finalize(self, os.close, self._descriptor)

    def __len__(self) -> int:
        """How many vectors there are."""
        return self._number

    def vectors(self, rows: Rows, /) -> Vectors:
        """See `StoredVectors.vectors`."""
        return _decoded(self._read(rows))

    def scores(self, rows: Rows, question: Vectors, /) -> Vectors:
        """See `StoredVectors.scores`."""
        read = self._read(rows)
        scores: Vectors = read["steps"].astype(np.float32) @ question
        scores *= read["step"]  # one product a row, where its vector would take one a number
        return scores

    def _read(self, rows: Rows) -> Stored:
        if self._mapped is not None:
            return self._mapped[rows]
        pread, descriptor = os.pread, self._descriptor
        assert descriptor is not None
        starts = np.flatnonzero(np.diff(rows, prepend=-2) != 1)  # the sentences of a passage are read at once
        sizes = np.diff(starts, append=len(rows)) * self._kind.itemsize
        places = rows[starts] * self._kind.itemsize
        read = [pread(descriptor, size, at) for size, at in zip(sizes.tolist(), places.tolist(), strict=True)]
        return np.frombuffer(b"".join(read), self._kind)

    def blocks(self, size: int) -> Iterator[Vectors]:
        """All vectors in order, `size` at a time."""
        for first in range(0, len(self), size):
            yield _decoded(np.fromfile(self._path, self._kind, count=size, offset=first * self._kind.itemsize))


def _mapped(path: Path, size: int, kind: np.dtype[np.void]) -> Stored:
    """All of a file of so many bytes; an empty one cannot be mapped."""
    if not size:
        return np.empty(0, dtype=kind)
    with path.open("rb") as file:
        return np.frombuffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), dtype=kind)


def _decoded(rows: Stored) -> Vectors:
    vectors: Vectors = rows["steps"].astype(np.float32)
    vectors *= rows["step"][:, np.newaxis]
    return vectors


class RowWriter:
    """Writes vectors, block after block, for `QuantisedRows` to read."""

    def __init__(self, folder: Path, dim: int) -> None:
        """`folder` must not be there yet."""
        folder.mkdir(parents=True)
        self._path = folder / ROWS_FILE
        self._dim = dim
        self._kind = row_kind(dim)
        self._path.touch()

    def add(self, vectors: Vectors) -> None:
        """Write vectors, shape (n, dim), behind those that are there."""
        rows = np.empty(len(vectors), dtype=self._kind)
        rows["step"] = np.abs(vectors).max(axis=1).clip(min=1e-12) / STEPS
        rows["steps"] = np.rint(vectors / rows["step"][:, np.newaxis])
        with self._path.open("ab") as file:
            file.write(rows.tobytes())

    def read(self) -> QuantisedRows:
        """What was written."""
        return QuantisedRows(self._path, self._dim)

    def finish(self) -> StoreFacts:
        """Nothing is left to write."""
        return StoreFacts(KIND, len(self.read()), 1.0)


def row_kind(dim: int) -> np.dtype[np.void]:
    """One vector in the file: the size of a step, and the number of steps in each direction."""
    return np.dtype([("step", "<f4"), ("steps", "i1", (dim,))])

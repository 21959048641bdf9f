"""Vectors in a file, one byte a number: a quarter of the size, and read where they are needed only."""

import os
import weakref
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from index.protocols import Rows, Vectors
from index.stores.facts import StoreFacts

ROWS_FILE = "vectors.int8"
KIND = "rows"  # vectors that are kept, and not searched
STEPS = 127  # the largest number of a vector is this many steps; a cosine is off by some 0.001


class QuantisedRows:
    """Vectors of length 1, as whole numbers of steps. Safe to share between threads.

    They are read from the file and not mapped: a question needs a thousand or two of them, and what was read once stays
    in the system's cache, where it is in nobody's way.
    """

    def __init__(self, path: Path, dim: int) -> None:
        self.dim = dim
        self._kind = row_kind(dim)
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        self._number = os.fstat(self._file).st_size // self._kind.itemsize

    def __len__(self) -> int:
        """How many vectors there are."""
        return self._number

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of some rows, in this order, shape (n, dim)."""
        if not len(rows):
            return np.empty((0, self.dim), dtype=np.float32)
        ends = np.flatnonzero(np.diff(rows, append=rows[-1]) != 1)  # of rows that follow one another: read in one go
        starts = np.concatenate([[0], ends[:-1] + 1])
        runs = zip(rows[starts].tolist(), rows[ends].tolist(), strict=True)
        return self._decoded(b"".join([self._read(first, last + 1) for first, last in runs]))

    def blocks(self, size: int) -> Iterator[Vectors]:
        """All vectors in order, `size` at a time."""
        for first in range(0, self._number, size):
            yield self._decoded(self._read(first, min(first + size, self._number)))

    def _read(self, first: int, end: int) -> bytes:
        size = self._kind.itemsize
        return os.pread(self._file, (end - first) * size, first * size)

    def _decoded(self, data: bytes) -> Vectors:
        rows = np.frombuffer(data, dtype=self._kind)
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

"""Vectors in a file, one byte a number: a quarter of the size, and read where they are needed only."""

import mmap
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.protocols import Rows, Vectors
from index.stores.facts import StoreFacts

ROWS_FILE = "vectors.int8"
KIND = "rows"  # vectors that are kept, and not searched
MAPPED_AT_MOST = 20_000  # vectors, each on a page or two of its own: some 100 MB
MAPPED_WHOLE = 100_000_000  # bytes; of a file that is no larger, nothing has to be given back
STEPS = 127  # the largest number of a vector is this many steps; a cosine is off by some 0.001


class QuantisedRows:
    """Vectors of length 1, as whole numbers of steps. Safe to share between threads.

    They are mapped: a question needs a thousand or two of them, and a call to the system for each takes three times as
    long. What was read of a large file stays in the system's cache, but not for ever in the memory of this process.
    """

    def __init__(self, path: Path, dim: int) -> None:
        self.dim = dim
        self._kind = row_kind(dim)
        with path.open("rb") as file:
            self._file = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""
        self._rows = np.frombuffer(self._file, dtype=self._kind)
        self._is_large = len(self._file) > MAPPED_WHOLE
        self._unmapped_in = MAPPED_AT_MOST
        if self._is_large:
            self._advise("MADV_RANDOM")  # the neighbours of a vector are not wanted

    def __len__(self) -> int:
        """How many vectors there are."""
        return len(self._rows)

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of some rows, in this order, shape (n, dim)."""
        return _decoded(self._read(rows))

    def scores(self, rows: Rows, question: Vectors) -> Vectors:
        """The products of some rows with a vector of shape (dim,), in this order, shape (n,)."""
        read = self._read(rows)
        scores: Vectors = read["steps"].astype(np.float32) @ question
        scores *= read["step"]  # one product a row, where its vector would take one a number
        return scores

    def _read(self, rows: Rows) -> npt.NDArray[np.void]:
        read = self._rows[rows]
        self._unmapped_in -= len(rows)  # two threads may count wrongly together, which does no harm
        if self._is_large and self._unmapped_in <= 0:
            self._unmapped_in = MAPPED_AT_MOST
            self._advise("MADV_DONTNEED")
        return read

    def blocks(self, size: int) -> Iterator[Vectors]:
        """All vectors in order, `size` at a time."""
        for first in range(0, len(self), size):
            yield _decoded(self._rows[first : first + size])
            self._advise("MADV_DONTNEED")

    def _advise(self, advice: str) -> None:
        """Tell the system how the mapping is used, where it can be told."""
        if isinstance(self._file, mmap.mmap) and hasattr(mmap, advice):
            self._file.madvise(getattr(mmap, advice))


def _decoded(rows: npt.NDArray[np.void]) -> Vectors:
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

"""Which kind of store an index gets, by its size. Measured in `index/decisions/0007-scale.md`."""

from pathlib import Path
from typing import Protocol

from index.protocols import Rows, Vectors, VectorStore
from index.stores.exact import FLAT_FILE, FlatStore, FlatWriter
from index.stores.facts import StoreFacts
from index.stores.ivf import IvfStore, IvfWriter
from index.stores.rows import ROWS_FILE, QuantisedRows, RowWriter

# Up to here a comparison with every sentence takes two milliseconds, and the vectors some 25 MB; at 10,000 it would
# take ten, and inverted lists that find 99 in 100 take two.
EXACT_UP_TO = 2_000  # passages


class StoredVectors(Protocol):
    """Vectors by row."""

    def vectors(self, rows: Rows, /) -> Vectors:
        """The vectors of some rows, in this order, shape (n, dim)."""
        ...

    def scores(self, rows: Rows, question: Vectors, /) -> Vectors:
        """The products of some rows with a vector of shape (dim,), in this order, shape (n,)."""
        ...

    def __len__(self) -> int:
        """How many there are."""
        ...


class VectorWriter(Protocol):
    """Builds a store, block after block."""

    def add(self, vectors: Vectors, /) -> None:
        """Take vectors, shape (n, dim), behind those that were taken."""
        ...

    def finish(self) -> StoreFacts:
        """Write what is left to write."""
        ...


def is_exact(passages: int) -> bool:
    """Whether an index of so many passages compares a question with every vector."""
    return passages <= EXACT_UP_TO


def store_writer(folder: Path, dim: int, passages: int, questions: Vectors | None) -> VectorWriter:
    """What builds a store.

    Args:
        folder: where it goes; must not be there yet.
        dim: numbers in a vector.
        passages: how many the index has.
        questions: shape (n, dim), as patients ask; the recall is measured with them. None for vectors that nobody
            searches.
    """
    if is_exact(passages):
        return FlatWriter(folder, dim)
    return RowWriter(folder, dim) if questions is None else IvfWriter(folder, dim, questions)


def load_store(folder: Path) -> VectorStore:
    """The store in a folder, of whichever kind. Raises what the kind raises."""
    return FlatStore.load(folder) if (folder / FLAT_FILE).exists() else IvfStore.load(folder)


def load_rows(folder: Path, dim: int) -> StoredVectors:
    """The vectors of the store in a folder by row, whether it can be searched or not."""
    if (folder / FLAT_FILE).exists():
        return FlatStore.load(folder)
    return QuantisedRows(folder / ROWS_FILE, dim)

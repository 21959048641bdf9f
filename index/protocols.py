"""The shapes of the parts that can be swapped. Nothing to inherit from; a fake is ten lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.results import Ranking

Vectors = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


class Encoder(Protocol):
    """Turns text into vectors. Questions and passages differ: many encoders want a prompt on one of them."""

    @property
    def name(self) -> str:
        """What the manifest records and a load compares."""
        ...

    @property
    def dim(self) -> int:
        """Numbers in a vector."""
        ...

    def encode_questions(self, texts: Sequence[str], /) -> Vectors:
        """Shape (n, dim), float32, rows of length 1. No texts give shape (0, dim)."""
        ...

    def encode_passages(self, texts: Sequence[str], /) -> Vectors:
        """Shape (n, dim), float32, rows of length 1. No texts give shape (0, dim)."""
        ...


class RowScores(Protocol):
    """A question compared with the vectors of a store. Scores are cosines, higher is better."""

    def best(self, k: int, /) -> tuple[Vectors, Rows]:
        """The scores of the `k` rows nearest to the question, best first, and the rows.

        A smaller store gives all it has; a store that does not look everywhere may give fewer.
        """
        ...

    def of(self, rows: Rows, /) -> Vectors:
        """The scores of these rows, in this order, shape (n,)."""
        ...


class VectorStore(Protocol):
    """Vectors by row, counted from 0 in the order in which they were added.

    Rows and not ids: all channels of an index share one table of ids, see `index/vectors.py`.
    """

    dim: int

    def __len__(self) -> int:
        """How many vectors there are."""
        ...

    def compared(self, question: Vectors, /) -> RowScores:
        """A question of shape (dim,) compared once, to be asked first for the nearest and then for other rows."""
        ...

    def vectors(self, rows: Rows, /) -> Vectors:
        """The vectors of these rows, in this order, shape (n, dim)."""
        ...


@dataclass(frozen=True, slots=True)
class EncodedQuestion:
    """A question as the channels want it: the vector has shape (dim,), the words are normalised.

    `topics` and `operations` are the probabilities of what it asks about, each of shape (n_kinds,).
    """

    text: str
    vector: Vectors
    words: tuple[str, ...]
    topics: Vectors
    operations: Vectors


class Scorer(Protocol):
    """One way of telling how well passages fit a question."""

    name: str

    def scores(self, question: EncodedQuestion, passage_ids: Sequence[str], /) -> list[float]:
        """The score of each of these passages, in their order; higher is better."""
        ...


class Comparison(Protocol):
    """A question compared with the passages of a channel."""

    def best(self, k: int, /) -> Ranking:
        """The `k` best passages by this channel alone."""
        ...

    def scores(self, passage_ids: Sequence[str], /) -> list[float]:
        """The score of each of these passages, in their order; higher is better."""
        ...


class Channel(Scorer, Protocol):
    """A scorer that can find passages, too. Lexical and dense look the same from above."""

    def can_find(self, page_id: str) -> bool:
        """Whether this channel can find any passage of a page."""
        ...

    def compared(self, question: EncodedQuestion, /) -> Comparison:
        """A question compared once, to be asked first for the best passages and then for those of all channels."""
        ...

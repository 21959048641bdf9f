"""The shapes of the parts that can be swapped. Nothing to inherit from; a fake is ten lines."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt

from index.results import Ranking

Vectors = npt.NDArray[np.float32]


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


class VectorStore(Protocol):
    """Vectors with their ids. Row numbers never leave the store; scores are cosines, higher is better."""

    dim: int

    @property
    def ids(self) -> Sequence[str]:
        """All ids, in the order in which they were added."""
        ...

    def add(self, ids: Sequence[str], vectors: Vectors, /) -> None:
        """Store vectors, shape (n, dim), under ids that are not there yet."""
        ...

    def search(self, questions: Vectors, /, k: int) -> list[Ranking]:
        """The `k` nearest ids for each row, best first, equal scores by id. A smaller store gives all it has."""
        ...

    def vectors(self, ids: Sequence[str], /) -> Vectors:
        """The stored vectors of these ids, in this order, shape (n, dim). An unknown id raises KeyError."""
        ...

    def save(self, folder: Path, /) -> None:
        """Write everything into a new folder."""
        ...

    @classmethod
    def load(cls, folder: Path, /) -> Self:
        """Read what `save` wrote."""
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


class Channel(Scorer, Protocol):
    """A scorer that can find passages, too. Lexical and dense look the same from above."""

    def passage_ids(self) -> Collection[str]:
        """Every passage that this channel can find."""
        ...

    def search(self, question: EncodedQuestion, /, k: int) -> Ranking:
        """The `k` best passages by this channel alone."""
        ...

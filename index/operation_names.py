"""Operations that a text names outright: the words of their names, in any order, against the words of the text."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import numpy as np

from corpus.operations import Operation
from index.classifier import Probabilities
from index.words import words_of

FILE = "operation_names.json"
SURENESS = 1.5  # what the rarity of a name's words counts against the classifier; from 1 to 1.5 little changes
FLOOR = 0.005  # shared out among all operations, so that a name can win that the classifier does not see


class OperationNames:
    """The names of operations by their words. A word counts by how few operations use it."""

    def __init__(
        self, rarity: Mapping[str, float], using: Mapping[str, Sequence[int]], meant: Sequence[int], n_operations: int
    ) -> None:
        """Use `build` or `load`.

        Args:
            rarity: word -> how much it tells.
            using: word -> the numbers of the names that it is part of.
            meant: the number of the operation of each name.
            n_operations: how many there are.
        """
        self._rarity, self._meant, self._n_operations = rarity, meant, n_operations
        self._meant_of = np.array(meant, dtype=np.int64)
        self._using = {word: np.array(names, dtype=np.int64) for word, names in using.items()}
        self._whole = np.zeros(len(meant))
        for word, names in self._using.items():
            self._whole[names] += rarity[word]

    @classmethod
    def build(cls, operations: Sequence[Operation]) -> Self:
        """From the label, the names and the lay names of operations."""
        names = sorted(
            {
                (number, tuple(sorted(set(words_of(text)))))
                for number, operation in enumerate(operations)
                for text in (operation.label, *operation.names, *operation.lay)
            }
        )
        using: dict[str, list[int]] = {}
        for number, (_, words) in enumerate(names):
            for word in words:
                using.setdefault(word, []).append(number)
        meant = [operation for operation, _ in names]
        rarity = {
            word: math.log(len(operations) / len({meant[name] for name in numbers})) for word, numbers in using.items()
        }
        return cls(rarity, using, meant, len(operations))

    def strengths(self, words: Sequence[str], share: float) -> Probabilities:
        """How strongly a text names each operation, at least 0, shape (n_operations,).

        It is the rarity of the words that the text shares with a name, times their share of the whole name; of the
        operation's names, the strongest counts.

        Args:
            words: of the text, from `words_of`.
            share: the share of a name, 0 to 1, by the rarity of its words, that must be there.
        """
        shared = np.zeros(len(self._whole))
        for word in dict.fromkeys(words):
            if rarity := self._rarity.get(word, 0.0):
                shared[self._using[word]] += rarity
        names = np.flatnonzero((shared > 0) & (shared >= share * self._whole * (1 - 1e-9)))
        strengths = np.zeros(self._n_operations, dtype=np.float32)
        np.maximum.at(strengths, self._meant_of[names], (shared[names] ** 2 / self._whole[names]).astype(np.float32))
        return strengths

    def save(self, folder: Path) -> None:
        """Write everything into a folder."""
        using = {word: names.tolist() for word, names in self._using.items()}
        said = {"rarity": self._rarity, "using": using, "meant": self._meant, "operations": self._n_operations}
        (folder / FILE).write_text(json.dumps(said, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            OSError: the file is not there.
            ValueError: it is not what `save` writes.
        """
        try:
            said = json.loads((folder / FILE).read_text("utf-8"))
            return cls(said["rarity"], said["using"], said["meant"], said["operations"])
        except (KeyError, TypeError) as error:
            raise ValueError(f"{folder / FILE} holds no names of operations ({error})") from error


def with_names(probabilities: Probabilities, strengths: Probabilities) -> Probabilities:
    """Probabilities of operations, and of none where they end with it, once it is known what a text names outright.

    Args:
        probabilities: shape (n_operations,), or (n_operations + 1,) with that of none at the end.
        strengths: from `OperationNames.strengths`, shape (n_operations,).
    """
    if not strengths.any():
        return probabilities
    n_operations = len(strengths)
    joined = probabilities.astype(np.float64)
    joined[:n_operations] = (joined[:n_operations] + FLOOR / n_operations) * np.exp(SURENESS * strengths)
    shared: Probabilities = (joined / joined.sum()).astype(np.float32)
    return shared

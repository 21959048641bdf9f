"""Texts into kinds, by their vectors: multinomial logistic regression, learnt once and small to keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from index.protocols import Vectors

STRENGTH = 25.0  # the inverse of the penalty; from 10 to 50 nothing changes that could be told from chance
ITERATIONS = 60

Probabilities = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Classifier:
    """How likely a text is of each kind, from its vector.

    `weights` has shape (n_kinds, dim), `bias` (n_kinds,); `kinds` are their names, in that order.
    """

    kinds: tuple[str, ...]
    weights: Vectors
    bias: Vectors

    @classmethod
    def learn(cls, kinds: Sequence[str], vectors: Vectors, answers: Sequence[int]) -> Self:
        """Learn from texts whose kind is known.

        Args:
            kinds: the names of the kinds, at least three, each with at least one text.
            vectors: of the texts, shape (n_texts, dim), rows of length 1.
            answers: the number of each text's kind.

        Source: multinomial logistic regression, as in scikit-learn.
        """
        from sklearn.linear_model import LogisticRegression  # a second to import; a question never pays for it

        model = LogisticRegression(C=STRENGTH, max_iter=ITERATIONS, tol=1e-3)
        model.fit(vectors, np.asarray(answers))
        return cls(tuple(kinds), model.coef_.astype(np.float32), model.intercept_.astype(np.float32))

    def probabilities(self, vectors: Vectors) -> Probabilities:
        """The probability of each kind, 0 to 1, for vectors of shape (n, dim): shape (n, n_kinds), rows sum to 1."""
        logits = vectors @ self.weights.T + self.bias
        raised = np.exp(logits - logits.max(axis=1, keepdims=True))
        probabilities: Probabilities = raised / raised.sum(axis=1, keepdims=True)
        return probabilities

    def roots(self, vectors: Vectors) -> Vectors:
        """The square roots of the probabilities, shape (n, n_kinds), rows of length 1: their products say how alike
        two texts are, 0 to 1.
        """
        halves = vectors @ self.weights.T
        halves += self.bias
        halves -= halves.max(axis=1, keepdims=True)
        halves *= 0.5  # the exponential of half a logit is, but for its scale, the root of a probability
        np.exp(halves, out=halves)
        halves /= np.linalg.norm(halves, axis=1, keepdims=True)
        return halves

    def save(self, file: Path) -> None:
        """Write everything into one file."""
        np.savez(file, kinds=np.array(self.kinds), weights=self.weights, bias=self.bias)

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            OSError: the file is not there.
            ValueError: it is not what `save` writes.
        """
        try:
            with file.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:
                return cls(tuple(stored["kinds"].tolist()), stored["weights"], stored["bias"])
        except (ValueError, KeyError, EOFError, TypeError, BadZipFile) as error:
            raise ValueError(f"{file} is no classifier ({error})") from error

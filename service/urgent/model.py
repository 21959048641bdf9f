"""The learned part: weights over a sentence's features and its meaning, and the middle of each sign's examples."""

import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from corpus.errors import IndexDamaged
from index.protocols import Vectors

MEANING_SCALE = 4.0  # a vector's numbers are near 0.05; so the same pull on all weights is fair to them
PULL = 0.5  # towards weights of zero; 0.5 to 3 gave the same within chance
NEWTON_STEPS = 12  # it settles after eight


@dataclass(frozen=True, slots=True)
class UrgentModel:
    """A logistic model, by its numbers.

    `bias`, shape (1,); `wording`, shape (n_features,); `meaning`, shape (dim,);
    `signs`, shape (n_signs, dim), the mean vector of each sign's examples, in the order of the knowledge.
    """

    bias: Vectors
    wording: Vectors
    meaning: Vectors
    signs: Vectors

    def by_wording(self, features: Vectors) -> Vectors:
        """What features alone add to the score, one number a row."""
        scores: Vectors = features @ self.wording + self.bias[0]
        return scores

    def scores(self, features: Vectors, vectors: Vectors) -> Vectors:
        """Log odds that a sentence says that a sign is there, one number a row; higher is more likely."""
        scores: Vectors = self.by_wording(features) + vectors @ self.meaning
        return scores

    def save(self, file: Path) -> None:
        """Write the numbers; a crash leaves no half of them."""
        written = file.with_suffix(f".{os.getpid()}.part")  # several workers may be at it
        with written.open("wb") as opened:
            np.savez(opened, bias=self.bias, wording=self.wording, meaning=self.meaning, signs=self.signs)
        written.replace(file)

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            FileNotFoundError: there is no such file.
            IndexDamaged: it cannot be used.
        """
        try:
            with np.load(file, allow_pickle=False) as kept:
                return cls(**{name: kept[name] for name in ("bias", "wording", "meaning", "signs")})
        except (ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise IndexDamaged(f"{file} cannot be read ({error}). Delete it; it is made again.") from error


def fit_logistic(rows: Vectors, labels: Vectors, weights: Vectors, pull: float = PULL) -> Vectors:
    """The weights of a logistic model, the bias first, by Newton's method.

    Args:
        rows: shape (n, m).
        labels: 0 or 1 for each row.
        weights: how much each row counts.
        pull: strength of the ridge penalty; the bias is free of it.

    Source: Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning", section 4.4.1.
    """
    design = np.hstack([np.ones((len(rows), 1)), rows]).astype(np.float64)
    ridge = np.diag([1e-6, *[pull] * rows.shape[1]])
    fitted = np.zeros(design.shape[1])
    for _ in range(NEWTON_STEPS):
        expected = 1 / (1 + np.exp(-design @ fitted))
        slope = design.T @ (weights * (labels - expected)) - ridge @ fitted
        curve = (design * (weights * expected * (1 - expected))[:, None]).T @ design + ridge
        fitted = fitted + np.linalg.solve(curve, slope)
    found: Vectors = fitted.astype(np.float32)
    return found

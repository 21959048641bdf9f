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
        try:
            with written.open("wb") as opened:
                np.savez(opened, bias=self.bias, wording=self.wording, meaning=self.meaning, signs=self.signs)
            written.replace(file)
        finally:
            written.unlink(missing_ok=True)  # of a full disk, not half of it

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            FileNotFoundError: there is no such file.
            IndexDamaged: it cannot be used.
        """
        try:
            with file.open("rb") as opened, np.load(opened, allow_pickle=False) as kept:
                return cls(**{name: kept[name] for name in ("bias", "wording", "meaning", "signs")})
        except FileNotFoundError:
            raise
        except (OSError, ValueError, KeyError, EOFError, RuntimeError, zipfile.BadZipFile) as error:
            raise IndexDamaged(f"{file} cannot be read ({error}). Delete it; it is made again.") from error


def fit_logistic(rows: Vectors, labels: Vectors, weights: Vectors) -> tuple[Vectors, Vectors]:
    """The bias, shape (1,), and the coefficients, shape (m,), of a logistic model.

    Args:
        rows: shape (n, m).
        labels: 0 or 1 for each row.
        weights: how much each row counts.
    """
    from sklearn.linear_model import LogisticRegression  # a second to import, and needed once for an encoder

    model = LogisticRegression(C=1 / PULL, solver="newton-cholesky")
    model.fit(rows.astype(np.float64), labels, sample_weight=weights)
    return model.intercept_.astype(np.float32), model.coef_[0].astype(np.float32)

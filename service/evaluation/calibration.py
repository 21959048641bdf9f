"""What a confidence is worth: risk and coverage, reliability, and what a threshold would refuse.

An answer that is given is wrong where its first result holds no quote that answers: the confidence claims to be the
probability of the opposite. Chosen on the same questions that they are read off, thresholds look a little too good.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from index.metrics import auroc

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]

MOST_WRONG = 0.05  # of the answers given; the rate at which `coverage at 5 % wrong` is stated
BINS = 10  # of a reliability curve
THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Confidences:
    """One value a question: the confidence, whether the pages answer, whether the first result does."""

    confidence: Numbers
    answerable: Flags
    right: Flags

    def __len__(self) -> int:
        """How many questions."""
        return len(self.confidence)

    def at(self, positions: Positions) -> Self:
        """The values at these positions, in this order."""
        return type(self)(self.confidence[positions], self.answerable[positions], self.right[positions])

    def of_answerable(self) -> list[float]:
        """The confidences where the pages answer."""
        return [float(value) for value in self.confidence[self.answerable]]

    def of_unanswerable(self) -> list[float]:
        """The confidences where they do not."""
        return [float(value) for value in self.confidence[~self.answerable]]


@dataclass(frozen=True, slots=True)
class RiskCurve:
    """Answering from a threshold on: the share of questions answered, and the share of those answered wrongly.

    One row for each confidence that occurs, the surest first; questions equally sure are answered together.
    """

    threshold: Numbers
    coverage: Numbers
    risk: Numbers


def risk_curve(asked: Confidences) -> RiskCurve:
    """The risk at every coverage.

    Source: El-Yaniv and Wiener, "On the foundations of noise-free selective classification", JMLR 2010.
    """
    order = np.argsort(-asked.confidence, kind="stable")
    confidence = asked.confidence[order]
    answered = np.arange(1, len(order) + 1)
    risk = 1 - np.cumsum(asked.right[order]) / answered
    last_of_its_kind = np.append(confidence[1:] != confidence[:-1], True)[: len(order)]
    rows = np.flatnonzero(last_of_its_kind)
    return RiskCurve(confidence[rows], answered[rows] / max(len(order), 1), risk[rows])


def coverage_at(curve: RiskCurve, most_wrong: float = MOST_WRONG) -> float:
    """The largest share of questions answered at which at most `most_wrong` of the answers are wrong; 0 if at none."""
    return float(curve.coverage[curve.risk <= most_wrong].max(initial=0.0))


def risk_area(curve: RiskCurve) -> float:
    """The area under the curve of risk over coverage (AURC), 0 to 1, lower is better."""
    return float((curve.risk * np.diff(curve.coverage, prepend=0.0)).sum())


class ReliabilityBin(NamedTuple):
    """Questions with a confidence from `low` up to `high`: how sure on average, the share right first."""

    low: float
    high: float
    questions: int
    confidence: float
    right: float


def reliability(asked: Confidences, bins: int = BINS) -> list[ReliabilityBin]:
    """Ten bins of equal width, without the empty ones."""
    numbers = np.minimum((asked.confidence * bins).astype(int), bins - 1)
    found = []
    for number in range(bins):
        inside = numbers == number
        if inside.any():
            sure, right = float(asked.confidence[inside].mean()), float(asked.right[inside].mean())
            found.append(ReliabilityBin(number / bins, (number + 1) / bins, int(inside.sum()), sure, right))
    return found


def calibration_error(bins: Sequence[ReliabilityBin]) -> float:
    """How far confidence and share right lie apart, averaged over the questions, 0 to 1, lower is better.

    Source: expected calibration error, Naeini, Cooper and Hauskrecht, "Obtaining well calibrated probabilities
    using Bayesian binning", AAAI 2015.
    """
    apart = sum(bin_.questions * abs(bin_.confidence - bin_.right) for bin_ in bins)
    return apart / sum(bin_.questions for bin_ in bins)


class RefusedAt(NamedTuple):
    """The shares refused where answers are given from `threshold` on; None without such questions."""

    threshold: float
    unanswerable: float | None
    answerable: float | None


def refused_at_thresholds(asked: Confidences, thresholds: Sequence[float] = THRESHOLDS) -> list[RefusedAt]:
    """What each threshold would refuse."""
    return [
        RefusedAt(
            threshold,
            _share_below(asked.confidence[~asked.answerable], threshold),
            _share_below(asked.confidence[asked.answerable], threshold),
        )
        for threshold in thresholds
    ]


def _share_below(confidences: Numbers, threshold: float) -> float | None:
    return float((confidences < threshold).mean()) if len(confidences) else None


# Measures of all the questions together, which are no mean over questions.
SET_MEASURES: Mapping[str, Callable[[Confidences], float | None]] = {
    "AUROC": lambda asked: auroc(asked.of_answerable(), asked.of_unanswerable()),
    "coverage at 5 % wrong": lambda asked: coverage_at(risk_curve(asked)),
    "AURC": lambda asked: risk_area(risk_curve(asked)),
    "ECE": lambda asked: calibration_error(reliability(asked)),
}

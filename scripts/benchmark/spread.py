"""What many values come to: the median, with the lowest and the highest beside it."""

import statistics
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Spread(NamedTuple):
    """The median of the rounds, and the lowest and highest of them."""

    median: float
    lowest: float
    highest: float

    def overlaps(self, other: "Spread") -> bool:
        """Whether either median lies between the lowest and the highest of the other."""
        return other.lowest <= self.median <= other.highest or self.lowest <= other.median <= self.highest


def spread_of(rounds: Sequence[float]) -> Spread:
    """The spread of at least one value."""
    return Spread(statistics.median(rounds), min(rounds), max(rounds))


def percentiles(values: Sequence[float]) -> tuple[float, float, float]:
    """p50, p95 and p99 of at least one value, each a value that occurred or between two that did."""
    p50, p95, p99 = np.percentile(values, [50, 95, 99])
    return float(p50), float(p95), float(p99)


def times_better(ours: Sequence[float], theirs: Sequence[float], more_is_better: bool) -> Spread:
    """How many times better ours is, from rounds that were measured side by side.

    Both are taken to have as many rounds as the shorter one.
    """
    pairs = zip(ours, theirs, strict=False)
    return spread_of([mine / other if more_is_better else other / mine for mine, other in pairs])

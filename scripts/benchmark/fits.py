"""How cost grows with the corpus: lines fitted to what was measured over corpora of several sizes."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from scripts.benchmark.contestants import OURS
from scripts.benchmark.results import Results

FITTED_FROM = 3  # points: two lie on any line


class Fit(NamedTuple):
    """How a measure of Own Words grows: with which power of the passages, and how well a straight line fits.

    `r_squared` is the share of the variance that a straight line explains, at most 1.
    """

    measure: str
    power: float
    slope: float
    offset: float
    r_squared: float


def fits_of(results: Results) -> Iterator[Fit]:
    """The fits of what was measured over at least three corpora: a warm question, and ingest of made corpora."""
    for measure in ("warm_p50", "warm_p95"):
        yield from _fit(measure, *points_of(results, OURS, measure))
    yield from _fit("build", *ingest_points(results))


def fit_lines(results: Results) -> Iterator[str]:
    """A sentence for each fit."""
    for fit in fits_of(results):
        if fit.measure == "build":
            yield (
                f"Ingest without encoding takes {fit.slope * 1000:.2g} s for 1,000 passages and {fit.offset:.2g} s "
                f"besides (a straight line, R² {fit.r_squared:.3f}); it grows with the power {fit.power:.2f}."
            )
        else:
            yield f"A warm question, {fit.measure[-3:]}, grows with the power {fit.power:.2f} of the passages."


def _fit(measure: str, passages: Sequence[int], values: Sequence[float]) -> Iterator[Fit]:
    if len(passages) >= FITTED_FROM:
        slope, offset = line_through(passages, values)
        yield Fit(measure, growth(passages, values), slope, offset, r_squared(passages, values))


def points_of(results: Results, contestant: str, measure: str) -> tuple[list[int], list[float]]:
    """The passages and the median of every corpus where this was measured, the smallest corpus first."""
    found = []
    for corpus in sorted(results.corpora, key=lambda one: one.passages):
        figure = results.figure(corpus.name, contestant, measure)
        if figure:
            found.append((corpus.passages, figure.spread.median))
    return [passages for passages, _ in found], [value for _, value in found]


def line_through(x: Sequence[float], y: Sequence[float]) -> tuple[float, float]:
    """The slope and the offset of the straight line through points, by least squares."""
    slope, offset = np.polyfit(x, y, 1)
    return float(slope), float(offset)


def growth(x: Sequence[float], y: Sequence[float]) -> float:
    """The exponent with which `y` grows in `x`: 1 is linear, less is sub-linear."""
    return line_through(np.log(x).tolist(), np.log(y).tolist())[0]


def r_squared(x: Sequence[float], y: Sequence[float]) -> float:
    """The share of the variance of `y` that the straight line through the points explains; 1 where all lie on it."""
    slope, offset = line_through(x, y)
    left = np.asarray(y) - (slope * np.asarray(x) + offset)
    variance = float(np.var(y))
    return 1 - float(np.mean(left**2)) / variance if variance else 1.0


def ingest_points(results: Results) -> tuple[list[int], list[float]]:
    """The passages of every made corpus, and the seconds that ingest of it took without encoding."""
    made = {corpus.name: corpus.passages for corpus in results.corpora if corpus.perturbed}
    figures = [f for f in results.figures if f.contestant == OURS and f.measure == "build" and f.corpus in made]
    return [made[f.corpus] for f in figures], [f.spread.median for f in figures]

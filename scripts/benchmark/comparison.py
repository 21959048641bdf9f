"""Whether two runs agree: each figure, and how many times better than each alternative that is.

What a run measures once, such as the time to build a large index, has no spread to lie within; how far the two are
apart is said.
"""

from collections.abc import Iterator
from typing import NamedTuple

from scripts.benchmark.contestants import OURS
from scripts.benchmark.results import Figure, Results
from scripts.benchmark.spread import Spread
from scripts.benchmark.table import number, spread_words


class Compared(NamedTuple):
    """One figure of two runs."""

    now: Figure
    before: Figure

    @property
    def has_spread(self) -> bool:
        """Whether either run measured it more than once."""
        return len(self.now.rounds) > 1 or len(self.before.rounds) > 1

    @property
    def change(self) -> float:
        """How many times the median of the other run this one's is."""
        return self.now.spread.median / self.before.spread.median

    @property
    def agrees(self) -> bool:
        """Whether either median lies between the lowest and the highest round of the other run."""
        return self.now.spread.overlaps(self.before.spread)


def compared(now: Results, before: Results) -> list[Compared]:
    """The figures that both runs measured, in the order of this one."""
    pairs = ((figure, before.figure(figure.corpus, figure.contestant, figure.measure)) for figure in now.figures)
    return [Compared(figure, other) for figure, other in pairs if other is not None]


def comparison_lines(now: Results, before: Results) -> Iterator[str]:
    """How many figures and ratios agree, a line for each figure that does not or that was measured once."""
    figures = compared(now, before)
    repeated = [one for one in figures if one.has_spread]
    apart = [one for one in repeated if not one.agrees]
    ratios = [mine.overlaps(other) for mine, other in _ratios(now, before, repeated)]
    yield (
        f"{len(repeated) - len(apart)} of {len(repeated)} figures lie within the spread of the other run, and so do "
        f"{sum(ratios)} of {len(ratios)} ratios to alternatives."
    )
    yield from map(_line, apart)
    if once := [one for one in figures if not one.has_spread]:
        yield f"{len(once)} figures were measured once in each run and have no spread:"
        yield from map(_line, once)


def _ratios(now: Results, before: Results, figures: list[Compared]) -> Iterator[tuple[Spread, Spread]]:
    """How many times better ours is, in both runs, for every figure of an alternative."""
    for figure in (one.now for one in figures if one.now.contestant != OURS):
        asked = (figure.corpus, OURS, figure.contestant, figure.measure)
        mine, other = now.ratio(*asked), before.ratio(*asked)
        if mine and other:
            yield mine, other


def _line(one: Compared) -> str:
    return (
        f"{one.now.corpus}, {one.now.contestant}, {one.now.measure}: {spread_words(one.now.spread)} now, "
        f"{spread_words(one.before.spread)} before ({number(one.change)} times)"
    )

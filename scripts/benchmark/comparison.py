"""Whether two runs agree: each figure, and whether it lies within the spread of the other."""

from collections.abc import Iterator
from typing import NamedTuple

from scripts.benchmark.results import Figure, Results
from scripts.benchmark.table import number, spread_words


class Compared(NamedTuple):
    """One figure of two runs."""

    now: Figure
    before: Figure

    @property
    def agrees(self) -> bool:
        """Whether either median lies between the lowest and the highest round of the other run."""
        return self.now.spread.overlaps(self.before.spread)


def compared(now: Results, before: Results) -> list[Compared]:
    """The figures that both runs measured, in the order of this one."""
    pairs = ((figure, before.figure(figure.corpus, figure.contestant, figure.measure)) for figure in now.figures)
    return [Compared(figure, other) for figure, other in pairs if other is not None]


def comparison_lines(figures: list[Compared]) -> Iterator[str]:
    """How many figures agree, and a line for each that does not."""
    apart = [one for one in figures if not one.agrees]
    yield f"{len(figures) - len(apart)} of {len(figures)} figures lie within the spread of the other run."
    for one in apart:
        change = one.now.spread.median / one.before.spread.median
        yield (
            f"{one.now.corpus}, {one.now.contestant}, {one.now.measure}: {spread_words(one.now.spread)} now, "
            f"{spread_words(one.before.spread)} before ({number(change)} times)"
        )

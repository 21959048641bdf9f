"""Two evaluations of the same questions side by side, each difference with its interval and a paired test."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import fmean

from index.metrics import RANKING_MEASURES
from service.evaluation.calibration import SET_MEASURES
from service.evaluation.chance import (
    Interval,
    auroc_difference_interval,
    mean_interval,
    paired_auroc_p,
    paired_p,
)
from service.evaluation.measured import Evaluation, confidences_of


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure here and there, the interval of there - here, and the p of a paired randomisation test.

    `interval` and `p` are None where the measure has none, or the questions are too few.
    """

    measure: str
    here: float
    there: float
    interval: Interval | None
    p: float | None

    @property
    def change(self) -> float:
        """There - here."""
        return self.there - self.here


def differences(here: Evaluation, there: Evaluation) -> Iterator[Difference]:
    """Every measure that both have, in the order of the first."""
    for name, value in here.totals.items():
        other = there.totals.get(name)
        if value is None or other is None:
            continue
        if name not in SET_MEASURES:
            yield mean_difference(name, here.values(name), there.values(name))
        elif name == "AUROC":
            yield _auroc_difference(value, other, here, there)
        else:
            yield Difference(name, value, other, None, None)


def mean_difference(measure: str, here: Mapping[str, float], there: Mapping[str, float]) -> Difference:
    """The difference of a mean over questions; both must hold the same questions, by their ids."""
    ids = sorted(here)
    changes = [there[id_] - here[id_] for id_ in ids]
    interval, p = mean_interval(changes), paired_p(changes)
    return Difference(measure, fmean(here.values()), fmean(there[id_] for id_ in ids), interval, p)


def _auroc_difference(value: float, other: float, here: Evaluation, there: Evaluation) -> Difference:
    asked = confidences_of(here.questions), confidences_of(there.questions)
    return Difference("AUROC", value, other, auroc_difference_interval(*asked), paired_auroc_p(*asked))


def differences_from_earlier(here: Evaluation, earlier: Mapping[str, Mapping[str, float]]) -> Iterator[Difference]:
    """What an earlier report's measures, by question, differ in from this evaluation: the earlier one is there."""
    for name in RANKING_MEASURES:
        there = {id_: measures[name] for id_, measures in earlier.items()}
        if there:
            yield mean_difference(name, here.values(name), there)

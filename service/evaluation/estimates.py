"""Each measure with the interval that chance leaves it: of all questions, and by style, topic and operation."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import NamedTuple

from index.metrics import DEPTH
from service.evaluation.calibration import SET_MEASURES
from service.evaluation.chance import Interval, auroc_interval, mean_interval, set_interval
from service.evaluation.labels import LabelledQuestion
from service.evaluation.measured import Evaluation, MeasuredQuestion, confidences_of, totals_of

GROUP_MEASURES = ("S@1", "S@5", "nDCG@10", "wrong operation", "unanswerable refused", "answerable refused")
GROUPINGS: Mapping[str, Callable[[LabelledQuestion], str | None]] = {
    "style": lambda item: item.style,
    "category": lambda item: item.category,
    "operation": lambda item: item.operation,
}


class SuccessPoint(NamedTuple):
    """The share of the answerable questions with an answer among the first `k` results."""

    k: int
    share: float
    interval: Interval | None


class Estimate(NamedTuple):
    """A measure, its 95 % interval (None where the questions are too few), and how many questions it is over."""

    value: float
    interval: Interval | None
    questions: int


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of one style, topic or operation."""

    name: str
    answerable: int
    unanswerable: int
    estimates: Mapping[str, Estimate]


def estimates_of(evaluation: Evaluation) -> dict[str, Estimate]:
    """Every measure that has a value, with its interval."""
    asked = confidences_of(evaluation.questions)
    found = {}
    for name, value in evaluation.totals.items():
        if value is None:
            continue
        if name == "AUROC":
            found[name] = Estimate(value, auroc_interval(asked), len(asked))
        elif name in SET_MEASURES:
            found[name] = Estimate(value, set_interval(asked, SET_MEASURES[name]), len(asked))
        else:
            values = list(evaluation.values(name).values())
            found[name] = Estimate(value, mean_interval(values), len(values))
    return found


def success_curve(evaluation: Evaluation) -> list[SuccessPoint]:
    """S@k for every k from 1 to 10; empty without answerable questions."""
    ranks = [question.right_rank for question in evaluation.questions if question.labelled.answerable]
    points = []
    for k in range(1, DEPTH + 1) if ranks else ():
        found = [float(rank is not None and rank <= k) for rank in ranks]
        points.append(SuccessPoint(k, fmean(found), mean_interval(found)))
    return points


def groups_by(grouping: str, evaluation: Evaluation) -> list[Group]:
    """The groups of one of `GROUPINGS`, by name; questions without such a label are in none."""
    members: defaultdict[str, list[MeasuredQuestion]] = defaultdict(list)
    for question in evaluation.questions:
        name = GROUPINGS[grouping](question.labelled)
        if name is not None:
            members[name].append(question)
    return [_group(name, questions) for name, questions in sorted(members.items())]


def measures_of(groups: Sequence[Group]) -> list[str]:
    """Those of `GROUP_MEASURES` that any of the groups has."""
    return [measure for measure in GROUP_MEASURES if any(measure in group.estimates for group in groups)]


def _group(name: str, questions: Sequence[MeasuredQuestion]) -> Group:
    measured = Evaluation(questions, totals_of(questions))
    estimates = {}
    for measure in GROUP_MEASURES:
        values = list(measured.values(measure).values())
        if values:
            estimates[measure] = Estimate(measured.totals[measure] or 0.0, mean_interval(values), len(values))
    return Group(name, measured.answerable, measured.unanswerable, estimates)

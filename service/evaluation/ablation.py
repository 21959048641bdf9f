"""What each part of the search is worth: the same questions with every part left out in turn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.answerer import Answerer
from service.evaluation.comparison import Difference, differences
from service.evaluation.labels import LabelledQuestion
from service.evaluation.measured import Evaluation, Progress, evaluated

ABLATED_MEASURES = ("S@1", "S@5", "nDCG@10", "H@1", "conflict@5", "wrong operation", "AUROC", "unanswerable refused")


@dataclass(frozen=True, slots=True)
class Ablated:
    """A part, and what changes without it: each difference is without - with, so a part that pays has it below 0."""

    part: str
    differences: Sequence[Difference]


def ablation(
    answerer: Answerer,
    labelled: Sequence[LabelledQuestion],
    whole: Evaluation,
    operations: Mapping[str, str] | None = None,
    without: Iterable[str] = (),
    progress: Progress = iter,
) -> list[Ablated]:
    """Every part left out in turn, compared with the whole.

    Args:
        answerer: over the index to measure.
        labelled: the questions.
        whole: the evaluation of the same answerer on the same questions with the same `without`.
        operations: file of a page -> the operation it is about.
        without: parts that are left out throughout.
        progress: see `evaluated`; used once for each part.
    """
    missing = frozenset(without)
    ablated = []
    for part in answerer.parts:
        if part not in missing:
            rest = evaluated(answerer, labelled, operations, missing | {part}, progress)
            kept = [one for one in differences(whole, rest) if one.measure in ABLATED_MEASURES]
            ablated.append(Ablated(part, kept))
    return ablated


def measures_shown(ablated: Sequence[Ablated]) -> list[str]:
    """Those of `ABLATED_MEASURES` that apply to these questions."""
    known = {one.measure for row in ablated for one in row.differences}
    return [measure for measure in ABLATED_MEASURES if measure in known]

"""Everything that one run of the evaluation found: what its report shows, and what its figures hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from index.metrics import RocPoint, roc_points
from service.evaluation.ablation import Ablated
from service.evaluation.calibration import (
    RefusedAt,
    ReliabilityBin,
    RiskCurve,
    refused_at_thresholds,
    reliability,
    risk_curve,
)
from service.evaluation.comparison import Difference
from service.evaluation.estimates import (
    GROUPINGS,
    Estimate,
    Group,
    SuccessPoint,
    estimates_of,
    groups_by,
    success_curve,
)
from service.evaluation.failures import Failure, failures_of
from service.evaluation.measured import Evaluation, confidences_of


@dataclass(frozen=True, slots=True)
class About:
    """What was measured. `created` is a time in ISO form; `compared_with` is None where nothing was."""

    questions: str
    index: str
    index_version: str
    created: str
    without: Sequence[str] = ()
    compared_with: str | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """An evaluation with all that is derived from it. `groups` holds only groupings that have groups."""

    about: About
    evaluation: Evaluation
    estimates: Mapping[str, Estimate]
    signposting: Mapping[str, Estimate]
    groups: Mapping[str, Sequence[Group]]
    success: Sequence[SuccessPoint]
    roc: Sequence[RocPoint]
    risk: RiskCurve
    reliability: Sequence[ReliabilityBin]
    refused_at: Sequence[RefusedAt]
    comparison: Sequence[Difference]
    ablated: Sequence[Ablated]
    failures: Sequence[Failure]


def findings_of(
    about: About,
    evaluation: Evaluation,
    comparison: Sequence[Difference] = (),
    ablated: Sequence[Ablated] = (),
    signposting: Mapping[str, Estimate] = MappingProxyType({}),
) -> Findings:
    """All that a report tells of an evaluation."""
    asked = confidences_of(evaluation.questions)
    groups = {grouping: groups_by(grouping, evaluation) for grouping in GROUPINGS}
    return Findings(
        about=about,
        evaluation=evaluation,
        estimates=estimates_of(evaluation),
        signposting=signposting,
        groups={grouping: found for grouping, found in groups.items() if found},
        success=success_curve(evaluation),
        roc=roc_points(asked.of_answerable(), asked.of_unanswerable()),
        risk=risk_curve(asked),
        reliability=reliability(asked),
        refused_at=refused_at_thresholds(asked),
        comparison=comparison,
        ablated=ablated,
        failures=failures_of(evaluation),
    )

"""The findings as JSON-ready values, for programs and for the next comparison."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from service.answers import Result
from service.evaluation.chance import LEVEL, RESAMPLES, Interval
from service.evaluation.comparison import Difference
from service.evaluation.estimates import Estimate, Group
from service.evaluation.failures import wanted_quotes
from service.evaluation.findings import Findings
from service.evaluation.measured import Evaluation, MeasuredQuestion

MADE_BY = "ownwords evaluate"  # tells a report's folder from any other


def figures_of(findings: Findings) -> dict[str, Any]:
    """Every figure of the report. A measure without a value is null; an interval is [low, high] or null."""
    measured, risk = findings.evaluation, findings.risk
    return {
        "made_by": MADE_BY,
        **asdict(findings.about),
        "answerable": measured.answerable,
        "unanswerable": measured.unanswerable,
        "interval": {"level": LEVEL, "resamples": RESAMPLES},
        "totals": {name: _estimate(findings.estimates.get(name)) for name in measured.totals},
        "signposting": {name: _estimate(estimate) for name, estimate in findings.signposting.items()},
        "groups": {name: [_group(group) for group in groups] for name, groups in findings.groups.items()},
        "success_at": [
            {"k": point.k, "share": point.share, "interval": _interval(point.interval)} for point in findings.success
        ],
        "refused_at": [row._asdict() for row in findings.refused_at],
        "reliability": [bin_._asdict() for bin_ in findings.reliability],
        "risk_coverage": {
            "threshold": risk.threshold.tolist(), "coverage": risk.coverage.tolist(), "risk": risk.risk.tolist()
        },
        "roc": [point._asdict() for point in findings.roc],
        "comparison": _differences(findings.comparison),
        "ablation": {row.part: _differences(row.differences) for row in findings.ablated},
    }  # fmt: skip


def _estimate(estimate: Estimate | None) -> dict[str, Any] | None:
    if estimate is None:
        return None
    return {"value": estimate.value, "interval": _interval(estimate.interval), "questions": estimate.questions}


def _interval(interval: Interval | None) -> list[float] | None:
    return None if interval is None else list(interval)


def _group(group: Group) -> dict[str, Any]:
    return {
        "name": group.name,
        "answerable": group.answerable,
        "unanswerable": group.unanswerable,
        "measures": {name: _estimate(estimate) for name, estimate in group.estimates.items()},
    }


def _differences(differences: Iterable[Difference]) -> dict[str, Any]:
    return {
        one.measure: {
            "here": one.here,
            "there": one.there,
            "change": one.change,
            "interval": _interval(one.interval),
            "p": one.p,
        }
        for one in differences
    }


def question_rows(evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    """A row for each question, in the order asked: what was wanted, what was shown, and every measure."""
    for question in evaluation.questions:
        labelled, answer = question.labelled, question.answer
        yield {
            "id": labelled.id,
            "question": labelled.question,
            "style": labelled.style,
            "category": labelled.category,
            "operation": labelled.operation,
            "answerable": labelled.answerable,
            "outcome": answer.outcome,
            "confidence": answer.confidence,
            **question.measures,
            "wanted": _wanted(question),
            "shown": _shown(answer.results),
        }


def _wanted(question: MeasuredQuestion) -> list[dict[str, Any]]:
    return [{**asdict(wanted.quote), "rank": wanted.rank} for wanted in wanted_quotes(question)]


def _shown(results: Sequence[Result]) -> list[dict[str, Any]]:
    return [
        {
            "rank": result.rank,
            "ref": result.ref,
            "file": result.source.file,
            "text": result.text,
            "highlight": result.highlight.text,
            "confidence": result.confidence,
            "why": result.why,
        }
        for result in results
    ]

"""One run of `ownwords evaluate`: its questions, and the evaluations that it makes of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from service.answerer import Answerer
from service.evaluation.ablation import Ablated, ablation
from service.evaluation.comparison import Difference, differences, differences_from_earlier
from service.evaluation.findings import About
from service.evaluation.labels import LabelledQuestion, UrgentQuestion, read_labelled, read_operations, read_urgent
from service.evaluation.measured import Evaluation, Progress, evaluated
from service.evaluation.report import is_report
from service.evaluation.trec import measures_by_question
from service.settings import Settings
from service.wiring import load_answerer


@dataclass(frozen=True, slots=True)
class Job:
    """Labelled questions, and those that test signposting. `operations`: file of a page -> operation."""

    labelled: Sequence[LabelledQuestion]
    urgent: Sequence[UrgentQuestion]
    operations: Mapping[str, str]
    progress: Progress


def read_job(questions: Path, progress: Progress = iter) -> Job:
    """The questions of a file, and `operations.json` beside it.

    Raises:
        LabelError: one of them cannot be used.
    """
    return Job(read_labelled(questions), read_urgent(questions), read_operations(questions), progress)


def measure(job: Job, answerer: Answerer, without: Collection[str] = ()) -> Evaluation:
    """The evaluation of one answerer."""
    return evaluated(answerer, job.labelled, job.operations, without, job.progress)


def compared(job: Job, here: Evaluation, other: Path, settings: Settings) -> list[Difference]:
    """An evaluation beside another index, or beside an earlier report.

    Raises:
        LabelError: the report is on other questions.
        IndexFolderError: the index cannot be loaded.
    """
    if is_report(other):
        return list(differences_from_earlier(here, measures_by_question(here, other)))
    beside = replace(settings, index=other)
    return list(differences(here, measure(job, load_answerer(beside))))


def ablated(job: Job, answerer: Answerer, whole: Evaluation, without: Collection[str] = ()) -> list[Ablated]:
    """What each part of the answerer is worth."""
    return ablation(answerer, job.labelled, whole, job.operations, without, job.progress)


def about(questions: Path, index: Path, version: str, without: Sequence[str], compared_with: Path | None) -> About:
    """What was measured, and when: now."""
    created = datetime.now(UTC).isoformat(timespec="seconds")
    return About(str(questions), str(index), version, created, without, str(compared_with) if compared_with else None)

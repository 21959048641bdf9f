"""The quality of an index on labelled questions, asked through the same door as a patient's."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from scipy.stats import bootstrap

from corpus.errors import LabelError
from index.metrics import ANSWERS, Quote, Shown, auroc, highlight_answers, ranking_measures
from service.answerer import Answerer
from service.answers import Answer, Outcome
from service.batch import read_rows

DEPTH = 10
RESAMPLES = 2000
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question, whether the pages answer it, and the quotes that do."""

    id: str
    question: str
    style: str
    answerable: bool
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`totals` are means over questions; `per_question` holds each answerable question's own measures."""

    totals: Mapping[str, float | None]
    by_style: Mapping[str, float]
    per_question: Sequence[Mapping[str, Any]]
    answerable: int
    unanswerable: int


def read_labelled(path: Path) -> list[LabelledQuestion]:
    """The questions of a JSON Lines file with `id`, `question`, `answerable` and `gold` (file, quote, grade).

    Questions marked `urgent` (true or false) test signposting, not search, and are left out.

    Raises:
        LabelError: the file cannot be read, or a label is not complete; the message names the question.
    """
    return [_labelled(path, row) for row in read_rows(path) if "urgent" not in row]


def _labelled(path: Path, row: dict[str, Any]) -> LabelledQuestion:
    try:
        quotes = tuple(Quote(label["file"], label["quote"], int(label["grade"])) for label in row["gold"])
        answerable = bool(row["answerable"])
    except (KeyError, TypeError, ValueError) as error:
        raise LabelError(
            f"{path}: the labels of question {row['id']} are not complete ({error!r}). "
            "Give answerable, and gold as a list of file, quote and grade."
        ) from error
    if answerable and not any(quote.grade >= ANSWERS for quote in quotes):
        raise LabelError(f"{path}: question {row['id']} is answerable but has no quote of grade {ANSWERS}. Add one.")
    return LabelledQuestion(str(row["id"]), row["question"], str(row.get("style", "?")), answerable, quotes)


def evaluated(answerer: Answerer, labelled: Sequence[LabelledQuestion]) -> Evaluation:
    """Ask every question and measure the answers."""
    answers = {item.id: answerer.answer(item.question, DEPTH) for item in labelled}
    answerable = [item for item in labelled if item.answerable]
    shown = {id_: [Shown(r.text, r.source.file) for r in answer.results] for id_, answer in answers.items()}
    measures = ranking_measures(shown, {item.id: item.quotes for item in answerable})
    for item in answerable:
        measures[item.id]["H@1"] = _highlight_measure(answers[item.id], item.quotes)
    return Evaluation(
        totals=_totals(labelled, answers, measures),
        by_style=_by_style(answerable, measures),
        per_question=[
            {"id": item.id, "question": item.question, "style": item.style, **measures[item.id]} for item in answerable
        ],
        answerable=len(answerable),
        unanswerable=len(labelled) - len(answerable),
    )


def _highlight_measure(answer: Answer, quotes: Sequence[Quote]) -> float:
    if not answer.results:
        return 0.0
    first = answer.results[0]
    return float(highlight_answers(first.highlight.text, first.source.file, quotes))


def _totals(
    labelled: Sequence[LabelledQuestion], answers: Mapping[str, Answer], measures: Mapping[str, Mapping[str, float]]
) -> dict[str, float | None]:
    names = next(iter(measures.values()), {})
    totals: dict[str, float | None] = {name: fmean(row[name] for row in measures.values()) for name in names}
    confidences: dict[bool, list[float]] = {True: [], False: []}
    refusals: dict[bool, list[bool]] = {True: [], False: []}
    for item in labelled:
        confidences[item.answerable].append(answers[item.id].confidence)
        refusals[item.answerable].append(answers[item.id].outcome is Outcome.NOT_FOUND)
    totals["AUROC"] = auroc(confidences[True], confidences[False])
    totals["unanswerable refused"] = fmean(refusals[False]) if refusals[False] else None
    totals["answerable refused"] = fmean(refusals[True]) if refusals[True] else None
    return totals


def _by_style(answerable: Sequence[LabelledQuestion], measures: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    by_style: defaultdict[str, list[float]] = defaultdict(list)
    for item in answerable:
        by_style[item.style].append(measures[item.id]["S@1"])
    return {style: fmean(values) for style, values in sorted(by_style.items())}


def report_lines(measured: Evaluation) -> Iterator[str]:
    """The evaluation as a table."""
    yield f"{measured.answerable} answerable and {measured.unanswerable} unanswerable questions"
    for name, value in measured.totals.items():
        yield f"{name:24}{'-' if value is None else format(value, '.3f')}"
    yield "S@1 by style: " + ", ".join(f"{style} {value:.2f}" for style, value in measured.by_style.items())


def comparison_lines(here: Evaluation, there: Evaluation) -> Iterator[str]:
    """Two evaluations on the same questions side by side, each difference with its 95 % interval.

    Source: the paired bootstrap, Efron and Tibshirani, "An Introduction to the Bootstrap", 1993.
    """
    yield f"{'':10}{'here':>8}{'there':>8}{'there - here, 95 % interval':>32}"
    for name, mean in here.totals.items():
        other = there.totals[name]
        if mean is None or other is None:
            continue
        interval = ""
        if here.per_question and name in here.per_question[0]:
            low, high = _interval(here, there, name)
            interval = f"{other - mean:+.3f} ({low:+.3f} to {high:+.3f})"
        yield f"{name:24}{mean:8.3f}{other:8.3f}{interval:>32}"


def _interval(here: Evaluation, there: Evaluation, name: str) -> tuple[float, float]:
    pairs = zip(here.per_question, there.per_question, strict=True)
    differences = np.array([b[name] - a[name] for a, b in pairs], dtype=np.float64)
    if len(differences) < 2 or not differences.any():
        return 0.0, 0.0
    made = bootstrap((differences,), np.mean, n_resamples=RESAMPLES, confidence_level=LEVEL, method="percentile", rng=1)
    return float(made.confidence_interval.low), float(made.confidence_interval.high)

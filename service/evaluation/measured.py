"""Every labelled question asked through the same door as a patient's, and its answer measured."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from corpus.errors import QuestionError
from index.metrics import DEPTH, Shown, highlight_answers, ranking_measures, shows_both_sides
from service.answerer import Answerer
from service.answers import Answer, Outcome
from service.evaluation.calibration import SET_MEASURES, Confidences
from service.evaluation.labels import WRONG_OPERATION, LabelledQuestion, pages_of_operations

# In the order in which they are shown; a measure that applies to no question is left out.
MEASURES = (
    *("S@1", "S@3", "S@5", "MRR@10", "nDCG@10", "C@5", "H@1", "conflict@5", "wrong operation"),
    *("AUROC", "coverage at 5 % wrong", "AURC", "Brier", "ECE"),
    *("unanswerable refused", "answerable refused"),
)
LOWER_IS_BETTER = frozenset({"wrong operation", "AURC", "Brier", "ECE", "answerable refused", "urgent false alarms"})


@dataclass(frozen=True, slots=True)
class MeasuredQuestion:
    """A labelled question with its answer, and every measure that applies to it, 0 to 1."""

    labelled: LabelledQuestion
    answer: Answer
    measures: Mapping[str, float]

    @property
    def right(self) -> bool:
        """Whether the first result holds a quote that answers."""
        return self.measures.get("S@1", 0.0) == 1.0

    @property
    def right_rank(self) -> int | None:
        """The rank of the first result that holds a quote that answers; None where none of ten does."""
        reciprocal = self.measures.get("MRR@10")
        return round(1 / reciprocal) if reciprocal else None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The measured questions, in the order of their file, and the measures of all of them together.

    `totals` is None where a measure needs questions of a kind that is not there.
    """

    questions: Sequence[MeasuredQuestion]
    totals: Mapping[str, float | None]

    @property
    def answerable(self) -> int:
        """How many questions the pages answer."""
        return sum(question.labelled.answerable for question in self.questions)

    @property
    def unanswerable(self) -> int:
        """How many they do not."""
        return len(self.questions) - self.answerable

    def values(self, measure: str) -> dict[str, float]:
        """Question id -> its value, of the questions that the measure applies to."""
        return {q.labelled.id: q.measures[measure] for q in self.questions if measure in q.measures}


Progress = Callable[[Iterable[LabelledQuestion]], Iterable[LabelledQuestion]]


def evaluated(
    answerer: Answerer,
    labelled: Sequence[LabelledQuestion],
    operations: Mapping[str, str] | None = None,
    without: Collection[str] = (),
    progress: Progress = iter,
) -> Evaluation:
    """Ask every question and measure the answers.

    Args:
        answerer: over the index to measure.
        labelled: the questions; their order is kept.
        operations: file of a page -> the operation it is about; see `pages_of_operations`.
        without: names of the answerer's parts to leave out.
        progress: passes the questions on, and may show how far they are.
    """
    answers = {item.id: _answered(answerer, item.question, without) for item in progress(labelled)}
    ranking = ranking_measures(
        {id_: shown_of(answer) for id_, answer in answers.items()},
        {item.id: item.quotes for item in labelled if item.answerable},
    )
    pages = pages_of_operations(labelled, operations or {})
    measured = []
    for item in labelled:
        answer, measures = answers[item.id], dict(ranking.get(item.id, {}))
        measures |= _shown_measures(item, answer, pages)
        measures |= _confidence_measures(item, answer, right_first=measures.get("S@1", 0.0))
        measured.append(MeasuredQuestion(item, answer, measures))
    return Evaluation(measured, totals_of(measured))


def shown_of(answer: Answer) -> list[Shown]:
    """What is measured of an answer's results."""
    return [Shown(result.text, result.source.file) for result in answer.results]


def _answered(answerer: Answerer, question: str, without: Collection[str]) -> Answer:
    """The answer; one without results where the question cannot be searched for, as when it is empty."""
    try:
        return answerer.answer(question, DEPTH, without)
    except QuestionError:
        return Answer(question, Outcome.NOT_FOUND, 0.0, None, [], answerer.index_version, 0.0)


def _shown_measures(item: LabelledQuestion, answer: Answer, pages: Mapping[str, frozenset[str]]) -> dict[str, float]:
    first = answer.results[0] if answer.results else None
    measures = {}
    if item.answerable:
        answers = first is not None and highlight_answers(first.highlight.text, first.source.file, item.quotes)
        measures["H@1"] = float(answers)
    if item.answerable and item.conflict:
        measures["conflict@5"] = float(shows_both_sides(shown_of(answer), item.quotes))
    own_pages = pages.get(item.operation or "")
    if own_pages and (item.answerable or item.kind == WRONG_OPERATION):
        measures["wrong operation"] = float(first is not None and first.source.file not in own_pages)
    return measures


def _confidence_measures(item: LabelledQuestion, answer: Answer, right_first: float) -> dict[str, float]:
    kind = "answerable" if item.answerable else "unanswerable"
    return {
        "Brier": (answer.confidence - right_first) ** 2,  # Brier, 1950
        f"{kind} refused": float(answer.outcome is Outcome.NOT_FOUND),
    }


def totals_of(questions: Sequence[MeasuredQuestion]) -> dict[str, float | None]:
    """Every measure of some questions: means over those that it applies to, and measures of all together."""
    values: defaultdict[str, list[float]] = defaultdict(list)
    for question in questions:
        for name, value in question.measures.items():
            values[name].append(value)
    totals: dict[str, float | None] = {name: fmean(found) for name, found in values.items()}
    totals |= {name: measure(confidences_of(questions)) for name, measure in SET_MEASURES.items()}
    totals |= {name: totals.get(name) for name in ("unanswerable refused", "answerable refused")}
    return {name: totals[name] for name in MEASURES if name in totals}


def confidences_of(questions: Sequence[MeasuredQuestion]) -> Confidences:
    """What the confidence said of each question, and what was true."""
    return Confidences(
        confidence=np.array([question.answer.confidence for question in questions], dtype=np.float64),
        answerable=np.array([question.labelled.answerable for question in questions], dtype=np.bool_),
        right=np.array([question.right for question in questions], dtype=np.bool_),
    )

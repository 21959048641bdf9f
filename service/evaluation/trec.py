"""TREC files: qrels and run out, so that any tool can check our figures; and in, from an earlier report.

A line of qrels is a quote of a question with its gain (3 answers, 1 helps); a line of a run is a place of a ranking,
named after the best quote first found there. So `ir_measures qrels.txt run.txt "nDCG@10"` prints our nDCG@10.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote as percent_encoded

from ir_measures import read_trec_qrels, read_trec_run

from corpus.errors import LabelError
from index.metrics import gains_of, measures_of_runs, run_of
from service.evaluation.measured import Evaluation, shown_of

QRELS_FILE, RUN_FILE = "qrels.txt", "run.txt"
TAG = "own-words"


def qrels_lines(evaluation: Evaluation) -> Iterator[str]:
    """Question, 0, quote, gain: every quote of every answerable question."""
    for question in evaluation.questions:
        if question.labelled.answerable:
            for quote, gain in gains_of(question.labelled.quotes).items():
                yield f"{_word(question.labelled.id)} 0 {quote} {gain}"


def run_lines(evaluation: Evaluation) -> Iterator[str]:
    """Question, Q0, quote, rank, score, our name: ten places for every answerable question."""
    for question in evaluation.questions:
        if question.labelled.answerable:
            run = run_of(shown_of(question.answer), question.labelled.quotes)
            for rank, (quote, score) in enumerate(run.items(), start=1):
                yield f"{_word(question.labelled.id)} Q0 {quote} {rank} {score} {TAG}"


def read_measures(qrels: Path, run: Path) -> dict[str, dict[str, float]]:
    """Question id -> its S@1, S@3, S@5, MRR@10 and nDCG@10, from TREC files whose relevance is a gain, as ours is.

    Raises:
        LabelError: a file cannot be read.
    """
    gains: dict[str, dict[str, int]] = {}
    runs: dict[str, dict[str, float]] = {}
    try:
        for judged in read_trec_qrels(str(qrels)):
            gains.setdefault(judged.query_id, {})[judged.doc_id] = judged.relevance
        for placed in read_trec_run(str(run)):
            runs.setdefault(placed.query_id, {})[placed.doc_id] = placed.score
    except (OSError, ValueError) as error:
        raise LabelError(f"{qrels} or {run} cannot be read ({error}). Write them again: --report.") from error
    return measures_of_runs(gains, runs)


def measures_by_question(evaluation: Evaluation, folder: Path) -> dict[str, dict[str, float]]:
    """The measures of an earlier report, by the ids of this evaluation's answerable questions.

    Raises:
        LabelError: the report is about other questions.
    """
    earlier = read_measures(folder / QRELS_FILE, folder / RUN_FILE)
    words = {_word(q.labelled.id): q.labelled.id for q in evaluation.questions if q.labelled.answerable}
    if set(words) != set(earlier):
        raise LabelError(f"{folder} is a report on other questions. Compare with a report on these.")
    return {words[word]: measures for word, measures in earlier.items()}


def _word(question_id: str) -> str:
    """An id without white space, which parts the columns."""
    return percent_encoded(question_id, safe=":/@+,;=()[]")

"""How good a ranking is, against quotes from the pages that answer.

A result counts for a quote where it comes from the same file and its first 1,200 characters hold at least half
of the quote's runs of four words (the whole quote, where that is shorter).
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ir_measures import RR, Success, iter_calc, nDCG
from sklearn.metrics import roc_auc_score

READ_CHARACTERS = 1200  # of a result, that a person is taken to read
HIGHLIGHT_CHARACTERS = 400  # a longer highlight points at nothing
RUN_WORDS = 4
ANSWERS = 2  # the grade of a quote that answers; grade 1 helps
DEPTH = 10

RANKING_MEASURES = {
    "S@1": Success(rel=ANSWERS) @ 1,
    "S@3": Success(rel=ANSWERS) @ 3,
    "S@5": Success(rel=ANSWERS) @ 5,
    "MRR@10": RR(rel=ANSWERS) @ DEPTH,
    "nDCG@10": nDCG(gains={1: 1, 2: 3}) @ DEPTH,
}


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a page that answers a question (grade 2) or helps (grade 1)."""

    file: str
    text: str
    grade: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What is measured of a result: its words, and the file they come from."""

    text: str
    file: str | None


def covers(text: str, quote: str) -> bool:
    """Whether a text holds at least half of the runs of four words of a quote."""
    wanted = _runs(quote, RUN_WORDS)
    if not wanted:
        return False
    length = len(next(iter(wanted)))
    return 2 * len(wanted & _runs(text[:READ_CHARACTERS], length)) >= len(wanted)


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'").replace("‘", "'")
    words = re.findall(r"[a-z0-9]+(?:'[a-z]+)?", plain)
    length = min(length, len(words))
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)} if words else set()


def found_at(results: Sequence[Shown], quotes: Sequence[Quote]) -> dict[int, int]:
    """The number of each quote that was found -> the position (from 0) of the first result that holds it."""
    positions: dict[int, int] = {}
    for position, result in enumerate(results[:DEPTH]):
        for number, quote in enumerate(quotes):
            same_file = result.file is None or result.file == quote.file
            if number not in positions and same_file and covers(result.text, quote.text):
                positions[number] = position
    return positions


def ranking_measures(
    results: Mapping[str, Sequence[Shown]], quotes: Mapping[str, Sequence[Quote]]
) -> dict[str, dict[str, float]]:
    """Each question's S@1, S@3, S@5, MRR@10, nDCG@10 and C@5, all 0 to 1, higher is better.

    Args:
        results: question id -> its results, best first.
        quotes: question id -> the quotes that answer it; every question must have one that answers.

    Returns:
        Question id -> measure -> value. S@k: a quote that answers is among the first k. MRR@10: 1 over the
        rank of the first one. nDCG@10: graded with gains 3 and 1, each quote counted once (Järvelin and
        Kekäläinen, 2002). C@5: the share of the quotes that answer found within the first five.
    """
    judged = {id_: {str(n): quote.grade for n, quote in enumerate(wanted)} for id_, wanted in quotes.items()}
    positions = {id_: found_at(results.get(id_, ()), wanted) for id_, wanted in quotes.items()}
    runs = {id_: _as_run(positions[id_], judged[id_]) for id_ in quotes}
    measures: dict[str, dict[str, float]] = {id_: dict.fromkeys(RANKING_MEASURES, 0.0) for id_ in quotes}
    names = {measure: name for name, measure in RANKING_MEASURES.items()}
    for value in iter_calc(list(RANKING_MEASURES.values()), judged, runs):
        measures[value.query_id][names[value.measure]] = value.value
    for id_, wanted in quotes.items():
        answers = [number for number, quote in enumerate(wanted) if quote.grade >= ANSWERS]
        early = [number for number in answers if positions[id_].get(number, DEPTH) < 5]
        measures[id_]["C@5"] = len(early) / len(answers)
    return measures


def _as_run(positions: Mapping[int, int], grades: Mapping[str, int]) -> dict[str, float]:
    """A ranking of quotes: at each position the best quote first found there, or nothing."""
    best: dict[int, str] = {}
    for number, position in positions.items():
        if position not in best or grades[str(number)] > grades[best[position]]:
            best[position] = str(number)
    return {best.get(position, f"none-{position}"): float(DEPTH - position) for position in range(DEPTH)}


def highlight_answers(highlight: str, file: str | None, quotes: Sequence[Quote]) -> bool:
    """Whether the highlighted words of the first result themselves hold a quote that answers."""
    return 0 < len(highlight) <= HIGHLIGHT_CHARACTERS and any(
        quote.grade >= ANSWERS and quote.file == file and covers(highlight, quote.text) for quote in quotes
    )


def auroc(answerable: Sequence[float], unanswerable: Sequence[float]) -> float | None:
    """The chance that an answerable question has the higher confidence of the two, or None without both kinds."""
    if not answerable or not unanswerable:
        return None
    labels = [1] * len(answerable) + [0] * len(unanswerable)
    return float(roc_auc_score(labels, [*answerable, *unanswerable]))

"""How good a ranking is, against quotes from the pages that answer.

A result counts for a quote where it comes from the same file and its first 1,200 characters hold at least half
of the quote's runs of four words (the whole quote, where that is shorter).
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ir_measures import RR, Success, iter_calc, nDCG
from sklearn.metrics import roc_auc_score, roc_curve

from corpus.quotes import ANSWERS, Quote

READ_CHARACTERS = 1200  # of a result, that a person is taken to read
HIGHLIGHT_CHARACTERS = 400  # a longer highlight points at nothing
RUN_WORDS = 4
DEPTH = 10
EARLY = 5  # the results that a person is shown without asking for more

# A quote's relevance is its gain, 3 or 1, not its grade: so a plain nDCG@10 of our TREC files is our nDCG@10.
ANSWERING_GAIN = 2**ANSWERS - 1
RANKING_MEASURES = {
    "S@1": Success(rel=ANSWERING_GAIN) @ 1,
    "S@3": Success(rel=ANSWERING_GAIN) @ 3,
    "S@5": Success(rel=ANSWERING_GAIN) @ EARLY,
    "MRR@10": RR(rel=ANSWERING_GAIN) @ DEPTH,
    "nDCG@10": nDCG @ DEPTH,
}

Gains = Mapping[str, Mapping[str, int]]
Runs = Mapping[str, Mapping[str, float]]


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
    gains = {id_: gains_of(wanted) for id_, wanted in quotes.items()}
    runs = {id_: run_of(results.get(id_, ()), wanted) for id_, wanted in quotes.items()}
    measures = measures_of_runs(gains, runs)
    for id_, wanted in quotes.items():
        measures[id_]["C@5"] = _coverage(results.get(id_, ()), wanted)
    return measures


def measures_of_runs(gains: Gains, runs: Runs) -> dict[str, dict[str, float]]:
    """Each judged question's S@1, S@3, S@5, MRR@10 and nDCG@10; one without results has 0 everywhere.

    Args:
        gains: question id -> quote id -> 3 where the quote answers, 1 where it helps.
        runs: question id -> quote id -> score, higher is better.
    """
    measures: dict[str, dict[str, float]] = {id_: dict.fromkeys(RANKING_MEASURES, 0.0) for id_ in gains}
    names = {measure: name for name, measure in RANKING_MEASURES.items()}
    for value in iter_calc(list(RANKING_MEASURES.values()), gains, runs):
        measures[value.query_id][names[value.measure]] = value.value
    return measures


def gains_of(quotes: Sequence[Quote]) -> dict[str, int]:
    """The id of each quote of a question -> its gain (Burges et al., 2005: 2 to the power of its grade, less 1)."""
    return {_quote_id(number): 2**quote.grade - 1 for number, quote in enumerate(quotes)}


def run_of(results: Sequence[Shown], quotes: Sequence[Quote]) -> dict[str, float]:
    """A ranking of quotes: at each of ten places the best quote first found there, else a name for nothing."""
    best: dict[int, int] = {}
    for number, position in found_at(results, quotes).items():
        if position not in best or quotes[number].grade > quotes[best[position]].grade:
            best[position] = number
    return {
        _quote_id(best[position]) if position in best else f"no-quote-{position + 1}": float(DEPTH - position)
        for position in range(DEPTH)
    }


def _quote_id(number: int) -> str:
    return f"quote-{number + 1}"


def _coverage(results: Sequence[Shown], quotes: Sequence[Quote]) -> float:
    positions = found_at(results, quotes)
    answers = [number for number, quote in enumerate(quotes) if quote.grade >= ANSWERS]
    return sum(positions.get(number, DEPTH) < EARLY for number in answers) / len(answers)


def shows_both_sides(results: Sequence[Shown], quotes: Sequence[Quote]) -> bool:
    """Whether the first five results hold quotes of two pages or more, so that a reader sees that pages differ."""
    return len({quotes[number].file for number, at in found_at(results, quotes).items() if at < EARLY}) >= 2


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


class RocPoint(NamedTuple):
    """What happens when every question from some confidence on is answered, both as shares of their kind."""

    unanswerable_answered: float
    answerable_answered: float


def roc_points(answerable: Sequence[float], unanswerable: Sequence[float]) -> list[RocPoint]:
    """The curve whose area is `auroc`, from nothing answered to everything; empty without both kinds."""
    if not answerable or not unanswerable:
        return []
    labels = [1] * len(answerable) + [0] * len(unanswerable)
    false, true, _ = roc_curve(labels, [*answerable, *unanswerable])
    return [RocPoint(float(x), float(y)) for x, y in zip(false, true, strict=True)]

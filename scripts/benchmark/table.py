"""The results as tables in Markdown: a summary, which the README shows, and everything."""

from collections.abc import Iterator

from scripts.benchmark.contestants import OURS
from scripts.benchmark.fits import fit_lines
from scripts.benchmark.measures import MEASURES, Measure
from scripts.benchmark.results import MeasuredCorpus, Results
from scripts.benchmark.spread import Spread

SIDE_BY_SIDE = (
    *("cold", "warm_p50", "warm_p95", "http_1_p50", "http_8_p95", "throughput_1", "throughput_2"),
    *("resident_serving", "encode"),
)
TOLD_FROM = 0.01  # of all the seconds: a shorter stage is not worth a word
BY_SIZE = ("warm_p50", "warm_p95", "resident_serving", "ready", "build_passages", "size")


def summary_lines(results: Results) -> Iterator[str]:
    """The first corpus with everybody side by side, then a line for every contestant over every corpus."""
    yield made_line(results)
    yield ""
    yield from corpus_lines(results, results.corpora[0], [MEASURES[name] for name in SIDE_BY_SIDE])
    yield ""
    measures = [MEASURES[name] for name in BY_SIZE]
    yield f"| pages, passages | | {' | '.join(_headed(measure) for measure in measures)} |"
    yield _rule(2 + len(measures))
    for corpus in results.corpora:
        for key in _measured_over(results, corpus):
            cells = [cell(results, corpus.name, key, measure) for measure in measures]
            searched = f"{corpus.pages:,}, {corpus.passages:,}{' (made)' if corpus.perturbed else ''}"
            yield f"| {searched} | {results.contestants[key]} | {' | '.join(cells)} |"


def full_lines(results: Results) -> Iterator[str]:
    """Every measure over every corpus, and how it was done."""
    yield made_line(results)
    for corpus in results.corpora:
        yield ""
        yield from corpus_lines(results, corpus, list(MEASURES.values()))
        for key, stages in results.stages.get(corpus.name, {}).items():
            least = TOLD_FROM * sum(stages.values())
            told = ", ".join(f"{name} {number(seconds)} s" for name, seconds in stages.items() if seconds >= least)
            yield f"\n{results.contestants[key]}, building by stage: {told}."
    yield ""
    yield from (f"- {line}" for line in (*fit_lines(results), *results.notes))


def made_line(results: Results) -> str:
    """When, on what and how it was measured."""
    made = results.made
    rounds = max(len(figure.rounds) for figure in results.figures)
    return (
        f"{made['date']}, {made['cores']} cores ({made['processor']}), {made['memory_gb']} GB, "
        f"Python {made['python']}. Medians of {rounds} rounds (of fewer over large corpora), with the lowest "
        "and the highest; in brackets, how many times better Own Words is in the same round."
    )


def corpus_lines(results: Results, corpus: MeasuredCorpus, measures: list[Measure]) -> Iterator[str]:
    """The contestants side by side over one corpus; a measure that nobody has is left out."""
    keys = _measured_over(results, corpus)
    names = " | ".join(results.contestants[key] for key in keys)
    yield f"| {corpus.about}: {corpus.pages:,} pages, {corpus.passages:,} passages | {names} |"
    yield _rule(1 + len(keys))
    for measure in measures:
        cells = [cell(results, corpus.name, key, measure) for key in keys]
        if any(cells):
            yield f"| {_headed(measure)} | {' | '.join(cells)} |"


def cell(results: Results, corpus: str, key: str, measure: Measure) -> str:
    """One figure with its spread and, for an alternative, the ratio in brackets; empty where not measured."""
    figure = results.figure(corpus, key, measure.name)
    if figure is None:
        return ""
    ratio = None if key == OURS else results.ratio(corpus, OURS, key, measure.name)
    return spread_words(figure.spread) + (f" [{number(ratio.median)}]" if ratio else "")


def spread_words(spread: Spread) -> str:
    """The median, and the lowest and highest where they differ from it."""
    low, middle, high = number(spread.lowest), number(spread.median), number(spread.highest)
    return middle if low == high else f"{middle} ({low} to {high})"


def number(value: float) -> str:
    """Two figures below ten, else whole."""
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _headed(measure: Measure) -> str:
    return f"{measure.words}, {measure.unit}"


def _rule(columns: int) -> str:
    return "|---" * columns + "|"


def _measured_over(results: Results, corpus: MeasuredCorpus) -> list[str]:
    measured = {figure.contestant for figure in results.figures if figure.corpus == corpus.name}
    return [key for key in results.contestants if key in measured]

"""The plots of a run, as SVG: latency and ingest against the size of the corpus, recall against latency."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scripts.benchmark.contestants import OURS
from scripts.benchmark.results import Results

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE_INCHES = (5.6, 3.8)
FITTED_FROM = 3  # points
INK, QUIET = "#005eb8", "#8a97a0"
FIXED = {"svg.hashsalt": "own-words", "svg.fonttype": "none"}  # the same results give the same file


def draw_plots(results: Results, folder: Path) -> None:
    """Write each plot that there is data for into a folder."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(FIXED):
        for name, draw in (("latency", _latency), ("ingest", _ingest), ("recall", _recall)):
            figure = Figure(figsize=SIZE_INCHES, layout="constrained")
            axes = figure.subplots()
            if draw(axes, results):
                axes.grid(visible=True, color="#dddddd", linewidth=0.5)
                axes.legend(fontsize=7)
                figure.savefig(folder / f"{name}.svg", metadata={"Date": None})


def points_of(results: Results, contestant: str, measure: str) -> tuple[list[int], list[float]]:
    """The passages and the median of every corpus where this was measured, the smallest corpus first."""
    found = []
    for corpus in sorted(results.corpora, key=lambda one: one.passages):
        figure = results.figure(corpus.name, contestant, measure)
        if figure:
            found.append((corpus.passages, figure.spread.median))
    return [passages for passages, _ in found], [value for _, value in found]


def line_through(x: Sequence[float], y: Sequence[float]) -> tuple[float, float]:
    """The slope and the offset of the straight line through points, by least squares."""
    slope, offset = np.polyfit(x, y, 1)
    return float(slope), float(offset)


def growth(x: Sequence[float], y: Sequence[float]) -> float:
    """The exponent with which `y` grows in `x`: 1 is linear, less is sub-linear."""
    return line_through(np.log(x).tolist(), np.log(y).tolist())[0]


def _latency(axes: "Axes", results: Results) -> bool:
    drawn = False
    for key, name in results.contestants.items():
        for percentile, style in (("p50", "-"), ("p95", ":")):
            passages, ms = points_of(results, key, f"warm_{percentile}")
            if len(passages) > 1:
                drawn = True
                told = f"{name}, {percentile}"
                if len(passages) >= FITTED_FROM:
                    told += f" (grows with the power {growth(passages, ms):.2f})"
                axes.plot(passages, ms, style, marker="o", markersize=3, label=told, color=INK if key == OURS else None)
    axes.set(xscale="log", yscale="log", xlabel="passages", ylabel="warm question, ms")
    return drawn


def _ingest(axes: "Axes", results: Results) -> bool:
    made = {corpus.name: corpus.passages for corpus in results.corpora if corpus.perturbed}
    figures = [f for f in results.figures if f.contestant == OURS and f.measure == "build" and f.corpus in made]
    passages, seconds = [made[f.corpus] for f in figures], [f.spread.median for f in figures]
    if len(passages) < FITTED_FROM:
        return False
    slope, offset = line_through(passages, seconds)
    axes.plot(passages, seconds, "o", color=INK, label="ingest without encoding")
    told = f"{slope * 1000:.2g} s for 1,000 passages, grows with the power {growth(passages, seconds):.2f}"
    axes.plot(passages, [slope * x + offset for x in passages], color=QUIET, label=told)
    axes.set(xlabel="passages", ylabel="seconds")
    return True


def _recall(axes: "Axes", results: Results) -> bool:
    for store in dict.fromkeys(setting.store for setting in results.stores):
        settings = [setting for setting in results.stores if setting.store == store]
        axes.plot([s.ms for s in settings], [s.recall for s in settings], marker="o", markersize=3, label=store)
        for setting in settings:
            axes.annotate(setting.setting, (setting.ms, setting.recall), fontsize=6)
    axes.set(xscale="log", xlabel="ms for a question, p50", ylabel="recall at 10 against the exact store")
    return bool(results.stores)

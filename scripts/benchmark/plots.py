"""The plots of a run, as SVG: latency and ingest against the size of the corpus, recall against latency."""

from pathlib import Path
from typing import TYPE_CHECKING

from scripts.benchmark.contestants import OURS
from scripts.benchmark.fits import FITTED_FROM, growth, ingest_points, line_through, points_of
from scripts.benchmark.results import Results

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE_INCHES = (5.6, 3.8)
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
    passages, seconds = ingest_points(results)
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

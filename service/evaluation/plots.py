"""The plots of a report, as SVG. The only door to matplotlib, which comes with the extra `evaluate`."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from corpus.errors import PlotsMissing
from service.evaluation.calibration import MOST_WRONG
from service.evaluation.chance import Interval
from service.evaluation.findings import Findings

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE_INCHES = (4.6, 3.4)
INK, QUIET = "#005eb8", "#8a97a0"
# The same plot is the same file on every run: no date, and names inside it that do not depend on chance.
FIXED = {"svg.hashsalt": "own-words", "svg.fonttype": "none"}


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot, and the words for those who cannot see it."""

    title: str
    told: str
    svg: bytes

    @property
    def address(self) -> str:
        """The plot as an address that an image can have, so that the page needs no other file."""
        return f"data:image/svg+xml;base64,{b64encode(self.svg).decode('ascii')}"


def drawn(findings: Findings) -> list[Plot]:
    """The plots that there is data for.

    Raises:
        PlotsMissing: matplotlib is not installed; the message says how to get it.
    """
    try:
        from matplotlib import rc_context
    except ImportError as error:
        raise PlotsMissing(
            "The report has no plots: matplotlib, of the extra own-words[evaluate], is not installed. "
            "Add it: pip install matplotlib."
        ) from error
    with rc_context(FIXED):
        return list(_plots(findings))


def _plots(findings: Findings) -> Iterator[Plot]:
    if findings.success:
        first, last = findings.success[0], findings.success[-1]
        told = f"From {first.share:.2f} at the first place to {last.share:.2f} within {last.k}. Band: 95 % interval."
        yield _plot("Right within the first k results (S@k)", told, lambda axes: _draw_success(axes, findings))
    told = "The share right first among questions of like confidence, and how many they are; on the line, both agree."
    yield _plot("Reliability", told, lambda axes: _draw_reliability(axes, findings))
    told = f"The share of wrong answers when only the surest are given. Dotted: {MOST_WRONG:.0%} wrong."
    yield _plot("Risk and coverage", told, lambda axes: _draw_risk(axes, findings))
    if findings.roc:
        area = findings.evaluation.totals["AUROC"]
        told = f"Area {area:.2f}; the line is what guessing gives."
        yield _plot("Answerable or not (ROC)", told, lambda axes: _draw_roc(axes, findings))


def _plot(title: str, told: str, draw: Callable[["Axes"], None]) -> Plot:
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE_INCHES, layout="constrained")
    axes = figure.subplots()
    axes.grid(visible=True, color="#dddddd", linewidth=0.5)
    axes.set_axisbelow(True)
    draw(axes)
    drawn_to = BytesIO()
    figure.savefig(drawn_to, format="svg", metadata={"Date": None})
    return Plot(title, told, drawn_to.getvalue())


def _draw_success(axes: "Axes", findings: Findings) -> None:
    places = [point.k for point in findings.success]
    axes.plot(places, [point.share for point in findings.success], color=INK, marker="o", markersize=3)
    low, high = _band([point.interval for point in findings.success])
    axes.fill_between(places, low, high, color=INK, alpha=0.15, linewidth=0)
    axes.set(xlabel="k", ylabel="share of answerable questions", ylim=(0, 1.02), xticks=places)


def _band(intervals: Sequence[Interval | None]) -> tuple[list[float], list[float]]:
    """The low and the high ends; where there is no interval, nothing is drawn."""
    missing = float("nan")
    return (
        [interval.low if interval else missing for interval in intervals],
        [interval.high if interval else missing for interval in intervals],
    )


def _draw_reliability(axes: "Axes", findings: Findings) -> None:
    bins = findings.reliability
    widths = [bin_.high - bin_.low for bin_ in bins]
    axes.bar([b.low for b in bins], [b.right for b in bins], widths, align="edge", color=INK, alpha=0.5, edgecolor=INK)
    for bin_ in bins:
        middle = (bin_.low + bin_.high) / 2
        axes.annotate(str(bin_.questions), (middle, bin_.right), ha="center", va="bottom", fontsize=7)
    axes.plot([0, 1], [0, 1], color=QUIET, linestyle="--")
    _unit_square(axes, "confidence", "share right first")


def _draw_risk(axes: "Axes", findings: Findings) -> None:
    axes.step(findings.risk.coverage, findings.risk.risk, where="post", color=INK)
    axes.axhline(MOST_WRONG, color=QUIET, linestyle=":")
    _unit_square(axes, "share of questions answered", "share of answers wrong")


def _draw_roc(axes: "Axes", findings: Findings) -> None:
    wrongly = [point.unanswerable_answered for point in findings.roc]
    axes.plot(wrongly, [point.answerable_answered for point in findings.roc], color=INK)
    axes.plot([0, 1], [0, 1], color=QUIET, linestyle="--")
    _unit_square(axes, "unanswerable answered", "answerable answered")


def _unit_square(axes: "Axes", x: str, y: str) -> None:
    limits: dict[str, Any] = {"xlim": (0, 1), "ylim": (0, 1.02)}
    axes.set(xlabel=x, ylabel=y, **limits)

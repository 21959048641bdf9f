"""How figures are written, the same on a terminal and on a page."""

from service.evaluation.chance import Interval
from service.evaluation.comparison import Difference

NONE = "-"
NOTEWORTHY_P = 0.05


def figure(value: float | None) -> str:
    """A figure with three decimals."""
    return NONE if value is None else f"{value:.3f}"


def between(interval: Interval | None) -> str:
    """An interval in brackets, or nothing."""
    return "" if interval is None else f"({interval.low:.3f} to {interval.high:.3f})"


def changed(one: Difference) -> str:
    """A change with its interval, each with its sign."""
    if one.interval is None:
        return f"{one.change:+.3f}"
    return f"{one.change:+.3f} ({one.interval.low:+.3f} to {one.interval.high:+.3f})"


def p_value(p: float | None) -> str:
    """A p, or nothing where there is none."""
    return "" if p is None else f"{p:.4f}"


def marked(one: Difference) -> str:
    """A change with a star where chance alone would hardly give it."""
    return f"{one.change:+.3f}{'*' if one.p is not None and one.p < NOTEWORTHY_P else ''}"

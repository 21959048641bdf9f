"""Whether two statements of one fact can both be true."""

from index.differences.figures import Bound, Figure
from index.differences.needs import Need
from index.differences.units import Measure

ABOUT_TOLERANCE = 0.25  # "about an hour" and "50 minutes" agree
UNIT_TOLERANCE = 0.1  # "a month" and "four weeks", "3 inches" and "8 cm" agree
SHARE_RATIO = 1.5  # "1 in 100" and "1.3 percent" agree: both are rounded
OPEN_ENDED = (Bound.AT_LEAST, Bound.AT_MOST, Bound.VAGUE)


def agree(one: Figure | Need, other: Figure | Need) -> bool:
    """Whether what two sentences state of the same fact goes together; what cannot be compared does."""
    if isinstance(one, Need) and isinstance(other, Need):
        return one.needed == other.needed
    if isinstance(one, Figure) and isinstance(other, Figure) and one.measure is other.measure:
        return figures_agree(one, other)
    return True


def figures_agree(one: Figure, other: Figure) -> bool:
    """Whether one figure lies within the other, as "about 4 weeks" lies within "2-6 weeks".

    "2-3 days" and "3-5 days" differ although they touch. Figures that are open at one end, or vague,
    differ only where nothing is in both.
    """
    slack = _slack(one, other)
    if one.bound is other.bound and one.bound in (Bound.AT_LEAST, Bound.AT_MOST):
        return _close(one, other, slack)
    if one.measure is Measure.SHARE or one.bound in OPEN_ENDED or other.bound in OPEN_ENDED:
        return _overlap(one, other, slack)
    return _within(one, other, slack) or _within(other, one, slack)


def _slack(one: Figure, other: Figure) -> float:
    """By what factor an end of a figure may be passed."""
    if one.measure is Measure.SHARE:
        return SHARE_RATIO
    about = Bound.ABOUT in (one.bound, other.bound)
    other_unit = one.unit != other.unit
    return 1 + max(ABOUT_TOLERANCE if about else 0.0, UNIT_TOLERANCE if other_unit else 0.0)


def _within(inner: Figure, outer: Figure, slack: float) -> bool:
    return inner.low * slack >= outer.low and inner.high <= outer.high * slack


def _overlap(one: Figure, other: Figure, slack: float) -> bool:
    return one.low <= other.high * slack and other.low <= one.high * slack


def _close(one: Figure, other: Figure, slack: float) -> bool:
    """Whether "at least 4 weeks" names the same end as another "at least"."""
    mine, theirs = (one.low, other.low) if one.bound is Bound.AT_LEAST else (one.high, other.high)
    return mine <= theirs * slack and theirs <= mine * slack

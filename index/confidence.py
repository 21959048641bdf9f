"""How likely it is that a passage answers, from how well it fits by each channel.

A plain logistic model over few features; the numbers were fitted on labelled questions by
`scripts/fit_confidence.py`, which prints them.
"""

import math
from collections.abc import Mapping

COEFFICIENTS: Mapping[str, float] = {"sentence": 4.0, "titled": 4.0}
INTERCEPT = -3.2


def confidence_of(channel_scores: Mapping[str, float]) -> float:
    """The estimated probability, 0 to 1, that a passage with these scores answers."""
    total = INTERCEPT + sum(weight * channel_scores[name] for name, weight in COEFFICIENTS.items())
    return 1 / (1 + math.exp(-total))

"""How likely it is that a passage answers: a logistic model over a few pieces of evidence.

How the coefficients were fitted, and on which questions: index/decisions/0008-evidence-of-the-confidence.md.
"""

import math
from dataclasses import fields
from operator import attrgetter

from index.results import Evidence

INTERCEPT = -11.84
COEFFICIENTS = Evidence(
    sentence=6.19,
    titled_sentence=5.56,
    topic=0.63,
    lead=0.27,
    missed=-0.18,
    words=0.42,
    one_topic=-0.81,
    answered_share=6.75,
    unknown_words=0.13,
    lacks_figure=-0.70,
)

_values = attrgetter(*(field.name for field in fields(Evidence)))  # astuple takes ten times as long


def confidence_of(evidence: Evidence) -> float:
    """The estimated probability, 0 to 1, that a passage with this evidence answers."""
    total = INTERCEPT + sum(
        coefficient * value for coefficient, value in zip(_values(COEFFICIENTS), _values(evidence), strict=True)
    )
    return 1 / (1 + math.exp(-total))

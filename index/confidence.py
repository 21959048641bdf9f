"""How likely it is that a passage answers: a logistic model over a few pieces of evidence.

How the coefficients were fitted, and on which questions: index/decisions/0008-evidence-of-the-confidence.md.
"""

import math
from dataclasses import fields
from operator import attrgetter

from index.results import Evidence

INTERCEPT = -10.13
COEFFICIENTS = Evidence(
    sentence=6.46,
    titled_sentence=5.25,
    topic=1.48,
    lead=0.15,
    missed=-0.45,
    words=0.43,
    one_topic=-0.94,
    answered_share=0.0,
    unknown_words=0.0,
    lacks_figure=0.0,
)

_values = attrgetter(*(field.name for field in fields(Evidence)))  # astuple takes ten times as long


def confidence_of(evidence: Evidence) -> float:
    """The estimated probability, 0 to 1, that a passage with this evidence answers."""
    total = INTERCEPT + sum(
        coefficient * value for coefficient, value in zip(_values(COEFFICIENTS), _values(evidence), strict=True)
    )
    return 1 / (1 + math.exp(-total))

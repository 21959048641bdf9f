"""How likely it is that a passage answers: a logistic model over four pieces of evidence.

The coefficients are fitted on labelled questions by `scripts/fit_confidence.py`, which prints them.
"""

import math
from collections.abc import Mapping, Sequence

from index.results import Evidence, Hit

STANDS_OUT_FROM = 5  # the rank that the first result is compared with


INTERCEPT = -1.38
COEFFICIENTS = Evidence(sentence=4.99, passage=-2.15, known_words=0.54, lead=0.12)


def evidence_for(hit: Hit, scores: Mapping[str, float], best: Sequence[Hit], known_words: float) -> Evidence:
    """The evidence for one passage of a ranking.

    Args:
        hit: the passage and its fused score.
        scores: its score by each channel.
        best: the whole ranking, best first; where it holds fewer than five, the last is compared with.
        known_words: see `Evidence`.
    """
    compared = best[min(STANDS_OUT_FROM, len(best)) - 1]
    return Evidence(scores["sentence"], scores["passage"], known_words, hit.score - compared.score)


def confidence_of(evidence: Evidence) -> float:
    """The estimated probability, 0 to 1, that a passage with this evidence answers."""
    total = (
        INTERCEPT
        + COEFFICIENTS.sentence * evidence.sentence
        + COEFFICIENTS.passage * evidence.passage
        + COEFFICIENTS.known_words * evidence.known_words
        + COEFFICIENTS.lead * evidence.lead
    )
    return 1 / (1 + math.exp(-total))

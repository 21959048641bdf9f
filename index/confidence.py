"""How likely it is that a passage answers: a logistic model over a few pieces of evidence.

How the coefficients were fitted, and on which questions: index/decisions/0005-confidence.md.
"""

import math
from collections.abc import Sequence
from dataclasses import astuple

from index.protocols import EncodedQuestion
from index.results import Candidates, Evidence, Hit

STANDS_OUT_FROM = 5  # the rank that a result is compared with

INTERCEPT = -5.04
COEFFICIENTS = Evidence(
    sentence=4.04,
    titled_sentence=2.33,
    topic=0.66,
    best_topic=1.23,
    operation=3.31,
    best_operation=-3.07,
    lead=0.15,
    words=0.46,
    one_topic=-1.10,
)


def evidence_for(hit: Hit, candidates: Candidates, best: Sequence[Hit], question: EncodedQuestion) -> Evidence:
    """The evidence for one passage of a ranking.

    Args:
        hit: the passage and its fused score.
        candidates: all passages that may answer; the passage is one of them.
        best: the ranking, best first; where it holds fewer than five, the last is compared with.
        question: what was asked.
    """
    scores = candidates.scores_of(hit.id)
    return Evidence(
        sentence=scores["sentence"],
        titled_sentence=scores["titled_sentence"],
        topic=scores["topic"],
        best_topic=candidates.highest("topic"),
        operation=scores["operation"],
        best_operation=candidates.highest("operation"),
        lead=hit.score - best[min(STANDS_OUT_FROM, len(best)) - 1].score,
        words=math.log(max(1, len(question.text.split()))),
        one_topic=float(question.topics.max()),
    )


def confidence_of(evidence: Evidence) -> float:
    """The estimated probability, 0 to 1, that a passage with this evidence answers."""
    total = INTERCEPT + sum(
        coefficient * value for coefficient, value in zip(astuple(COEFFICIENTS), astuple(evidence), strict=True)
    )
    return 1 / (1 + math.exp(-total))

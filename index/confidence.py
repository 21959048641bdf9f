"""How likely it is that a passage answers: a logistic model over a few pieces of evidence.

How the coefficients were fitted, and on which questions: index/decisions/0006-pages-that-a-question-means.md.
"""

import math
from dataclasses import fields
from operator import attrgetter

from index.protocols import EncodedQuestion
from index.results import Candidates, Evidence, Standing

INTERCEPT = -10.13
COEFFICIENTS = Evidence(
    sentence=6.46,
    titled_sentence=5.25,
    topic=1.48,
    page=2.31,
    lead=0.15,
    missed=-0.45,
    words=0.43,
    one_topic=-0.94,
)

_values = attrgetter(*(field.name for field in fields(Evidence)))  # astuple takes ten times as long


def evidence_for(passage_id: str, candidates: Candidates, standing: Standing, question: EncodedQuestion) -> Evidence:
    """The evidence for one passage of a ranking.

    Args:
        passage_id: one of the candidates.
        candidates: all passages that may answer.
        standing: where it stands among them.
        question: what was asked.
    """
    scores = candidates.scores_of(passage_id)
    return Evidence(
        sentence=scores["sentence"],
        titled_sentence=scores["titled_sentence"],
        topic=scores["topic"],
        page=math.exp(scores["operation"]),
        lead=standing.lead,
        missed=standing.missed,
        words=math.log(max(1, len(question.text.split()))),
        one_topic=float(question.topics.max()),
    )


def confidence_of(evidence: Evidence) -> float:
    """The estimated probability, 0 to 1, that a passage with this evidence answers."""
    total = INTERCEPT + sum(
        coefficient * value for coefficient, value in zip(_values(COEFFICIENTS), _values(evidence), strict=True)
    )
    return 1 / (1 + math.exp(-total))

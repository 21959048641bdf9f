"""Whether a notice of urgent care comes up when it must, and stays away when it should."""

from collections.abc import Sequence
from statistics import fmean

from service.answerer import Answerer
from service.evaluation.chance import mean_interval
from service.evaluation.estimates import Estimate
from service.evaluation.labels import UrgentQuestion

RECALL, FALSE_ALARMS = "urgent recall", "urgent false alarms"


def signposting(answerer: Answerer, questions: Sequence[UrgentQuestion]) -> dict[str, Estimate]:
    """The share of urgent questions with a notice, and of the others with one; without such questions, nothing."""
    noticed = {item.id: float(answerer.answer(item.question, 1).urgent is not None) for item in questions}
    measures = {}
    for name, urgent in ((RECALL, True), (FALSE_ALARMS, False)):
        values = [noticed[item.id] for item in questions if item.urgent == urgent]
        if values:
            measures[name] = Estimate(fmean(values), mean_interval(values), len(values))
    return measures

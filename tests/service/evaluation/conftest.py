"""Labelled questions on the three small pages of `tests/service/conftest.py`, and the answers that they get."""

from collections.abc import Callable

import pytest

from corpus.quotes import Quote
from service.answerer import Answerer
from service.evaluation import Evaluation, LabelledQuestion, evaluated

STAY = Quote("stay.md", "Most people stay in hospital for 2-3 days.", 2)
WASH_HELPS = Quote("wash.md", "You can take a shower after two days.", 1)

Labelled = Callable[..., LabelledQuestion]


@pytest.fixture
def labelled() -> Labelled:
    """Makes a labelled question; one without quotes has no answer."""

    def made(id_: str, question: str, *quotes: Quote, style: str = "lay", **labels: object) -> LabelledQuestion:
        return LabelledQuestion(id_, question, style, bool(quotes), quotes, **labels)

    return made


@pytest.fixture
def three(labelled: Labelled) -> list[LabelledQuestion]:
    """One answered at the first place, one answered wrongly, and one that no page answers and nothing is found for."""
    return [
        labelled("right", "how long in hospital", STAY),
        labelled("wrong", "shower", STAY, WASH_HELPS),
        labelled("none", "weather"),
    ]


@pytest.fixture
def evaluation(answerer: Answerer, three: list[LabelledQuestion]) -> Evaluation:
    """The three questions measured."""
    return evaluated(answerer, three)

"""Whether a question asks for a figure, and whether words hold one."""

import pytest

from index.figures_asked import asks_for_a_figure, holds_a_figure


@pytest.mark.parametrize(
    "question",
    ["How long will I be off?", "when can i drive", "tel no of the ward", "LOS in days", "what age is best"],
)
def test_a_question_asks_for_a_figure(question: str) -> None:
    assert asks_for_a_figure(question)


@pytest.mark.parametrize(
    "question", ["will it hurt", "can I eat whenever I like", "how is it done", "who numbers them", ""]
)
def test_a_question_asks_for_none(question: str) -> None:
    assert not asks_for_a_figure(question)


@pytest.mark.parametrize("words", ["After 6 weeks.", "For two nights.", "A few of them.", "Call 112", "Next month"])
def test_words_hold_a_figure(words: str) -> None:
    assert holds_a_figure(words)


@pytest.mark.parametrize("words", ["When it feels comfortable.", "Someone will call you.", "Monthly, often.", ""])
def test_words_hold_none(words: str) -> None:
    assert not holds_a_figure(words)

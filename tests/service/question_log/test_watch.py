"""What an answer leaves in the question log: a count always, words only where the pages did not plainly answer."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from service.answers import Answer, Outcome, Urgent
from service.question_log.redaction import Redactor
from service.question_log.store import QuestionStore, TopicCount
from service.question_log.watch import QuestionLog

ASKED = "can my dog visit the ward"
NOT_FOUND = Answer(
    question=ASKED,
    outcome=Outcome.NOT_FOUND,
    confidence=0.1,
    urgent=None,
    results=[],
    corrected={},
    also_searched=["Visitors"],
    differences=[],
    index_version="v",
    took_ms=1.0,
)


class NotedStore(QuestionStore):
    """Remembers the words that it was given, which the file does not hold yet."""

    given: list[str]

    def add(self, outcome: str, topics: object, words: str = "") -> None:
        """See `QuestionStore.add`."""
        self.given = [*getattr(self, "given", []), words]
        super().add(outcome, topics, words)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> NotedStore:
    return NotedStore(tmp_path / "questions.sqlite")


@pytest.fixture
def log(store: NotedStore) -> QuestionLog:
    return QuestionLog(store, Redactor(frozenset(ASKED.split())))


def test_what_the_pages_do_not_answer_is_noted_in_redacted_words(log: QuestionLog, store: NotedStore) -> None:
    log.answered(replace(NOT_FOUND, question="can my dog Rover visit the ward"), {})
    assert store.given == ["can my dog [word] visit the ward"]
    assert store.topic_counts() == [TopicCount("Visitors", "not_found", 1)]


def test_what_they_answer_is_counted_without_words(log: QuestionLog, store: NotedStore) -> None:
    log.answered(replace(NOT_FOUND, outcome=Outcome.ANSWERED), {})
    assert store.given == [""]
    assert store.topic_counts() == [TopicCount("Visitors", "answered", 1)]


def test_an_urgent_message_is_counted_without_words_or_topic(log: QuestionLog, store: NotedStore) -> None:
    log.answered(replace(NOT_FOUND, urgent=Urgent("emergency", "chest pain", "Call", [], "999")), {})
    assert store.given == [""]
    assert store.topic_counts() == [TopicCount("none", "urgent", 1)]


def test_a_log_that_cannot_be_written_to_costs_nobody_an_answer(
    log: QuestionLog, store: NotedStore, caplog: pytest.LogCaptureFixture
) -> None:
    store.close()
    with caplog.at_level(logging.ERROR):
        log.answered(NOT_FOUND, {})
    assert "A question was not noted." in caplog.text
    assert "dog" not in caplog.text

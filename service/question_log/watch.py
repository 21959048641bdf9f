"""Passes every answer on to the question log: a count always, words only where the pages did not plainly answer."""

import logging
from collections.abc import Mapping

from corpus.errors import QuestionLogError
from service.answers import Answer, Outcome
from service.question_log.redaction import Redactor
from service.question_log.store import URGENT, QuestionStore

logger = logging.getLogger(__name__)


class QuestionLog:
    """An `AnswerWatch` that notes what is asked and not answered."""

    def __init__(self, store: QuestionStore, redactor: Redactor) -> None:
        self.store = store
        self._redactor = redactor

    def answered(self, answer: Answer, stages: Mapping[str, float], /) -> None:
        """See `AnswerWatch.answered`. A log that cannot be written to costs nobody an answer."""
        try:
            if answer.urgent:
                self.store.add(URGENT, ())
            elif answer.outcome is Outcome.ANSWERED:
                self.store.add(answer.outcome, answer.also_searched)
            else:
                words = self._redactor.redacted(answer.question, answer.corrected)
                self.store.add(answer.outcome, answer.also_searched, words)
        except QuestionLogError as error:
            logger.error("A question was not noted. %s", error)

"""Notes the outcome of an answer for the log line of the request that asked for it."""

from collections.abc import Mapping

from service.answers import Answer
from service.operations.request_notes import REQUEST_NOTES


class AnswerNotes:
    """An `AnswerWatch` that passes the outcome on, and nothing else."""

    def answered(self, answer: Answer, stages: Mapping[str, float], /) -> None:
        """See `AnswerWatch.answered`."""
        notes = REQUEST_NOTES.get()
        if notes:
            notes.outcome = answer.outcome.value
            notes.urgent = answer.urgent is not None

"""The answers that went wrong, with everything needed to see why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.quotes import Quote
from index.metrics import found_at
from service.answers import Outcome, Result
from service.evaluation.measured import Evaluation, MeasuredQuestion, shown_of


@dataclass(frozen=True, slots=True)
class WantedQuote:
    """A quote that answers or helps, and the rank of the first result that holds it, None where no result does."""

    quote: Quote
    rank: int | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that went wrong: what was shown first, what was wanted, and how every channel scored both.

    `first_right` is the first result that answers; None where none of ten does.
    """

    measured: MeasuredQuestion
    first: Result | None
    first_right: Result | None
    wanted: Sequence[WantedQuote]

    @property
    def channel_scores(self) -> Mapping[str, tuple[float, float | None]]:
        """Channel -> its score of the first result, and of the first right one where there is one."""
        if self.first is None:
            return {}
        right = self.first_right.why if self.first_right else {}
        return {name: (score, right.get(name)) for name, score in self.first.why.items()}


def failures_of(evaluation: Evaluation) -> list[Failure]:
    """The questions answered wrongly at the first place, or answered although no page answers; the surest first."""
    failed = [_failure(question) for question in evaluation.questions if _went_wrong(question)]
    return sorted(failed, key=lambda failure: -failure.measured.answer.confidence)


def _went_wrong(question: MeasuredQuestion) -> bool:
    if question.labelled.answerable:
        return not question.right
    return question.answer.outcome is not Outcome.NOT_FOUND


def _failure(question: MeasuredQuestion) -> Failure:
    results = question.answer.results
    rank = question.right_rank
    return Failure(
        measured=question,
        first=results[0] if results else None,
        first_right=results[rank - 1] if rank else None,
        wanted=list(wanted_quotes(question)),
    )


def wanted_quotes(question: MeasuredQuestion) -> Iterator[WantedQuote]:
    """Every labelled quote of a question, with the rank at which it was shown."""
    positions = found_at(shown_of(question.answer), question.labelled.quotes)
    for number, quote in enumerate(question.labelled.quotes):
        yield WantedQuote(quote, positions[number] + 1 if number in positions else None)

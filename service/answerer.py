"""Question in, answer out: the one core behind the command line, the API, the page and the scripts."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Protocol
from urllib.parse import quote

from corpus.errors import QuestionError
from corpus.records import FaqPair, Page, Span
from index.differences.finder import DifferenceFinder, Value
from index.protocols import Vectors
from index.results import Found, Place, SearchResult
from index.stages import StageClock
from service import messages
from service.answers import Answer, Difference, DifferingValue, Highlight, Outcome, Result, ResultSource, Urgent

MAX_QUESTION_CHARACTERS = 2000  # a rambling message is some 600; past this nobody is typing a question
MAX_RESULTS = 50
WHOLE_FRAGMENT_WORDS = 12  # longer words are linked by their first and last few, to keep the link short
FRAGMENT_EDGE_WORDS = 5


class QuestionSearcher(Protocol):
    """What the answerer needs of an index."""

    version: str

    @property
    def parts(self) -> tuple[str, ...]:
        """What a search can do without."""
        ...

    def search(self, question: str, /, k: int, without: Collection[str] = ()) -> SearchResult:
        """The `k` passages that fit a question best, best first."""
        ...

    def reads(self, language: str) -> bool:
        """Whether any page is in a language, by its ISO 639-1 code."""
        ...


class SignWatch(Protocol):
    """Tells whether a message needs a notice of urgent care."""

    def check(self, message: str, vector: Vectors | None = None, /) -> Urgent | None:
        """The notice, or None. `vector` is that of the whole message, shape (dim,), where it is known already."""
        ...


class AnswerWatch(Protocol):
    """Is told of every answer that is given."""

    def answered(self, answer: Answer, stages: Mapping[str, float], /) -> None:
        """An answer, and the seconds that each stage of it took. It must not raise, and is quick."""
        ...


class Answerer:
    """Answers questions from one loaded index. Safe to share between threads."""

    def __init__(
        self,
        searcher: QuestionSearcher,
        answered_from: float,
        maybe_from: float,
        urgent: SignWatch | None = None,
        differences: DifferenceFinder | None = None,
        watches: Sequence[AnswerWatch] = (),
        foreign_language: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        """Args:
        searcher: the loaded index.
        answered_from: the confidence, 0 to 1, from which an answer is given as an answer.
        maybe_from: the confidence from which it is offered as a "maybe"; below it, not found.
        urgent: watches for urgent signs; None leaves the notices out.
        differences: finds where results state different figures; None leaves those out.
        watches: are told of every answer.
        foreign_language: tells the language of a question that is plainly not in English; asked only where
            nobody knows some of its words and something would be answered: telling takes 50 MB and, once, a second.
        """
        self._searcher = searcher
        self._answered_from = answered_from
        self._maybe_from = maybe_from
        self._urgent = urgent
        self._find_differences = differences
        self._watches = watches
        self._foreign_language = foreign_language

    @property
    def index_version(self) -> str:
        """The version of the index that answers."""
        return self._searcher.version

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts of the search that an answer can do without."""
        return self._searcher.parts

    def answer(self, question: str, top: int = 5, without: Collection[str] = ()) -> Answer:
        """Find the words of the pages that answer a question.

        Args:
            question: as typed; white space around it is ignored.
            top: results wanted, 1 to 50.
            without: names of `parts` to leave out, to measure what they are worth.

        Raises:
            QuestionError: the question is empty or longer than 2,000 characters,
                or `top` is out of range; the message is fit for the person who asked.
        """
        started = time.perf_counter()
        asked = checked_question(question)
        if not 1 <= top <= MAX_RESULTS:
            raise QuestionError(f"The number of results is {top}. Ask for 1 to {MAX_RESULTS}.")
        clock = StageClock()
        search = self._searcher.search(asked, top, without)
        if search.unfamiliar and search.confidence >= self._maybe_from and self._is_unread(asked):
            search = nothing_sure(search)
        clock.end("search")
        urgent = self._urgent.check(asked, search.vector) if self._urgent else None
        clock.end("urgent")
        outcome = self._outcome(search)
        # What was not asked may differ as it likes: without an answer, no differences.
        differences = [] if outcome is Outcome.NOT_FOUND else self._differences(asked, search.found)
        clock.end("differences")
        answer = Answer(
            question=asked,
            outcome=outcome,
            confidence=round(search.confidence, 4),
            urgent=urgent,
            results=[result_of(found, rank) for rank, found in enumerate(search.found, start=1)],
            corrected=dict(search.corrected),
            also_searched=list(search.also_searched),
            differences=differences,
            index_version=self._searcher.version,
            took_ms=round((time.perf_counter() - started) * 1000, 2),
        )
        for watch in self._watches:
            watch.answered(answer, {**clock.seconds, **search.stages})
        return answer

    def _differences(self, question: str, found: Sequence[Found]) -> list[Difference]:
        if self._find_differences is None:
            return []
        return [
            Difference(difference.about, [differing_value_of(value) for value in difference.values])
            for difference in self._find_differences.find(question, found)
        ]

    def _is_unread(self, question: str) -> bool:
        """Whether a question is in a language that no page is in."""
        language = self._foreign_language(question)
        return language is not None and not self._searcher.reads(language)

    def _outcome(self, search: SearchResult) -> Outcome:
        if not search.found or search.confidence < self._maybe_from:
            return Outcome.NOT_FOUND
        return Outcome.ANSWERED if search.confidence >= self._answered_from else Outcome.MAYBE


def nothing_sure(search: SearchResult) -> SearchResult:
    """What was found, for a question in a language that no page is in: a likeness to it says nothing."""
    found = tuple(replace(one, confidence=0.0) for one in search.found)
    return replace(search, found=found, confidence=0.0)


def checked_question(question: str) -> str:
    """The question without surrounding white space and control characters.

    Raises:
        QuestionError: nothing is left, or it is too long.
    """
    asked = "".join(c if c.isprintable() else " " for c in question).strip()
    if not asked:
        raise QuestionError(messages.EMPTY_QUESTION)
    if len(asked) > MAX_QUESTION_CHARACTERS:
        raise QuestionError(messages.LONG_QUESTION.format(limit=MAX_QUESTION_CHARACTERS))
    return asked


def differing_value_of(value: Value) -> DifferingValue:
    """What a person is shown of one of the figures that differ."""
    page, span = value.found.page, value.span
    return DifferingValue(value.text, value.found.passage.ref, *span, page.title, link_to(page, span))


def result_of(found: Found, rank: int) -> Result:
    """What a person is shown of one found passage."""
    passage, page = found.passage, found.page
    pair = passage if isinstance(passage, FaqPair) else None
    return Result(
        rank=rank,
        kind="faq" if pair else "passage",
        ref=passage.ref,
        question=(pair.question or None) if pair else None,
        question_inferred=pair.question_inferred if pair else False,
        text=passage.text,
        highlight=Highlight(*found.highlight, text=found.highlight.of(page.text)),
        confidence=round(found.confidence, 4),
        why={name: round(score, 4) for name, score in found.channel_scores.items()},
        source=replace(source_of(Place(passage, page), found.highlight), operation=found.operation),
        also_in=[source_of(place, place.passage.span) for place in found.also_in],
    )


def source_of(place: Place, words: Span) -> ResultSource:
    """Where a passage stands, with a link that opens at these words of its page."""
    passage, page = place.passage, place.page
    return ResultSource(
        page=page.id,
        file=page.source.file,
        title=page.title,
        publisher=page.facts.publisher,
        url=page.facts.url,
        link=link_to(page, words),
        section=list(passage.section),
        start=passage.span.start,
        end=passage.span.end,
        reviewed=page.facts.reviewed.isoformat() if page.facts.reviewed else None,
        ingested=page.ingested,
        review_due=page.facts.review_due.isoformat() if page.facts.review_due else None,
    )


def link_to(page: Page, words: Span) -> str:
    """A link that opens at the exact words: on the publisher's page where there is one, else on ours.

    Source: "URL Fragment Text Directives", WICG draft report.
    """
    if page.facts.url is None:
        return f"/pages/{page.id}#at-{words.start}"
    said = words.of(page.text).split()
    if len(said) <= WHOLE_FRAGMENT_WORDS:
        fragment = fragment_part(said)
    else:
        fragment = f"{fragment_part(said[:FRAGMENT_EDGE_WORDS])},{fragment_part(said[-FRAGMENT_EDGE_WORDS:])}"
    return f"{page.facts.url.partition('#')[0]}#:~:text={fragment}"


def fragment_part(words: list[str]) -> str:
    """Words encoded for a text directive, in which a hyphen and a comma have a meaning of their own."""
    return quote(" ".join(words), safe="").replace("-", "%2D")

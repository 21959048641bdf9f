"""The answer object: what every door shows, as frozen values. `start` and `end` are offsets into the page text."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Literal


class Outcome(StrEnum):
    """Whether the pages answer."""

    ANSWERED = "answered"
    MAYBE = "maybe"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Highlight:
    """The exact words that answer, inside the text of their result."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ResultSource:
    """Where the words of a result stand, and who published them.

    `operation` is what the page is about, where the page makes it plain.
    `review_due` is the day by which the page is to be checked again.
    """

    page: str
    file: str | None
    title: str
    publisher: str | None
    url: str | None
    link: str
    section: list[str]
    start: int
    end: int
    reviewed: str | None
    ingested: str
    operation: str | None = None
    review_due: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One passage or FAQ pair. `why` holds the score of each channel, higher is better.

    `also_in` are other places that say the same in nearly the same words.
    """

    rank: int
    kind: Literal["faq", "passage"]
    ref: str
    question: str | None
    question_inferred: bool
    text: str
    highlight: Highlight
    confidence: float
    why: dict[str, float]
    source: ResultSource
    also_in: list[ResultSource] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Urgent:
    """Signposting to urgent care, shown before any result."""

    level: Literal["emergency", "urgent"]
    sign: str
    heading: str
    advice: list[str]
    call: str


@dataclass(frozen=True, slots=True)
class DifferingValue:
    """What one result says about something on which pages differ.

    `value` is the exact words of the page `title`, from `start` to `end` of its text; `link` opens at them.
    """

    value: str
    ref: str
    start: int = 0
    end: int = 0
    title: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something on which the pages differ."""

    about: str
    values: list[DifferingValue]


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything a door needs to answer one question.

    `confidence` is the estimated probability, 0 to 1, that the first result answers;
    `results` are best first and hold what was found even where the outcome is `not_found`.
    """

    question: str
    outcome: Outcome
    confidence: float
    urgent: Urgent | None
    results: list[Result]
    index_version: str
    took_ms: float
    corrected: dict[str, str] = field(default_factory=dict)
    also_searched: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The answer as JSON-ready values, the same for the API and `ask --json`."""
        return asdict(self)

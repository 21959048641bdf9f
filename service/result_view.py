"""An answer as values for its template: words before, inside and after the highlight, and where they come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.answers import Answer, DifferingValue, Result, ResultSource

WEB = ("https://", "http://")
OUR_PAGES = "/pages/"


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """Another page that says the same."""

    title: str
    publisher: str | None
    link: str


@dataclass(frozen=True, slots=True)
class ShownResult:
    """One result. `before`, `marked` and `after` together are its text.

    `asked` is true where the heading is a question that the page itself asks, `inferred` where it is one that
    we supplied. `section` is the headings above it on the page, without the title and without `heading` itself.
    `overdue` is the day by which the page was due to be checked again, where that is past.
    """

    anchor: str
    heading: str
    asked: bool
    inferred: bool
    before: str
    marked: str
    after: str
    title: str
    publisher: str | None
    section: tuple[str, ...]
    operation: str | None
    reviewed: str | None
    overdue: str | None
    link: str
    also_in: tuple[ShownPlace, ...]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Results about one operation. `operation` is None where they need no name above them."""

    operation: str | None
    results: tuple[ShownResult, ...]


@dataclass(frozen=True, slots=True)
class ShownSaying:
    """A page that states a figure. `link` leads to its words: on this page, else on theirs."""

    title: str
    publisher: str | None
    link: str | None


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """One of several figures on which pages differ, with the pages that state it."""

    value: str
    said_by: tuple[ShownSaying, ...]


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """Something on which the pages differ."""

    about: str
    figures: tuple[ShownFigure, ...]


def shown_result(result: Result, today: date) -> ShownResult:
    """One result, ready to be shown on a day."""
    before, marked, after = parted_at_highlight(result)
    source = result.source
    headings = [heading for heading in source.section if heading]
    section = tuple(headings[1:] if headings[:1] == [source.title] else headings)
    heading = result.question or (section[-1] if section else source.title)
    return ShownResult(
        anchor=f"result-{result.rank}",
        heading=heading,
        asked=bool(result.question) and not result.question_inferred,
        inferred=bool(result.question) and result.question_inferred,
        before=before,
        marked=marked,
        after=after,
        title=source.title,
        publisher=source.publisher,
        section=section[:-1] if section[-1:] == (heading,) else section,
        operation=source.operation,
        reviewed=written_date(source.reviewed) if source.reviewed else None,
        overdue=overdue_since(source.review_due, today),
        link=safe_link(source, result.highlight.start),
        also_in=tuple(
            ShownPlace(place.title, place.publisher, safe_link(place, place.start)) for place in result.also_in
        ),
    )


def parted_at_highlight(result: Result) -> tuple[str, str, str]:
    """The text before, inside and after the highlight. A highlight that lies elsewhere marks nothing."""
    text, offset = result.text, result.source.start
    start = min(max(result.highlight.start - offset, 0), len(text))
    end = min(max(result.highlight.end - offset, start), len(text))
    return text[:start], text[start:end], text[end:]


def safe_link(source: ResultSource, start: int) -> str:
    """A source's link, or our own page view where the page gave an address that no browser should follow."""
    if source.link.startswith(OUR_PAGES) or web_address(source.link):
        return source.link
    return f"{OUR_PAGES}{source.page}#at-{start}"


def web_address(url: str | None) -> str | None:
    """The address, where it is one of the web and not, for example, a script."""
    return url if url and url.lower().startswith(WEB) else None


def shown_groups(first: ShownResult, others: Sequence[ShownResult]) -> list[ShownGroup]:
    """The results after the first, each operation's apart where there are several, that of the first result first."""
    if len({result.operation for result in (first, *others)}) < 2:
        return [ShownGroup(None, tuple(others))] if others else []
    groups: dict[str | None, list[ShownResult]] = {first.operation: []}
    for result in others:
        groups.setdefault(result.operation, []).append(result)
    return [ShownGroup(operation, tuple(results)) for operation, results in groups.items() if results]


def questions_near(answer: Answer) -> list[str]:
    """The questions that the pages of an answer ask, best first, each once; they can be asked in turn."""
    asked = [result.question for result in answer.results if result.question and not result.question_inferred]
    return [question for question in dict.fromkeys(asked) if question.casefold() != answer.question.casefold()]


def shown_differences(answer: Answer) -> list[ShownDifference]:
    """The differences of an answer: each figure once, with every page that states it."""
    results = {result.ref: result for result in answer.results}
    return [
        ShownDifference(difference.about[:1].upper() + difference.about[1:], _figures(difference.values, results))
        for difference in answer.differences
    ]


def _figures(values: Sequence[DifferingValue], results: Mapping[str, Result]) -> tuple[ShownFigure, ...]:
    said_by: dict[str, list[DifferingValue]] = {}
    for said in values:
        said_by.setdefault(said.value, []).append(said)
    return tuple(
        ShownFigure(value, tuple(_saying(said, results.get(said.ref)) for said in sayings))
        for value, sayings in said_by.items()
    )


def _saying(said: DifferingValue, result: Result | None) -> ShownSaying:
    if result:
        return ShownSaying(result.source.title, result.source.publisher, f"#result-{result.rank}")
    known = said.link.startswith(OUR_PAGES) or web_address(said.link)
    return ShownSaying(said.title, None, said.link if known else None)


def overdue_since(due: str | None, today: date) -> str | None:
    """The day by which a page was due to be checked again, where that is past."""
    return written_date(due) if due and date.fromisoformat(due[:10]) < today else None


def isolated(words: str) -> str:
    """Words that somebody typed, marked so that their direction of writing leaves the sentence around them alone."""
    return f"\u2068{words}\u2069"


def written_date(iso: str) -> str:
    """A date as people write it: 20 November 2026."""
    day = date.fromisoformat(iso[:10])
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


# Not strftime: its names follow the machine's language, and the page is in English.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

"""An answer as values for its template: words before, inside and after the highlight, and where they come from."""

from dataclasses import dataclass
from datetime import date

from service.answers import Answer, Result, ResultSource

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

    `asked` is true where the heading is a question that the page itself asks.
    `section` is the headings above it on the page, without the title and without `heading` itself.
    """

    anchor: str
    heading: str
    asked: bool
    before: str
    marked: str
    after: str
    title: str
    publisher: str | None
    section: tuple[str, ...]
    reviewed: str | None
    link: str
    also_in: tuple[ShownPlace, ...]


@dataclass(frozen=True, slots=True)
class ShownValue:
    """One of several figures on which pages differ. `anchor` is None where its result is not on this page."""

    value: str
    title: str
    anchor: str | None


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """Something on which the pages differ."""

    about: str
    values: tuple[ShownValue, ...]


def shown_result(result: Result) -> ShownResult:
    """One result, ready to be shown."""
    before, marked, after = parted_at_highlight(result)
    source = result.source
    headings = [heading for heading in source.section if heading]
    section = tuple(headings[1:] if headings[:1] == [source.title] else headings)
    asked = result.question if result.question and not result.question_inferred else None
    heading = asked or (section[-1] if section else source.title)
    return ShownResult(
        anchor=f"result-{result.rank}",
        heading=heading,
        asked=asked is not None,
        before=before,
        marked=marked,
        after=after,
        title=source.title,
        publisher=source.publisher,
        section=section[:-1] if section[-1:] == (heading,) else section,
        reviewed=written_date(source.reviewed) if source.reviewed else None,
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


def shown_differences(answer: Answer) -> list[ShownDifference]:
    """The differences of an answer, each figure with the result that says it."""
    results = {result.ref: result for result in answer.results}
    return [
        ShownDifference(
            about=difference.about,
            values=tuple(
                ShownValue(said.value, result.source.title, f"result-{result.rank}")
                if (result := results.get(said.ref))
                else ShownValue(said.value, "", None)
                for said in difference.values
            ),
        )
        for difference in answer.differences
    ]


def written_date(iso: str) -> str:
    """A date as people write it: 20 November 2026."""
    day = date.fromisoformat(iso[:10])
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


# Not strftime: its names follow the machine's language, and the page is in English.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

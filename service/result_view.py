"""An answer as values for its template: words before, inside and after the highlight, and where they come from."""

from dataclasses import dataclass
from datetime import date

from service.answers import Answer, Result

SAFE_LINKS = ("https://", "http://", "/pages/")


@dataclass(frozen=True, slots=True)
class ShownResult:
    """One result. `before`, `marked` and `after` together are its text; `asked` is the question its page states."""

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
    section = tuple(source.section[1:] if source.section[:1] == [source.title] else source.section)
    asked = result.question if result.question and not result.question_inferred else None
    return ShownResult(
        anchor=f"result-{result.rank}",
        heading=asked or (section[-1] if section else source.title),
        asked=asked is not None,
        before=before,
        marked=marked,
        after=after,
        title=source.title,
        publisher=source.publisher,
        section=section,
        reviewed=written_date(source.reviewed) if source.reviewed else None,
        link=safe_link(result),
    )


def parted_at_highlight(result: Result) -> tuple[str, str, str]:
    """The text before, inside and after the highlight. A highlight that lies elsewhere marks nothing."""
    text, offset = result.text, result.source.start
    start = min(max(result.highlight.start - offset, 0), len(text))
    end = min(max(result.highlight.end - offset, start), len(text))
    return text[:start], text[start:end], text[end:]


def safe_link(result: Result) -> str:
    """The result's link, or our own page view where the page gave an address that no browser should follow."""
    if result.source.link.lower().startswith(SAFE_LINKS):
        return result.source.link
    return f"/pages/{result.source.page}#at-{result.highlight.start}"


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

"""When a page says it was published and reviewed, and when its next review is due.

Only dates with such a label count. "Last updated" is neither: a page is updated for a comma as well.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from corpus.records import PageFacts, Rendition

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YEARS = range(1990, 2100)  # earlier and later ones are slips of the pen
MONTH_FIRST = "en-us"

MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"  # noqa: E501
YEAR = r"(?P<year>\d{4})\b"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
FORMATS = tuple(
    re.compile(written, re.IGNORECASE)
    for written in (
        r"(?P<year>\d{4})[-/](?P<number>\d{1,2})[-/](?P<day>\d{1,2})(?!\d)",
        rf"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?{DAY}[\s-]+(?:of\s+)?{MONTH},?[\s-]+{YEAR}",
        rf"{MONTH}\s+{DAY},?\s+{YEAR}",
        rf"{MONTH},?[\s-]+{YEAR}",
        r"(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?P<year>\d{4}|\d{2})\b",
        r"(?P<number>\d{1,2})[/.-](?P<year>\d{4})\b",
        r"(?P<year>\d{4})-(?P<number>\d{1,2})(?![\d-])",
    )
)
# A label starts a line, or follows a sign that parts it from what stands before. In the middle of a sentence, it
# may be about a study, or about somebody's medicines.
EDGE = r"(?:^|(?<=[|·•;.,(])|(?<=\s[–-]))[ \t*_-]{0,8}"
THING = r"(?:page|leaflet|information|content|article|topic|guide|factsheet|booklet|document)"
SUBJECT = rf"(?:(?:(?:this|the)\s+)?{THING}\s+)?(?:(?:was|is|has been|will be)\s+)?"
BY_SOMEBODY = r"(?:\s+by\s+[^\n|]{1,80}?(?=,?\s+on\b|[\s,:(–-]+(?:on\s+)?\d))?"
LINK = r"(?:,?\s+(?:on|in|is|was))?[\s:·|,(–-]{0,16}"
PUBLISHED = rf"{SUBJECT}(?:first |originally |date )?(?:published|issued)|(?:publication|issue) date|date of (?:publication|issue)"  # noqa: E501
REVIEWED = rf"{SUBJECT}(?:last |medically |clinically |date )*reviewed|last review(?: date)?|date of last review"
REVIEW_DUE = rf"{SUBJECT}(?:next review(?: date| due| is due)*|review due(?: date)?|(?:due|next due) for review|due to be reviewed|review by|to be reviewed)"  # noqa: E501
REVIEW_DATE = r"review date|date of review"  # of the next review in Britain, of the last one in America


@dataclass(frozen=True, slots=True)
class PageDates:
    """What a page says of its own age. None where it does not say."""

    published: date | None = None
    reviewed: date | None = None
    review_due: date | None = None


@dataclass(frozen=True, slots=True)
class _Stated:
    """A day, or a month of which the day is not said."""

    year: int
    month: int
    day: int | None

    def first(self) -> date:
        return date(self.year, self.month, self.day or 1)

    def last(self) -> date:
        return date(self.year, self.month, self.day or monthrange(self.year, self.month)[1])


def with_stated_dates(rendition: Rendition, today: date | None = None) -> Rendition:
    """The page, with the dates that its text states where its facts name none."""
    found = dates_in(rendition.text, rendition.facts.language, today)
    facts = rendition.facts
    return replace(rendition, facts=_with(facts, found)) if found != PageDates() else rendition


def _with(facts: PageFacts, found: PageDates) -> PageFacts:
    return replace(
        facts,
        published=facts.published or found.published,
        reviewed=facts.reviewed or found.reviewed,
        review_due=facts.review_due or found.review_due,
    )


def dates_in(text: str, language: str | None = None, today: date | None = None) -> PageDates:
    """The dates that a text states, the first of each kind.

    Args:
        text: of the whole page; its footer is where such dates stand.
        language: of the page. 03/04/2025 is the 3rd of April unless it is en-US.
        today: no page was published or reviewed later than this; the day of the call by default.

    Returns:
        A month without a day counts from its first day, and up to its last where a review is due.
        Dates that no calendar has are passed over.
    """
    american = (language or "").lower().replace("_", "-").startswith(MONTH_FIRST)
    now = today or date.today()

    def first(label: re.Pattern[str], day: Callable[[_Stated], date], fits: Callable[[date], bool]) -> date | None:
        return next((one for one in map(day, _after(label, text, american)) if fits(one)), None)

    def past(day: date) -> bool:
        return day <= now

    def undated(day: date) -> bool:
        return day > now or not american

    reviewed = first(LABELS["reviewed"], _Stated.first, past)
    due = first(LABELS["review_due"], _Stated.last, lambda _: True)
    if american and reviewed is None:
        reviewed = first(LABELS["review_date"], _Stated.first, past)
    return PageDates(
        published=first(LABELS["published"], _Stated.first, past),
        reviewed=reviewed,
        review_due=due or first(LABELS["review_date"], _Stated.last, undated),
    )


def iso_date(said: object) -> date | None:
    """The day that a machine-readable date such as 2024-05-01T10:00:00Z starts with, or None where it is none."""
    match = re.match(r"\s*(\d{4})-(\d{2})-(\d{2})(?!\d)", said) if isinstance(said, str) else None
    stated = _possible(int(match[1]), int(match[2]), int(match[3])) if match else None
    return stated.first() if stated else None


def _label(words: str) -> re.Pattern[str]:
    return re.compile(f"{EDGE}(?:{words}){BY_SOMEBODY}{LINK}", re.IGNORECASE | re.MULTILINE)


LABELS = {
    "published": _label(PUBLISHED),
    "reviewed": _label(REVIEWED),
    "review_due": _label(REVIEW_DUE),
    "review_date": _label(REVIEW_DATE),
}


def _after(label: re.Pattern[str], text: str, american: bool) -> Iterator[_Stated]:
    """The dates that stand right behind a label, in order."""
    for found in label.finditer(text):
        stated = _date_at(text, found.end(), american)
        if stated:
            yield stated


def _date_at(text: str, start: int, american: bool) -> _Stated | None:
    for written in FORMATS:
        match = written.match(text, start)
        if match:
            return _stated(match.groupdict(), american)
    return None


def _stated(said: dict[str, str], american: bool) -> _Stated | None:
    year = int(said["year"])
    if "first" in said:
        first, second = int(said["first"]), int(said["second"])
        month, day = (first, second) if american else (second, first)
        return _possible(year if year > 99 else 2000 + year, month, day)
    month = int(said["number"]) if "number" in said else MONTHS.index(said["month"][:3].lower()) + 1
    return _possible(year, month, int(said["day"]) if "day" in said else None)


def _possible(year: int, month: int, day: int | None) -> _Stated | None:
    if year not in YEARS or not 1 <= month <= 12:
        return None
    in_month = day is None or 1 <= day <= monthrange(year, month)[1]
    return _Stated(year, month, day) if in_month else None

"""What pages say of their own age."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.dates import PageDates, dates_in, iso_date, with_stated_dates
from corpus.records import PageFacts, Rendition

TODAY = date(2026, 11, 20)


def found(text: str, language: str | None = None) -> PageDates:
    return dates_in(text, language, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "Page last reviewed: 12 March 2025",
        "Last reviewed 12th Mar. 2025",
        "Medically reviewed by Dr. Ann Smith, consultant, on 12/03/2025",
        "Reviewed by Dr X on 12 Mar 2025",
        "Last reviewed\n\n12 March 2025",
        "© A clinic | Reviewed: 2025-03-12",
        "This page was last reviewed on Wednesday 12 March 2025.",
        "Clinically reviewed by A. Smith (12.03.25)",
        "Date of last review: March 12, 2025",
        "LAST REVIEWED: 12-MAR-2025",
    ],
)
def test_the_day_of_the_last_review_is_read(text: str) -> None:
    assert found(f"It hurts.\n{text}\nAsk us.") == PageDates(reviewed=date(2025, 3, 12))


@pytest.mark.parametrize(
    "text",
    [
        "Next review due: 03/2027",
        "Next review: March 2027",
        "Review due 31.03.2027",
        "Due for review: 2027-03",
        "Review date: 31/03/2027",
        "This leaflet is due to be reviewed in March 2027.",
        "Page last reviewed by Dr X · Next review due: 31 March 2027",
    ],
)
def test_a_review_is_due_on_the_last_day_that_the_page_allows(text: str) -> None:
    assert found(text) == PageDates(review_due=date(2027, 3, 31))


@pytest.mark.parametrize(
    "text",
    ["Published 2024-05-01", "First published: May 2024", "Date of issue: 01/05/2024", "Published on 1 May 2024"],
)
def test_the_day_of_publication_is_read(text: str) -> None:
    assert found(text) == PageDates(published=date(2024, 5, 1))


def test_the_dates_of_a_footer_stand_in_one_line() -> None:
    text = "Published: 1 May 2020 | Page last reviewed: 12 March 2025 | Next review due: 12 March 2028"
    assert found(text) == PageDates(date(2020, 5, 1), date(2025, 3, 12), date(2028, 3, 12))


@pytest.mark.parametrize(
    "text",
    [
        "Last updated: 12 March 2025",
        "Last modified 12/03/2025",
        "A study published on 12 March 2019 found no difference.",
        "Your medicines were last reviewed on 12 March 2025.",
        "Reviewed by Dr X",
        "Published in 2019",
        "Last reviewed: 31 February 2025",
        "Last reviewed: 12/25/2024",
        "Last reviewed: 12 March 2031",
        "Published 0000-00-00",
        "Published 1 May 1066",
        "Peer reviewed",
    ],
)
def test_what_is_no_date_of_the_page_is_passed_over(text: str) -> None:
    assert found(text) == PageDates()


def test_an_american_page_names_the_month_first() -> None:
    assert found("Last reviewed: 03/04/2025").reviewed == date(2025, 4, 3)
    assert found("Last reviewed: 03/04/2025", "en-US").reviewed == date(2025, 3, 4)


def test_a_review_date_is_the_next_one_in_britain_and_the_last_one_in_america() -> None:
    assert found("Review date: 1 May 2024") == PageDates(review_due=date(2024, 5, 1))
    assert found("Review Date 5/1/2024", "en-US") == PageDates(reviewed=date(2024, 5, 1))


def test_a_leap_day_is_a_day() -> None:
    assert found("Next review: February 2028").review_due == date(2028, 2, 29)


def test_the_facts_of_a_page_go_before_its_text() -> None:
    facts = PageFacts(title="Knee", reviewed=date(2024, 1, 2))
    page = with_stated_dates(Rendition("Published 2024-01-01\nLast reviewed: 12 March 2025", (), facts), TODAY)
    assert page.facts == PageFacts(title="Knee", reviewed=date(2024, 1, 2), published=date(2024, 1, 1))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2024-05-01T10:00:00Z", date(2024, 5, 1)),
        ("2024-02-30", None),
        ("May 2024", None),
        (None, None),
        (20240501, None),
    ],
)
def test_dates_for_machines_are_iso_dates(said: object, day: date | None) -> None:
    assert iso_date(said) == day


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.dates(date(1990, 1, 1), TODAY))
def test_any_day_of_the_calendar_is_read_back(day: date) -> None:
    written = [
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%Y}",
        day.isoformat(),
        f"{day.day} {day:%B} {day.year}",
        f"{day:%b} {day.day}, {day.year}",
    ]
    assert [found(f"Last reviewed: {one}").reviewed for one in written] == [day] * len(written)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.text()
    | st.lists(st.sampled_from("reviewed|last|by|Dr|on|12|March|2025|/|31/02/2020|due|next|:|\n| ".split("|"))).map(
        " ".join
    )
)
def test_no_text_makes_the_search_fail(text: str) -> None:
    assert isinstance(dates_in(text, None, TODAY), PageDates)


def test_a_long_text_is_searched_in_no_time() -> None:
    for words in ("reviewed by ", "a - ", " \n", "last " * 3, "this page was "):
        assert found(words * 20_000) == PageDates()

from dataclasses import replace
from datetime import date

import pytest

from corpus.assembly import page_from, passages_of
from corpus.readers.markdown import read_markdown
from corpus.records import Page, Source
from corpus.report import LONG_PASSAGE_WORDS, PageReport, page_report

TODAY = date(2026, 11, 20)


def page(text: str) -> Page:
    return page_from(read_markdown(text), Source("pages/knee.md", "knee.md", "text/markdown", "0" * 64))


def report_on(page: Page, *remarks: str) -> PageReport:
    return page_report(page, passages_of(page), remarks, TODAY)


GOOD = "# Knee\n\n## Risks\n\nBleeding is rare.\n\n## Can I drive?\n\nAfter six weeks.\n"


def test_sections_passages_and_pairs_are_counted() -> None:
    report = report_on(page(GOOD))
    assert (report.sections, report.passages, report.faq_pairs) == (2, 2, 1)


def test_a_good_page_raises_no_doubt() -> None:
    assert report_on(page(GOOD)).doubts == ()


def test_a_page_without_headings_is_worth_a_look() -> None:
    assert report_on(page("It hurts.")).doubts == ("No heading was found above any passage.",)


def test_a_passage_without_end_is_worth_a_look() -> None:
    endless = "word " * (LONG_PASSAGE_WORDS + 1)
    (doubt,) = report_on(page(f"# Knee\n\n## Risks\n\n{endless}")).doubts
    assert f"{LONG_PASSAGE_WORDS + 1} words" in doubt


@pytest.mark.parametrize(("due", "doubts"), [(date(2026, 11, 19), 1), (date(2026, 11, 20), 0), (None, 0)])
def test_a_page_older_than_its_review_date_is_worth_a_look(due: date | None, doubts: int) -> None:
    good = page(GOOD)
    overdue = replace(good, facts=replace(good.facts, review_due=due))
    assert len(report_on(overdue).doubts) == doubts


def test_what_the_reader_remarked_is_passed_on() -> None:
    assert report_on(page(GOOD), "Row 7 has no answer.").doubts == ("Row 7 has no answer.",)

"""Question-answer pairs that a page states."""

from collections.abc import Callable

import pytest

from corpus.assembly import passages_of
from corpus.faq import MAX_ANSWER_WORDS, stated_question
from corpus.records import FaqPair, Page, Section

PageOf = Callable[[str, str], Page]


def pairs(page: Page) -> list[tuple[str, str]]:
    return [(one.question, one.text) for one in passages_of(page) if isinstance(one, FaqPair)]


def test_a_heading_that_asks_and_the_text_under_it_are_a_pair(page_of: PageOf) -> None:
    page = page_of("page.md", "# Knee\n\n## Can I drive?\n\nNot yet. Wait for six weeks.\n")
    assert pairs(page) == [("Can I drive?", "Not yet. Wait for six weeks.")]


def test_a_pair_knows_that_the_page_asked(page_of: PageOf) -> None:
    (pair,) = passages_of(page_of("page.md", "# Knee\n\n## Can I drive?\n\nNot yet.\n"))
    assert isinstance(pair, FaqPair)
    assert not pair.question_inferred
    assert pair.section == ("Can I drive?",)


def test_an_answer_may_be_paragraphs_and_a_list(page_of: PageOf) -> None:
    page = page_of("page.md", "# Knee\n\n## What do I bring?\n\nLittle.\n\nBring:\n\n- shoes\n- soap\n")
    assert pairs(page) == [("What do I bring?", "Little.\n\nBring:\n\n- shoes\n- soap")]


def test_an_answer_ends_at_the_next_heading(page_of: PageOf) -> None:
    page = page_of("page.md", "# Knee\n\n## Can I drive?\n\nNot yet.\n\n## Risks\n\nBleeding.\n")
    assert pairs(page) == [("Can I drive?", "Not yet.")]


def test_a_long_text_under_a_question_is_split_like_any_other(page_of: PageOf) -> None:
    answer = "It takes its time. " * (MAX_ANSWER_WORDS // 4 + 1)
    page = page_of("page.md", f"# Knee\n\n## Can I drive?\n\n{answer}\n")
    assert pairs(page) == []
    assert len(passages_of(page)) > 1


def test_an_answer_of_the_greatest_length_is_still_one(page_of: PageOf) -> None:
    answer = ("It takes its time. " * (MAX_ANSWER_WORDS // 4)).strip()
    assert pairs(page_of("page.md", f"# Knee\n\n## Can I drive?\n\n{answer}\n")) == [("Can I drive?", answer)]


def test_answers_whose_questions_were_lost_are_passages(page_of: PageOf) -> None:
    page = page_of("page.txt", "Knee\n\nIt hurts.\n\nFrequently asked questions\n\nNot yet.\nAfter six weeks.\n")
    assert [passage.section for passage in passages_of(page)][1:] == [("Frequently asked questions",)] * 2
    assert pairs(page) == []


@pytest.mark.parametrize(
    "heading",
    ["Do you have knee pain?", "Are your knees worn?", "Do these signs sound familiar?", "Ready to walk again?"],
)
def test_a_question_put_to_the_reader_is_none(heading: str) -> None:
    assert stated_question(Section((heading,), ())) is None


@pytest.mark.parametrize("heading", ["Can I drive?", "Will it hurt?", "Doctors: who are they?", "How is it done?"])
def test_a_question_of_the_reader_is_one(heading: str) -> None:
    assert stated_question(Section(("FAQ", heading), ())) == heading


def test_only_the_nearest_heading_counts() -> None:
    assert stated_question(Section(("Can I drive?", "Cars"), ())) is None
    assert stated_question(Section((), ())) is None


def test_under_an_faq_heading_even_such_a_question_is_the_readers_own(page_of: PageOf) -> None:
    page = page_of("page.md", "# Clinic\n\n## FAQ\n\n### Do you have parking?\n\nYes, behind the house.\n")
    assert pairs(page) == [("Do you have parking?", "Yes, behind the house.")]


LOST = "Knee\n\nIt hurts.\n\nFrequently asked questions\n\nNot yet. Wait.\nAfter six weeks.\nYes, with a bag on it.\n"


def test_each_answer_of_a_list_that_lost_its_questions_is_a_pair_without_one(page_of: PageOf) -> None:
    page = page_of("page.txt", LOST)
    assert pairs(page) == [("", "Not yet. Wait."), ("", "After six weeks."), ("", "Yes, with a bag on it.")]
    assert all(one.question_inferred for one in passages_of(page) if isinstance(one, FaqPair))


def test_paragraphs_that_lead_into_questions_have_lost_none(page_of: PageOf) -> None:
    page = page_of("page.md", "# Knee\n\n## FAQ\n\nOne.\n\nTwo.\n\nThree.\n\n### Can I drive?\n\nNot yet.\n")
    assert pairs(page) == [("Can I drive?", "Not yet.")]

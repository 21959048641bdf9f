"""Scraped text: headings, list items and sentences told apart by their shape."""

import pytest

from corpus.readers.text import read_text
from corpus.records import BlockKind


def headings(source: str) -> list[tuple[int, str]]:
    page = read_text(source)
    return [(block.level, block.span.of(source)) for block in page.blocks if block.kind is BlockKind.HEADING]


def items(source: str) -> list[str]:
    return [block.span.of(source) for block in read_text(source).blocks if block.kind is BlockKind.LIST_ITEM]


def paragraphs(source: str) -> list[str]:
    return [block.span.of(source) for block in read_text(source).blocks if block.kind is BlockKind.PARAGRAPH]


PAGE = """Knee replacement

A worn knee is replaced.

{}

Then you go home.
"""


def test_the_text_is_stored_as_it_is() -> None:
    source = "\n\n  Knee \u00a0 replacement\n\n\n\tIt  hurts. \n"
    assert read_text(source).text == source


def test_a_short_first_line_is_the_title() -> None:
    assert headings("Knee replacement\n\nIt hurts.") == [(1, "Knee replacement")]


def test_a_sentence_on_the_first_line_is_no_title() -> None:
    assert headings("A worn knee is replaced.\n\nIt hurts.") == []


def test_a_line_without_a_full_stop_above_a_sentence_is_a_heading() -> None:
    assert headings(PAGE.format("Going home\n\nIt takes a day."))[1:] == [(2, "Going home")]


def test_a_short_question_is_a_heading() -> None:
    assert headings(PAGE.format("Will it hurt?\n\nFor some days."))[1:] == [(2, "Will it hurt?")]


def test_a_question_after_a_sentence_on_one_line_is_no_heading() -> None:
    assert headings(PAGE.format("It may hurt. Why is that?"))[1:] == []


def test_a_numbered_line_above_a_text_is_a_heading_below_the_others() -> None:
    assert headings(PAGE.format("1.Before surgery\n\nEat nothing."))[1:] == [(3, "1.Before surgery")]


def test_questions_below_an_faq_heading_belong_to_it() -> None:
    source = PAGE.format("Frequently asked questions\n\nCan I drive?\n\nNot yet.\n\nCan I swim?\n\nYes.")
    assert headings(source)[1:] == [(2, "Frequently asked questions"), (3, "Can I drive?"), (3, "Can I swim?")]


def test_a_question_after_answers_without_questions_is_not_one_of_the_faq() -> None:
    source = PAGE.format("Frequently asked questions\n\nNot before six weeks.\n\nDo you have pain?\n\nSee us.")
    assert headings(source)[1:] == [(2, "Frequently asked questions"), (2, "Do you have pain?")]


def test_a_wide_gap_above_a_text_says_that_a_heading_was_lost() -> None:
    source = PAGE.format("Risks\n\nBleeding.\n\n\n\nTwo days.")
    assert headings(source)[1:] == [(2, "Risks"), (2, "")]


def test_a_wide_gap_above_a_heading_says_nothing() -> None:
    source = PAGE.format("Risks\n\nBleeding.\n\n\n\nHospital stay\n\nTwo days.")
    assert headings(source)[1:] == [(2, "Risks"), (2, "Hospital stay")]


def test_headings_that_always_stand_far_above_their_text_lost_nothing() -> None:
    source = "Knee\n\n\nIt is worn.\n\n\nRisks\n\n\nBleeding.\n\n\nPain.\n\n\nStay\n\n\nTwo days.\n"
    assert headings(source) == [(1, "Knee"), (2, "Risks"), (2, "Stay")]


@pytest.mark.parametrize("mark", ["- ", "-", "• ", "•", "* ", "– ", "1. ", "2) ", "(3) ", "a) ", "  ▪ "])
def test_a_bullet_is_not_part_of_the_item(mark: str) -> None:
    assert items(PAGE.format(f"{mark}Your glasses\n{mark}Your tablets")) == ["Your glasses", "Your tablets"]


@pytest.mark.parametrize("start", ["3.5 mg", "10.30 am", "24.12.2026", "-5 °C", "2-3 days", "5mg", "C1-C2", "a.m."])
def test_a_figure_at_the_start_of_a_line_is_not_a_bullet(start: str) -> None:
    assert f"{start} is what the page says." in paragraphs(PAGE.format(f"{start} is what the page says."))


def test_lines_without_full_stops_below_each_other_are_items() -> None:
    assert items(PAGE.format("Watch for:\n\nNumb hands\nWeak legs")) == ["Numb hands", "Weak legs"]


def test_items_in_lower_case_are_not_run_together() -> None:
    assert items(PAGE.format("Watch for:\nfever\nnew weakness\nworse pain")) == ["fever", "new weakness", "worse pain"]


def test_items_parted_by_empty_lines_are_no_headings() -> None:
    assert items(PAGE.format("Watch for:\n\nNumb hands\n\nweak legs\n\nNo balance\n\nRisks\n\nBleeding.")) == [
        "Numb hands",
        "weak legs",
        "No balance",
    ]


def test_headings_over_nothing_are_the_list_of_the_heading_above_them() -> None:
    source = PAGE.format("What to bring\n\nFlat shoes\n\nReading glasses\n\nTravel\n\nCome by bus.")
    assert items(source) == ["Flat shoes", "Reading glasses"]
    assert headings(source)[1:] == [(2, "What to bring"), (2, "Travel")]


def test_numbered_lines_parted_by_empty_lines_are_items() -> None:
    assert items(PAGE.format("1. Stop smoking\n\n2. Eat well\n\n3. Walk")) == ["Stop smoking", "Eat well", "Walk"]


def test_many_items_do_not_hide_the_headings() -> None:
    source = "Heart\n\nIt leaks.\n\nRisks\n\nStroke\nBleeding\nPain\nFever\nCough\n\nStay\n\nA week.\n"
    assert headings(source) == [(1, "Heart"), (2, "Risks"), (2, "Stay")]


def test_a_sentence_that_goes_on_in_lower_case_on_the_next_line_is_one() -> None:
    assert "It takes\na week." in paragraphs(PAGE.format("It takes\na week."))


WRAPPED = """The ball of the upper arm and the socket of the shoulder blade are
replaced with parts made of metal and plastic. The operation takes about
two hours. Most people are asleep for it, and have an injection in
Northtown as well, so that the whole arm stays numb until the next day."""


def test_rows_of_one_width_are_one_paragraph() -> None:
    assert WRAPPED in paragraphs(PAGE.format(WRAPPED))


def test_a_long_wrapped_paragraph_stays_one() -> None:
    long = "\n".join([WRAPPED] * 20)
    assert long in paragraphs(PAGE.format(long))


def test_an_item_broken_across_rows_stays_one() -> None:
    source = PAGE.format(f"{WRAPPED}\n- a shirt that opens at the front, because you cannot lift\n  your arm\n- shoes")
    assert [" ".join(item.split()) for item in items(source)] == [
        "a shirt that opens at the front, because you cannot lift your arm",
        "shoes",
    ]


def test_a_bullet_alone_on_its_line_is_not_joined_to_the_next_line() -> None:
    source = PAGE.format("•\nfever\n•\ncough")
    assert {"fever", "cough"} <= set(items(source))


@pytest.mark.parametrize("source", ["", "\n \n", "\u200b", "-", "Knee", "- Knee", "?", ":"])
def test_a_page_of_hardly_anything_is_read(source: str) -> None:
    page = read_text(source)
    assert "".join(block.span.of(source) for block in page.blocks) in source

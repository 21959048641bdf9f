"""Markdown pages as their readers see them."""

from datetime import date

import pytest

from corpus.errors import SourceError
from corpus.readers.markdown import read_markdown
from corpus.records import BlockKind, PageFacts, Rendition


def shown(source: str) -> list[tuple[BlockKind, str]]:
    page = read_markdown(source)
    return [(block.kind, block.span.of(page.text)) for block in page.blocks]


def facts(front_matter: str) -> PageFacts:
    return read_markdown(f"---\n{front_matter}\n---\n\nIt hurts.\n").facts


def test_marks_are_not_shown() -> None:
    assert read_markdown("It is **safe**, *quick* and `easy`\\*.").text == "It is safe, quick and easy*."


def test_a_link_shows_its_words_and_a_picture_nothing() -> None:
    assert read_markdown('See [the *ward*](https://a.test "map"). ![A nurse](a.png)').text == "See the ward."


def test_marks_inside_a_word_do_not_part_it() -> None:
    assert read_markdown("infl**amm**ation").text == "inflammation"


@pytest.mark.parametrize("line_break", ["\n", "  \n", "\\\n", "<br>", "<br />", "<BR>"])
def test_a_line_break_parts_words(line_break: str) -> None:
    assert read_markdown(f"one{line_break}two").text == "one two"


def test_headings_keep_their_levels() -> None:
    page = read_markdown("# Knee\n\nRisks\n-----\n\n### Bleeding *and* pain ###\n")
    assert [(block.level, block.span.of(page.text)) for block in page.blocks] == [
        (1, "Knee"),
        (2, "Risks"),
        (3, "Bleeding and pain"),
    ]


def test_blocks_are_parted_by_an_empty_line_and_items_by_a_line_end() -> None:
    assert read_markdown("# Knee\nBring:\n\n1. shoes\n2. soap\n").text == "# Knee\n\nBring:\n\n- shoes\n- soap"[2:]


def test_every_paragraph_of_an_item_belongs_to_the_list() -> None:
    source = "- papers:\n\n  your card\n\n  - a letter\n    > signed\n- soap\n"
    assert [words for kind, words in shown(source) if kind is BlockKind.LIST_ITEM] == [
        "papers:",
        "your card",
        "a letter",
        "signed",
        "soap",
    ]


def test_text_after_a_list_is_a_paragraph_again() -> None:
    assert shown("- soap\n\nIt hurts.")[-1] == (BlockKind.PARAGRAPH, "It hurts.")


def test_a_deeply_nested_list_loses_nothing() -> None:
    source = "".join("  " * depth + f"- level {depth}\n" for depth in range(40))
    assert [words for _, words in shown(source)] == [f"level {depth}" for depth in range(40)]


def test_a_row_of_a_table_is_one_item() -> None:
    source = "| Risk | How often |\n|---|---:|\n| *in*fection | 1 in 100 |\n"
    assert shown(source) == [
        (BlockKind.LIST_ITEM, "Risk · How often"),
        (BlockKind.LIST_ITEM, "infection · 1 in 100"),
    ]


def test_an_indented_or_fenced_text_is_kept() -> None:
    assert [words for _, words in shown("It hurts.\n\n    Ward 7\n\n```\nFloor 2\n```\n")][1:] == ["Ward 7", "Floor 2"]


def test_html_among_the_markdown_is_read_as_html() -> None:
    source = "It hurts.\n\n<section>\n<h2>Stitches</h2>\nThey <b>dis</b>solve.\n</section>\n\n<!-- secret -->\n"
    assert shown(source)[1:] == [(BlockKind.HEADING, "Stitches"), (BlockKind.PARAGRAPH, "They dissolve.")]


def test_an_entity_is_shown_as_its_character() -> None:
    assert read_markdown("2&nbsp;&ndash;&nbsp;3 days &amp; nights").text == "2 – 3 days & nights"


def test_the_front_matter_is_what_the_page_says_about_itself() -> None:
    said = facts(
        "title: 'Knee: the basics'\npublisher: A clinic\nurl: https://a.test/knee\n"
        "reviewed: 2026-11-20\nreview_due: 2027-11-20\nlanguage: en-GB\nfacts_from: [{title: A page}]"
    )
    assert said == PageFacts(
        "Knee: the basics", "A clinic", "https://a.test/knee", "en-GB", date(2026, 11, 20), date(2027, 11, 20)
    )


@pytest.mark.parametrize("nothing", ["null", "~", "", "''", "NULL"])
def test_null_and_nothing_say_nothing(nothing: str) -> None:
    assert facts(f"url: {nothing}\nreviewed: {nothing}") == PageFacts()


def test_a_page_without_front_matter_says_nothing_about_itself() -> None:
    assert read_markdown("It hurts.").facts == PageFacts()


def test_values_are_taken_as_they_are_written() -> None:
    assert facts("title: 1.10\nlanguage: no") == PageFacts(title="1.10", language="no")


def test_a_date_with_a_time_is_that_day() -> None:
    assert facts("reviewed: 2026-11-20T10:00:00Z").reviewed == date(2026, 11, 20)


@pytest.mark.parametrize("value", ["2026-02-30", "20.11.2026", "soon", "[2026-11-20]", "2026"])
def test_a_wrong_date_is_told_by_its_name(value: str) -> None:
    with pytest.raises(SourceError, match=r"`review_due` is .* Write a date as 2026-11-20, or null\."):
        facts(f"review_due: {value}")


@pytest.mark.parametrize(
    "front_matter",
    ["title: [", "- a list", "only words", "title: " + "[" * 5000, "a: b: c", "? [a]: b"],
)
def test_front_matter_that_is_no_table_is_refused(front_matter: str) -> None:
    with pytest.raises(SourceError, match="front matter"):
        facts(front_matter)


def test_front_matter_cannot_name_parts_of_the_program() -> None:
    assert facts("title: !!python/name:os.system x").title == "x"


@pytest.mark.parametrize("source", ["", "\n", "---\n", "![](a.png)", "[a]: https://a.test", "<!-- a -->", "***"])
def test_a_page_without_words_gives_no_blocks(source: str) -> None:
    assert read_markdown(source) == Rendition("", ())

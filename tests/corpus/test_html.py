"""HTML pages as their readers see them."""

import pytest

from corpus.readers.html import read_html
from corpus.records import BlockKind, PageFacts


def shown(source: str) -> list[tuple[BlockKind, str]]:
    page = read_html(source)
    return [(block.kind, block.span.of(page.text)) for block in page.blocks]


def words(source: str) -> list[str]:
    return [words for _, words in shown(source)]


def test_formatting_inside_a_word_does_not_part_it() -> None:
    assert words("<p>in<b>flam</b>ma<i>tion</i></p>") == ["inflammation"]


def test_white_space_of_the_source_is_one_space() -> None:
    assert words("<p>It\n   really&nbsp; hurts.</p>") == ["It really hurts."]


def test_words_straight_in_a_div_are_a_paragraph() -> None:
    assert words("<div>It hurts.<p>It heals.</p>Ask us.</div>") == ["It hurts.", "It heals.", "Ask us."]


def test_a_line_break_before_a_new_sentence_starts_a_paragraph() -> None:
    assert words("<p>It hurts.<br>It heals.</p>") == ["It hurts.", "It heals."]


def test_a_line_break_inside_a_sentence_is_a_space() -> None:
    assert words("<p>Ring us<br>on weekdays.</p>") == ["Ring us on weekdays."]


def test_rows_below_a_colon_are_a_list() -> None:
    assert shown("<p>Bring:<br>your glasses<br>Shoes<br><br>It is warm.</p>") == [
        (BlockKind.PARAGRAPH, "Bring:"),
        (BlockKind.LIST_ITEM, "your glasses"),
        (BlockKind.LIST_ITEM, "Shoes"),
        (BlockKind.PARAGRAPH, "It is warm."),
    ]


@pytest.mark.parametrize("tag", ["h2", "li"])
def test_a_line_break_in_a_heading_or_an_item_is_a_space(tag: str) -> None:
    assert words(f"<{tag}>Knee<br>Replacement</{tag}>") == ["Knee Replacement"]


def test_headings_keep_their_levels() -> None:
    page = read_html("<h1>Knee</h1><h3><a href='#'>Risks</a></h3>")
    assert [(block.level, block.span.of(page.text)) for block in page.blocks] == [(1, "Knee"), (3, "Risks")]


def test_paragraphs_and_lists_in_an_item_belong_to_the_list() -> None:
    source = "<ul><li><p>Papers</p><p>and pens</p><ul><li>card</li></ul>too</li></ul><p>It is warm.</p>"
    assert shown(source) == [
        *[(BlockKind.LIST_ITEM, item) for item in ("Papers", "and pens", "card", "too")],
        (BlockKind.PARAGRAPH, "It is warm."),
    ]


def test_a_heading_in_an_item_is_a_heading() -> None:
    assert shown("<ul><li><h3>Risks</h3>Pain</li></ul>") == [
        (BlockKind.HEADING, "Risks"),
        (BlockKind.LIST_ITEM, "Pain"),
    ]


def test_a_row_of_a_table_is_one_item() -> None:
    source = (
        "<table><tr><th>Risk<th>How often</tr><tr><td>in<b>fec</b>tion<td>1 in 100,<br>or less<td></td></tr></table>"
    )
    assert shown(source) == [
        (BlockKind.LIST_ITEM, "Risk · How often"),
        (BlockKind.LIST_ITEM, "infection · 1 in 100, or less"),
    ]


def test_a_table_that_lays_out_the_page_is_read_cell_by_cell() -> None:
    long = "It hurts. " * 30
    assert words(f"<table><tr><td>{long}</td><td>Ask us.</td></tr></table>") == [long.strip(), "Ask us."]
    assert words("<table><tr><td><p>It hurts.</p></td><td>Ask us.</td></tr></table>") == ["It hurts.", "Ask us."]
    assert words("<table><tr><td><a><div>It hurts.</div></a><td>Ask us.</tr></table>") == ["It hurts.", "Ask us."]


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>secret()</script>",
        "<style>secret {}</style>",
        "<!-- secret -->",
        "<noscript>secret</noscript>",
        "<template>secret</template>",
        "<p hidden>secret</p>",
        '<div aria-hidden="true"><p>secret</p></div>',
        '<img src="a.png" alt="secret">',
        "<select><option>secret</option></select>",
        "<svg><title>secret</title></svg>",
    ],
)
def test_what_nobody_sees_is_not_read(unseen: str) -> None:
    assert words(f"<p>It hurts.</p>{unseen}<p>It heals.</p>") == ["It hurts.", "It heals."]


@pytest.mark.parametrize(
    ("tag", "reason"),
    [("nav", "navigation"), ("footer", "page footer"), ("header", "page header"), ("aside", "beside the main text")],
)
def test_furniture_stays_in_the_text_with_its_reason(tag: str, reason: str) -> None:
    page = read_html(f"<{tag}><h2>Wards</h2><ul><li>Ward 7</li></ul></{tag}><p>It hurts.</p>")
    assert [(block.kind, block.level, block.reason) for block in page.blocks[:2]] == [
        (BlockKind.FURNITURE, 0, reason)
    ] * 2
    assert page.text.startswith("Wards")


def test_a_header_that_holds_the_title_is_content() -> None:
    assert shown("<header><h1>Knee</h1></header>") == [(BlockKind.HEADING, "Knee")]


def test_the_head_says_what_the_page_is() -> None:
    page = read_html(
        '<html lang="en-GB"><head><title>Knee | Clinic</title><meta property="og:site_name" content=" A  clinic ">'
        '<link rel="canonical" href="https://a.test/knee"></head><body><h1>A new <b>kn</b>ee</h1></body></html>'
    )
    assert page.facts == PageFacts("A new knee", "A clinic", "https://a.test/knee", "en-GB")


def test_a_page_without_a_heading_takes_its_title_from_the_head() -> None:
    assert read_html("<title>Knee\n replacement</title><p>It hurts.</p>").facts.title == "Knee replacement"


def test_words_of_a_title_on_two_lines_are_parted() -> None:
    assert read_html("<h1>Knee<br>replacement</h1>").facts.title == "Knee replacement"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "/knee", "", "data:text/html,x"])
def test_an_address_that_is_none_on_the_web_is_not_taken(address: str) -> None:
    assert read_html(f'<link rel="canonical" href="{address}"><p>It hurts.</p>').facts.url is None


def test_a_page_that_says_nothing_about_itself_has_no_facts() -> None:
    assert read_html("<p>It hurts.</p>").facts == PageFacts()


def test_xhtml_is_read_like_html() -> None:
    assert words(
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>It hurts.</p></body></html>'
    ) == ["It hurts."]


@pytest.mark.parametrize("source", ["knee.html", "https://a.test/knee", "It hurts."])
def test_words_without_any_tag_are_read(source: str) -> None:
    assert words(source) == [source]


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td", "blockquote"])
def test_a_page_nested_twenty_thousand_deep_is_read(tag: str) -> None:
    assert words(f"<{tag}>" * 20_000 + "It hurts.") == ["It hurts."]


@pytest.mark.parametrize("source", ["", "<", "</p>", "<p>", "<html></html>", "<!DOCTYPE html>", "<ul><li></ul>"])
def test_a_page_without_words_gives_no_blocks(source: str) -> None:
    assert words(source) in ([], ["<"])

"""Blocks under the headings they belong to."""

from corpus.records import Block, BlockKind, PageFacts, Rendition, Span
from corpus.sections import sections_of, title_block

TEXT = "Title Risks Bleeding Going text more last"


def block(words: str, kind: BlockKind, level: int = 0) -> Block:
    start = TEXT.index(words) if words else TEXT.index("more")
    return Block(kind, Span(start, start + len(words)), level)


def heading(words: str, level: int) -> Block:
    return block(words, BlockKind.HEADING, level)


def paragraph(words: str) -> Block:
    return block(words, BlockKind.PARAGRAPH)


def paths(*blocks: Block, facts: PageFacts | None = None) -> list[tuple[str, ...]]:
    return [section.path for section in sections_of(Rendition(TEXT, blocks, facts or PageFacts()))]


def test_a_block_stands_under_all_headings_above_it_but_the_title() -> None:
    found = paths(heading("Title", 1), heading("Risks", 2), heading("Bleeding", 3), paragraph("text"))
    assert found == [("Risks", "Bleeding")]


def test_a_heading_ends_the_sections_of_its_rank_and_below() -> None:
    found = paths(
        *(heading("Title", 1), heading("Risks", 2), heading("Bleeding", 3), paragraph("text")),
        *(heading("Going", 2), paragraph("more")),
    )
    assert found == [("Risks", "Bleeding"), ("Going",)]


def test_text_under_a_heading_and_under_its_subheading_are_two_sections() -> None:
    found = paths(heading("Risks", 2), paragraph("text"), heading("Bleeding", 3), paragraph("more"), paragraph("last"))
    assert found == [(), ("Bleeding",)]


def test_a_lost_heading_ends_the_section_above_it() -> None:
    found = paths(heading("Title", 1), heading("Risks", 2), paragraph("text"), heading("", 2), paragraph("more"))
    assert found == [("Risks",), ()]


def test_a_heading_without_text_gives_no_section() -> None:
    assert paths(heading("Title", 1), heading("Risks", 2), heading("Going", 2), paragraph("text")) == [("Going",)]


def test_furniture_belongs_to_no_section_and_parts_the_one_it_stands_in() -> None:
    advert = block("more", BlockKind.FURNITURE)
    sections = sections_of(Rendition(TEXT, (heading("Title", 1), paragraph("text"), advert, paragraph("last"))))
    assert [section.blocks for section in sections] == [(paragraph("text"),), (paragraph("last"),)]


def test_a_page_without_headings_is_one_section() -> None:
    assert paths(paragraph("text"), paragraph("more")) == [()]


def test_a_page_without_blocks_has_no_sections() -> None:
    assert paths() == []


def test_the_words_of_a_path_stand_on_one_line() -> None:
    page = Rendition(
        "Title\n\nGoing\n  home\n\ntext",
        (
            Block(BlockKind.HEADING, Span(0, 5), 1),
            Block(BlockKind.HEADING, Span(7, 19), 2),
            Block(BlockKind.PARAGRAPH, Span(21, 25)),
        ),
    )
    assert [section.path for section in sections_of(page)] == [("Going home",)]


def test_the_only_heading_of_the_first_rank_is_the_title() -> None:
    title = heading("Title", 1)
    assert title_block(Rendition(TEXT, (title, heading("Risks", 2)))) == title


def test_one_of_several_headings_of_the_first_rank_is_no_title() -> None:
    assert title_block(Rendition(TEXT, (heading("Title", 1), heading("Risks", 1)))) is None


def test_a_heading_above_all_text_is_the_title_where_the_page_names_no_other() -> None:
    first = heading("Title", 2)
    assert title_block(Rendition(TEXT, (first, heading("Risks", 2)))) == first
    assert title_block(Rendition(TEXT, (first, heading("Risks", 2)), PageFacts(title="Knee"))) is None
    assert title_block(Rendition(TEXT, (paragraph("text"), first))) is None


def test_a_lost_heading_is_no_title() -> None:
    title = heading("Title", 2)
    assert title_block(Rendition(TEXT, (heading("", 2), paragraph("text")))) is None
    assert title_block(Rendition(TEXT, (heading("", 2), title, paragraph("text")))) == title

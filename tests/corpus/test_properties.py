"""What must hold for any page, however it is written."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import example, given, reject, settings
from hypothesis import strategies as st

from corpus import readers
from corpus.assembly import page_from, passages_of
from corpus.build import build_library
from corpus.clean import cleaned
from corpus.errors import SourceError
from corpus.library import Library
from corpus.readers.encoding import decoded
from corpus.records import Block, BlockKind, Page, Rendition, Section, Source, Span
from corpus.sentences import sentence_spans
from corpus.split import thoughts_of

PageOf = Callable[[str, str], Page]
ComplaintsAbout = Callable[[Page], list[str]]
ANY_PAGE = settings(max_examples=80, deadline=None, derandomize=True)

PHRASES = st.sampled_from(
    """
    the wound|a new knee|Dr. Ann Smith|e.g. walking|3.5 mg|2–3 days|most people|Going home|no. 5|Yes.|No.|it hurts.
    You stay in hospital.|How long does it take?|Watch for:|top of page|Illustration of a knee.|see fig. 3|CyberKnife
    About Knee Surgery|About Knee Surgery It|Frequently asked questions|Do you have pain?|EDISCO|Home > Knees|x@y.zz
    Book an appointment today!|Our Locations|Rotator Cuff|Frozen Shoulder|in|and then|(see below).|“Rest.”|"ok?"|...
    neck\u00a0pain|zero\u200bwidth|e\u0301te|🦵|word\u2028word|\ufeff|1.Before|10.30 am|-5 °C|ÄÖÜ|ǅ|_____
    """.strip()
    .replace("\n    ", "|")
    .split("|")
)
STARTS = st.sampled_from(["", "", "", "", "- ", "• ", "1. ", "2)", "a) ", "  ", "\t", "•\n", "***", "# ", "> ", "| "])
LINES = st.builds(lambda start, words: start + " ".join(words), STARTS, st.lists(PHRASES, max_size=9))
GAPS = st.sampled_from(["\n", "\n", "\n\n", "\n\n", "\n\n\n", "\n\n\n\n\n"])
SCRAPED = st.lists(st.tuples(LINES, GAPS), max_size=25).map(lambda rows: "".join(line + gap for line, gap in rows))
WILD = st.text(st.characters(codec="utf-8"), max_size=200)

WORDS = st.lists(PHRASES, min_size=1, max_size=8).map(" ".join)
MARKDOWN_PARTS = st.one_of(
    WORDS,
    WORDS.map("# {}".format),
    WORDS.map("## {}".format),
    st.lists(WORDS, min_size=1, max_size=9).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(WORDS, min_size=1, max_size=3).map(
        lambda items: "\n".join("  " * depth + f"* {item}" for depth, item in enumerate(items))
    ),
    st.tuples(WORDS, WORDS).map(lambda cells: f"| {cells[0]} | {cells[1]} |\n|---|---|\n| {cells[1]} | {cells[0]} |"),
    WORDS.map("> {}".format),
    WORDS.map("1. **{}**\n\n   and more".format),
    WORDS.map("```\n{}\n```".format),
    WORDS.map("<div>{}</div>".format),
    WORDS.map("one<br>*{}*\n---".format),
    WORDS.map("[{}](https://clinic.test) ![picture](a.png)".format),
    WORDS.map("{}\n===".format),
)
MARKDOWN = st.lists(MARKDOWN_PARTS, max_size=12).map("\n\n".join)

TAGS = [
    "p",
    "div",
    "span",
    "b",
    "ul",
    "li",
    "h1",
    "h2",
    "table",
    "tr",
    "td",
    "nav",
    "header",
    "br",
    "section",
    "details",
]
HTML = st.recursive(
    WORDS,
    lambda inside: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", st.sampled_from(TAGS), st.lists(inside, max_size=4)
    ),
    max_leaves=25,
)
FILES = st.one_of(
    st.tuples(st.just("page.txt"), SCRAPED),
    st.tuples(st.just("page.md"), st.one_of(MARKDOWN, SCRAPED)),
    st.tuples(st.just("page.html"), st.one_of(HTML, SCRAPED)),
)


def rendition_of(file: str, source: str) -> Rendition:
    try:
        return readers.read(file, source.encode())[1][0]
    except SourceError:  # no words in it, or more control characters than a text has
        reject()


def made_of(rendition: Rendition) -> Page:
    return page_from(cleaned(rendition), Source("pages/page.txt", "page.txt", "text/plain", ""))


@ANY_PAGE
@given(FILES)
@example(("page.txt", "- \na) \n"))
def test_every_word_of_a_page_is_in_one_passage_or_heading_or_is_furniture(
    complaints_about: ComplaintsAbout, written: tuple[str, str]
) -> None:
    assert complaints_about(made_of(rendition_of(*written))) == []


@ANY_PAGE
@given(st.sampled_from(["page.txt", "page.md", "page.html"]), st.one_of(WILD, WILD.map("<p>{}".format)))
def test_no_reader_stumbles_over_any_characters(complaints_about: ComplaintsAbout, file: str, source: str) -> None:
    assert complaints_about(made_of(rendition_of(file, source))) == []


@ANY_PAGE
@given(FILES)
def test_every_passage_is_an_exact_span_of_its_page(written: tuple[str, str]) -> None:
    page = made_of(rendition_of(*written))
    assert all(passage.text == page.text[passage.span.start : passage.span.end] for passage in passages_of(page))


@ANY_PAGE
@given(st.binary(max_size=300) | SCRAPED.map(str.encode) | SCRAPED.map(lambda text: text.encode("utf-16")))
def test_the_stored_text_of_a_scraped_page_is_the_decoded_file(data: bytes) -> None:
    try:
        _, (rendition,) = readers.read("page.txt", data)
    except SourceError:
        reject()
    assert rendition.text == decoded(data, "page.txt")


@ANY_PAGE
@given(FILES)
def test_cleaning_twice_changes_nothing_more(written: tuple[str, str]) -> None:
    once = cleaned(rendition_of(*written))
    assert cleaned(once) == once


@ANY_PAGE
@given(FILES)
def test_cleaning_changes_no_character_and_no_place(written: tuple[str, str]) -> None:
    rendition = rendition_of(*written)
    after = cleaned(rendition)
    assert after.text == rendition.text
    covered = [position for block in rendition.blocks for position in range(*block.span)]
    still = [position for block in after.blocks for position in range(*block.span)]
    spaces = {position for position in set(covered) - set(still) if rendition.text[position].isspace()}
    assert still == [position for position in covered if position not in spaces]


@ANY_PAGE
@given(st.text(st.characters(codec="utf-8")) | WORDS)
def test_sentences_lose_no_words_and_come_in_order(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert spans == sorted(spans)


@ANY_PAGE
@given(st.lists(st.tuples(st.booleans(), WORDS), min_size=1, max_size=8), st.integers(1, 80))
def test_splitting_loses_no_words(parts: list[tuple[bool, str]], max_words: int) -> None:
    text, blocks = "", []
    for is_item, words in parts:
        kind = BlockKind.LIST_ITEM if is_item else BlockKind.PARAGRAPH
        blocks.append(Block(kind, Span(len(text), len(text) + len(words))))
        text += words + "\n"
    thoughts = thoughts_of(Section((), tuple(blocks)), text, max_words)
    assert " ".join(thought.span.of(text) for thought in thoughts).split() == text.split()


@settings(ANY_PAGE, max_examples=25)
@given(st.lists(FILES, min_size=1, max_size=3))
def test_what_is_saved_in_a_library_is_read_back_equal(files: list[tuple[str, str]]) -> None:
    pages = []
    for number, (_, source) in enumerate(files):
        rendition = cleaned(rendition_of("page.txt", source))
        pages.append(page_from(rendition, Source(f"pages/{number}.txt", f"{number}.txt", "text/plain", "0" * 64)))
    with tempfile.TemporaryDirectory() as folder:
        library = Library.create(Path(folder) / "library.sqlite")
        for page in pages:
            library.add(page, passages_of(page))
        library.close()
        saved = Library.open(Path(folder) / "library.sqlite")
        assert {page.id: page for page in saved.pages()} == {page.id: page for page in pages}
        assert all(saved.passages_of(page.id) == passages_of(page) for page in pages)
        saved.close()


@settings(ANY_PAGE, max_examples=15)
@given(st.lists(SCRAPED.filter(str.strip), min_size=2, max_size=4))
def test_ids_are_unique_and_stay_when_an_unrelated_page_is_added(sources: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, source in enumerate(sources):
            (folder / f"{number}.txt").write_text(source, "utf-8")
        paths = [str(folder / f"{number}.txt") for number in range(len(sources))]
        build_library(folder / "fewer.sqlite", paths[1:])
        build_library(folder / "more.sqlite", paths)
        fewer, more = Library.open(folder / "fewer.sqlite"), Library.open(folder / "more.sqlite")
        ids, more_ids = [one.id for one in fewer.passages()], [one.id for one in more.passages()]
        fewer.close()
        more.close()
    assert len(set(more_ids)) == len(more_ids)
    assert set(ids) <= set(more_ids)

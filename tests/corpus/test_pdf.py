"""PDF files as their readers see them. Each page is drawn row by row, so that its difficulty can be seen."""

import contextlib
import time
import zlib
from collections.abc import Callable
from typing import NamedTuple

import pytest
from fpdf import FPDF
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from PIL import Image

from corpus.assembly import page_from
from corpus.clean import cleaned
from corpus.errors import SourceError
from corpus.readers import pdf as reader
from corpus.readers.pdf import device, limits, read_pdf, streams
from corpus.readers.pdf.words import joined
from corpus.records import BlockKind, Page, Source

ComplaintsAbout = Callable[[Page], list[str]]
HEADING, PARAGRAPH, ITEM, FURNITURE = BlockKind
LEFT, RIGHT = 50, 320  # where the two columns of an A4 page (595 x 842 points) start


NAMES = ["Ann", "Ben", "Cat", "Dora", "Eve", "Fay", "Gus"]
FATES = [
    ("hip", "walked with a stick for six weeks, and then without one, up and down the stairs and to the shops"),
    ("knee", "took the tablets with every meal until the swelling had gone, which took longer than was planned"),
    ("shoulder", "slept on two pillows for as long as it hurt"),
]


class Said(NamedTuple):
    """A row as it is drawn: where its baseline starts, its words, and its letters."""

    x: float
    y: float
    words: str
    size: float = 10
    style: str = ""


def drawn(*pages: list[Said]) -> FPDF:
    file = FPDF(unit="pt", format="A4")
    file.core_fonts_encoding = "windows-1252"  # with bullets and dashes
    for page in pages:
        file.add_page()
        for row in page:
            file.set_font("helvetica", style=row.style, size=row.size)
            file.text(row.x, row.y, row.words)
    return file


def rows(x: float, y: float, *words: str, step: float = 12) -> list[Said]:
    """Rows of one column, one below the other."""
    return [Said(x, y + position * step, said) for position, said in enumerate(words)]


def blocks(*pages: list[Said]) -> list[tuple[BlockKind, str]]:
    page = read_pdf(bytes(drawn(*pages).output()), "leaflet.pdf")
    return [(block.kind, block.span.of(page.text)) for block in page.blocks]


def content(*pages: list[Said]) -> list[str]:
    return [words for kind, words in blocks(*pages) if kind is not FURNITURE]


def left_out(*pages: list[Said]) -> list[tuple[str, str]]:
    page = read_pdf(bytes(drawn(*pages).output()), "leaflet.pdf")
    return [(block.span.of(page.text), block.reason) for block in page.blocks if block.kind is FURNITURE]


def complaint(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read_pdf(data, "leaflet.pdf")
    return str(caught.value)


# ---- Paragraphs and words


def test_rows_of_a_paragraph_are_one_block() -> None:
    assert blocks(rows(LEFT, 100, "Most people go home after", "two days. They walk with", "a stick.")) == [
        (PARAGRAPH, "Most people go home after two days. They walk with a stick.")
    ]


def test_a_wider_gap_starts_a_paragraph() -> None:
    first = rows(LEFT, 100, "Most people go home after", "two days, most of them well.")
    assert content(first + rows(LEFT, 136, "You walk with a stick, and", "leave it after a week.")) == [
        "Most people go home after two days, most of them well.",
        "You walk with a stick, and leave it after a week.",
    ]


def test_a_short_last_row_ends_a_paragraph_where_there_is_no_gap() -> None:
    page = rows(LEFT, 100, "Most people go home on the second day after it.", "All walk.", "You need a stick at first.")
    assert content(page) == ["Most people go home on the second day after it. All walk.", "You need a stick at first."]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("You have a general anaes-", "thetic.", "You have a general anaesthetic."),
        (
            "Your follow-up comes first. The follow-",
            "up is short.",
            "Your follow-up comes first. The follow-up is short.",
        ),
        ("The swelling settles in 24-", "48 hours.", "The swelling settles in 24-48 hours."),
        ("The joint between C1-", "C2 is worn.", "The joint between C1-C2 is worn."),
        ("Have an X-", "Ray taken.", "Have an X-Ray taken."),
        ("You get pre-", "and post-operative care.", "You get pre- and post-operative care."),
        ("It helps -", "most of the time.", "It helps - most of the time."),
    ],
)
def test_a_hyphen_at_the_end_of_a_row(first: str, second: str, joined: str) -> None:
    assert content(rows(LEFT, 100, first, second)) == [joined]


def test_a_hyphen_that_is_only_shown_at_the_end_of_a_row_is_left_out() -> None:
    # Straight to the function: fonts that hold this sign are larger than this test should carry.
    assert joined("a knee replace\u00ad", "ment", seen=set()) == "a knee replacement"


def test_a_word_set_in_bold_does_not_part_its_row() -> None:
    page = [Said(50, 100, "Do "), Said(65, 100, "not", style="B"), Said(84, 100, "drive a car.")]
    assert content(page) == ["Do not drive a car."]


def test_letters_drawn_twice_to_look_bold_are_read_once() -> None:
    assert content([Said(50, 100, "Do not drive."), Said(50.1, 100, "Do not drive.")]) == ["Do not drive."]


# ---- Headings and lists


def test_headings_are_told_by_size_and_then_by_bold_letters() -> None:
    page = [
        Said(50, 80, "Knee replacement", 20),
        Said(50, 120, "After the operation", 14),
        *rows(LEFT, 140, "You stay in hospital for two nights,", "and sometimes for three."),
        Said(50, 176, "Can I drive?", style="B"),
        *rows(LEFT, 190, "After six weeks."),
    ]
    rendition = read_pdf(bytes(drawn(page).output()), "leaflet.pdf")
    levels = [(block.level, block.span.of(rendition.text)) for block in rendition.blocks if block.kind is HEADING]
    assert levels == [(1, "Knee replacement"), (2, "After the operation"), (3, "Can I drive?")]


def test_a_heading_on_two_rows_is_one() -> None:
    page = [
        Said(50, 80, "Looking after your", 20),
        Said(50, 103, "new knee", 20),
        *rows(LEFT, 140, "Rest at first, then walk with a stick."),
    ]
    assert blocks(page)[0] == (HEADING, "Looking after your new knee")


def test_a_bold_sentence_is_no_heading() -> None:
    page = [*rows(LEFT, 100, "You may feel sick after it."), Said(50, 130, "Do not drive for two days.", style="B")]
    assert [kind for kind, _ in blocks(page)] == [PARAGRAPH, PARAGRAPH]


def test_bullets_make_items_and_the_rows_they_hang_over() -> None:
    page = rows(LEFT, 100, "Ring us if you have:")
    page += [Said(55, 112, "\u2022"), Said(75, 112, "pain that gets worse"), Said(75, 124, "Even at night")]
    page += [Said(55, 136, "\u2022"), Said(75, 136, "a fever"), *rows(LEFT, 160, "The line is open all day.")]
    assert blocks(page) == [
        (PARAGRAPH, "Ring us if you have:"),
        (ITEM, "pain that gets worse Even at night"),
        (ITEM, "a fever"),
        (PARAGRAPH, "The line is open all day."),
    ]


def test_numbered_steps_are_items() -> None:
    page = rows(LEFT, 100, "1. Wash your hands.", "2. Take off the dressing.", "It may sting.")
    assert blocks(page)[:2] == [(ITEM, "Wash your hands."), (ITEM, "Take off the dressing.")]


def test_a_dash_inside_a_sentence_is_no_bullet() -> None:
    assert content(rows(LEFT, 100, "Take both tablets", "- the white and the blue", "- at night.")) == [
        "Take both tablets - the white and the blue - at night."
    ]


# ---- Columns and tables


def test_columns_are_read_one_after_the_other() -> None:
    page = [Said(50, 60, "Your new hip, and how you look after it at home", 20)]
    page += rows(LEFT, 100, "Do not cross your legs for six", "weeks after the operation, and", "sleep on your back.")
    page += rows(RIGHT, 100, "You can drive when you can stop", "in an emergency. Ask your", "insurer as well.")
    assert content(page) == [
        "Your new hip, and how you look after it at home",
        "Do not cross your legs for six weeks after the operation, and sleep on your back.",
        "You can drive when you can stop in an emergency. Ask your insurer as well.",
    ]


def test_justified_columns_keep_every_paragraph_whole() -> None:
    told = [f"{name} had a new {joint} put in, and {fate}." for name in NAMES for joint, fate in FATES]
    file = FPDF(unit="pt", format="A4")
    file.set_font("helvetica", size=10)
    file.add_page()
    with file.text_columns(ncols=2, gutter=18, text_align="J") as columns:
        for paragraph in told * 3:  # more than one page
            columns.write(paragraph + "\n\n")
    page = read_pdf(bytes(file.output()), "leaflet.pdf")
    assert len(file.pages) > 1
    assert [block.span.of(page.text) for block in page.blocks] == told * 3


def test_columns_are_told_whatever_the_order_they_were_drawn_in() -> None:
    left = rows(LEFT, 100, "Do not cross your legs for six", "weeks after the operation, and", "sleep on your back.")
    right = rows(RIGHT, 105, "You can drive when you can stop", "in an emergency. Ask your", "insurer as well.")
    by_height = sorted(left + right, key=lambda row: row.y)
    assert content(by_height) == content(left + right) == content(right + left)


def test_text_across_both_columns_parts_them() -> None:
    page = rows(LEFT, 100, "You come in the morning and", "go home at night.")
    page += rows(RIGHT, 100, "Bring your tablets, your glasses", "and a book to read.")
    page += rows(LEFT, 140, "Whatever happens on the day, someone has to drive you home and stay with you for a night.")
    page += rows(LEFT, 180, "Take the tablets we give you", "with your meals.")
    page += rows(RIGHT, 180, "Leave the dressing where it is", "until we see you.")
    assert [words.split()[0] for words in content(page)] == ["You", "Bring", "Whatever", "Take", "Leave"]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    page = rows(LEFT, 100, "The surgeon removes the worn", "surfaces of the joint and puts")
    page += rows(RIGHT, 100, "new ones in their place, made", "of metal.")
    assert content(page) == [
        "The surgeon removes the worn surfaces of the joint and puts new ones in their place, made of metal."
    ]


def test_three_columns_are_read_in_turn() -> None:
    page = rows(40, 100, "Ann had her hip done", "in the spring of last", "year and is well.")
    page += rows(220, 100, "Ben had his knee done", "in the summer of last", "year and is well.")
    page += rows(400, 100, "Cat had her foot done", "in the autumn of last", "year and is well.")
    assert [words[:3] for words in content(page)] == ["Ann", "Ben", "Cat"]


def test_rows_of_a_table_are_read_across() -> None:
    page = [Said(50, 100, "Walking"), Said(200, 100, "2 days"), Said(50, 114, "Driving"), Said(200, 114, "6 weeks")]
    page += [Said(50, 128, "Desk work"), Said(200, 128, "2 weeks")]
    assert blocks(page) == [(ITEM, "Walking · 2 days"), (ITEM, "Driving · 6 weeks"), (ITEM, "Desk work · 2 weeks")]


# ---- What runs along the pages


def running(number: int, *words: str) -> list[Said]:
    header, footer = Said(50, 40, "Hillside Clinic"), Said(280, 815, f"Page {number} of 3")
    return [header, *rows(LEFT, 100, *words), footer]


THREE = [running(1, "Ice helps with pain."), running(2, "Rest helps with swelling."), running(3, "Walking helps.")]


def test_running_headers_and_page_numbers_are_left_out_with_their_reasons() -> None:
    assert content(*THREE) == ["Ice helps with pain.", "Rest helps with swelling.", "Walking helps."]
    assert left_out(*THREE)[:2] == [("Hillside Clinic", "running header"), ("Page 1 of 3", "page number")]
    assert len(left_out(*THREE)) == 6


def test_a_paragraph_goes_on_over_a_page_break() -> None:
    pages = [running(1, "Ask the nurse before you"), running(2, "take off the dressing.")]
    assert content(*pages) == ["Ask the nurse before you take off the dressing."]


def test_a_list_over_a_page_break_stays_whole() -> None:
    kinds = [kind for kind, _ in blocks(running(1, "Bring:", "• papers"), running(2, "• pens"))]
    assert kinds[:3] == [PARAGRAPH, ITEM, ITEM]


def test_words_repeated_inside_the_pages_are_kept() -> None:
    pages = [[Said(50, 400, "Ring 999 at once.")], [Said(50, 400, "Ring 999 at once.")], [Said(50, 400, "Ice helps.")]]
    assert content(*pages) == ["Ring 999 at once.", "Ring 999 at once.", "Ice helps."]


def test_a_footer_that_states_something_is_kept_once_below_the_title() -> None:
    footer = Said(50, 815, "Ring the ward on 0123 if you bleed.")
    pages = [
        [Said(50, 100, "Your knee", 20), Said(50, 130, "Rest at first."), footer],
        [Said(50, 100, "Then walk."), footer],
    ]
    assert content(*pages) == ["Your knee", "Ring the ward on 0123 if you bleed.", "Rest at first.", "Then walk."]
    assert left_out(*pages) == [(footer.words, "running footer")] * 2


def test_a_title_that_runs_along_the_pages_is_kept_once() -> None:
    pages = [[Said(50, 60, "Your knee", 20), *rows(LEFT, 120, said, "for a week.")] for said in ("Rest it", "Move it")]
    assert content(*pages) == ["Your knee", "Rest it for a week.", "Move it for a week."]


def test_numbered_headings_at_the_head_of_each_page_are_kept() -> None:
    pages = [[Said(50, 60, f"Exercise {n}", 16), *rows(LEFT, 120, "Bend it.", "Hold it.")] for n in (1, 2, 3, 4, 5)]
    assert [words for words in content(*pages) if words.startswith("Ex")] == [f"Exercise {n}" for n in (1, 2, 3, 4, 5)]


def test_a_table_of_contents_is_left_out() -> None:
    page = rows(LEFT, 100, "Before you come ........ 2", "Going home ............. 4", "Ask us anything.")
    assert content(page) == ["Ask us anything."]
    assert left_out(page)[0] == ("Before you come ........ 2", "table of contents")


def test_text_set_sideways_is_left_out_with_its_reason() -> None:
    file = drawn(rows(LEFT, 100, "Ice helps with pain."))
    with file.rotation(90, 20, 500):
        file.text(20, 500, "DRAFT")
    page = read_pdf(bytes(file.output()), "leaflet.pdf")
    assert [(block.span.of(page.text), block.reason) for block in page.blocks][1:] == [("DRAFT", "text set sideways")]


# ---- Facts


def test_title_and_language_are_taken_from_the_file() -> None:
    file = drawn(rows(LEFT, 100, "About your new knee and hip."))
    file.set_title("Your new knee")
    file.set_lang("en-GB")
    facts = read_pdf(bytes(file.output()), "leaflet.pdf").facts
    assert (facts.title, facts.language) == ("Your new knee", "en-GB")


@pytest.mark.parametrize("title", ["Microsoft Word - knee v3.doc", "knee.indd", "Untitled", " "])
def test_the_name_of_a_file_is_no_title(title: str) -> None:
    file = drawn(rows(LEFT, 100, "About your new knee.", f"From {title}"))
    file.set_title(title)
    assert read_pdf(bytes(file.output()), "leaflet.pdf").facts.title is None


def test_a_title_left_over_from_elsewhere_is_not_believed() -> None:
    file = drawn(rows(LEFT, 100, "About your new knee."))
    file.set_title("Hip leaflet template")
    assert read_pdf(bytes(file.output()), "leaflet.pdf").facts.title is None


# ---- Files that cannot be read


def test_a_scanned_file_is_told_with_what_to_do() -> None:
    file = drawn([])
    file.image(Image.new("L", (60, 80), 200), 0, 0, 595, 842)
    assert complaint(bytes(file.output())) == (
        "leaflet.pdf holds pictures of text, or nothing, but no text. Run text recognition (OCR) on it first."
    )


def test_a_file_with_a_password_is_told() -> None:
    file = drawn(rows(LEFT, 100, "Ice helps."))
    file.set_encryption(owner_password="one", user_password="two")
    assert complaint(bytes(file.output())) == "leaflet.pdf is protected by a password. Save a copy without one."


def test_a_file_that_may_be_opened_by_anyone_is_read() -> None:
    file = drawn(rows(LEFT, 100, "Ice helps."))
    file.set_encryption(owner_password="one")
    assert read_pdf(bytes(file.output()), "leaflet.pdf").text == "Ice helps."


@pytest.mark.parametrize("data", [b"", b"<html>", b"PK\x03\x04"])
def test_another_format_is_told(data: bytes) -> None:
    assert complaint(data) == "leaflet.pdf is not a PDF file. Check its ending."


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\ntrailer\n<< /Root 1 0 R >>\n%%EOF"])
def test_damage_is_told(data: bytes) -> None:
    assert "leaflet.pdf is damaged and cannot be read" in complaint(data)


def test_a_file_without_pages_is_told() -> None:
    empty = (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    )
    assert "it has no pages" in complaint(empty + b"trailer\n<</Root 1 0 R>>\n%%EOF")


def test_too_many_pages_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "MAX_PAGES", 2)
    assert complaint(bytes(drawn(*THREE).output())).startswith("leaflet.pdf has more than 2 pages.")


def test_a_file_that_takes_too_long_to_unpack_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_SECONDS", -1.0)
    assert "takes longer than" in complaint(bytes(drawn(*THREE).output()))


def test_a_file_whose_pages_take_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_SECONDS", -1.0)
    monkeypatch.setattr(reader, "check_streams", lambda *_: None)
    assert "takes longer than" in complaint(bytes(drawn(*THREE).output()))


def test_a_page_that_takes_too_long_is_told_before_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytes(drawn(rows(LEFT, 20, *["Ice helps."] * 60)).output())
    parts = data.count(b"endstream") + 1
    clock = iter([0.0] * (2 + parts) + [1000.0] * 9)  # the start, each part, the start of the page; then it is late
    monkeypatch.setattr(limits, "monotonic", lambda: next(clock))
    assert "takes longer than" in complaint(data)


def test_a_file_that_leads_round_in_circles_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "MAX_STEP_SECONDS", 0.2)
    circle = b"%PDF-1.4\n1 0 obj\n1 0 R\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF"
    assert "one step takes longer than" in complaint(circle)


def with_stream(packed: bytes) -> bytes:
    return b"%PDF-1.4\n5 0 obj\n<</Filter/FlateDecode>>\nstream\n" + packed + b"\nendstream\nendobj\n"


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MAX_STREAM_BYTES", 10_000)
    assert "unpacks to more" in complaint(with_stream(zlib.compress(bytes(20_000))))


@pytest.mark.parametrize("pack", [bytes, zlib.compress])
def test_a_font_that_claims_billions_of_characters_is_refused(pack: Callable[[bytes], bytes]) -> None:
    table = b"1 beginbfrange\n<00000000> <FFFFFFFF> <0041>\nendbfrange"
    assert "a font claims too many characters" in complaint(with_stream(pack(table)))


def test_a_drawing_that_draws_itself_ends() -> None:
    file = b"""%PDF-1.4
1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj
2 0 obj\n<</Type/Pages/Kids[3 0 R 2 0 R]/Count 1>>\nendobj
3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R
/Resources<</XObject<</A 4 0 R>>/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>\nendobj
4 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Length 62>>
stream\nBT /F 10 Tf 50 700 Td (Ice helps.) Tj ET /A Do /A Do          \nendstream\nendobj
trailer\n<</Root 1 0 R>>\n%%EOF"""
    assert read_pdf(file, "leaflet.pdf").text == "Ice helps."


# ---- Properties


FILE = bytes(drawn(*THREE, rows(LEFT, 100, "Left one goes on", "and on.") + rows(RIGHT, 100, "Right", "one.")).output())
PLACES = st.integers(0, len(FILE) - 1)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.tuples(PLACES, st.integers(0, 255)), max_size=12), PLACES, st.booleans())
def test_damaged_files_are_read_or_told(changes: list[tuple[int, int]], end: int, cut: bool) -> None:
    damaged = bytearray(FILE)
    for place, byte in changes:
        damaged[place] = byte
    started = time.monotonic()
    with contextlib.suppress(SourceError):
        read_pdf(bytes(damaged[: end if cut else None]), "leaflet.pdf")
    assert time.monotonic() - started < 5


WORDS = st.sampled_from(
    "Knee|knee.|- |• hip|3|1. a|of-|?|The wound heals well|in two weeks.|Page 2|\u00ad|a) b|:".split("|")
)
SAID = st.builds(
    Said, st.sampled_from([40, 50, 60, 300, 310]), st.integers(2, 70).map(lambda y: 12 * y), WORDS,
    st.sampled_from([6, 10, 10, 10, 14, 20]), st.sampled_from(["", "", "B"]),
)  # fmt: skip


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.lists(SAID, max_size=25), min_size=1, max_size=3))
def test_any_page_is_read_whole_and_twice_alike(complaints_about: ComplaintsAbout, pages: list[list[Said]]) -> None:
    data = bytes(drawn(*pages).output())
    try:
        rendition = read_pdf(data, "leaflet.pdf")
    except SourceError:  # nothing but signs
        reject()
    assert rendition == read_pdf(data, "leaflet.pdf")
    assert complaints_about(page_from(cleaned(rendition), Source("leaflet.pdf", "leaflet.pdf", "", ""))) == []
    drawn_letters = {letter for page in pages for row in page for letter in row.words if letter.isalpha()}
    assert drawn_letters <= set(rendition.text)

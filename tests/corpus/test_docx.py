"""Word files as their readers see them. Each is made with python-docx, or from a line of its XML."""

import contextlib
import time
import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.assembly import page_from, passages_of
from corpus.clean import cleaned
from corpus.errors import SourceError
from corpus.readers.docx import limits, read_docx
from corpus.records import BlockKind, FaqPair, Page, Rendition, Source

ComplaintsAbout = Callable[[Page], list[str]]
HEADING, PARAGRAPH, ITEM, FURNITURE = BlockKind


def saved(document: WordDocument) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def read(document: WordDocument) -> Rendition:
    return read_docx(saved(document), "leaflet.docx")


def shown(document: WordDocument) -> list[tuple[BlockKind, str]]:
    page = read(document)
    return [(block.kind, block.span.of(page.text)) for block in page.blocks]


def headings(document: WordDocument) -> list[tuple[int, str]]:
    page = read(document)
    return [(block.level, block.span.of(page.text)) for block in page.blocks if block.kind is HEADING]


def with_xml(*paragraphs: str) -> WordDocument:
    """A document of paragraphs given as the inside of their XML."""
    document = Document()
    for inside in paragraphs:
        spaces = nsdecls("w") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        document.element.body.insert(-1, parse_xml(f"<w:p {spaces}>{inside}</w:p>"))
    return document


def run(words: str, facts: str = "") -> str:
    return f'<w:r><w:rPr>{facts}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def complaint(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read_docx(data, "leaflet.docx")
    return str(caught.value)


# ---- Headings


def test_headings_are_told_by_their_styles() -> None:
    document = Document()
    document.add_heading("Hips", 1)
    document.add_heading("Risks", 3)
    document.add_paragraph("Few.")
    assert headings(document) == [(1, "Hips"), (3, "Risks")]


def test_headings_stand_below_a_title() -> None:
    document = Document()
    document.add_heading("Your new hip", 0)
    document.add_heading("Risks", 1)
    document.add_paragraph("Few.")
    assert headings(document) == [(1, "Your new hip"), (2, "Risks")]


def test_a_style_with_a_name_of_another_language_is_told_by_its_outline_level() -> None:
    document = Document()
    style = document.styles.add_style("Überschrift zwei", 1)
    style.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="1"/>'))
    document.add_paragraph("Risiken", style="Überschrift zwei")
    document.add_paragraph("Wenige.")
    assert headings(document) == [(2, "Risiken")]


def test_a_style_based_on_a_heading_style_is_one() -> None:
    document = Document()
    document.styles.add_style("Clinic blue", 1).base_style = document.styles["Heading 2"]
    document.add_paragraph("Risks", style="Clinic blue")
    assert headings(document) == [(2, "Risks")]


def test_a_short_line_all_bold_is_a_heading() -> None:
    document = Document()
    document.add_paragraph().add_run("Knees").bold = True
    document.add_paragraph("They bend.")
    document.add_paragraph().add_run("Can I kneel?").bold = True
    document.add_paragraph("After six weeks.")
    assert headings(document) == [(1, "Knees"), (2, "Can I kneel?")]


def test_a_bold_warning_at_the_end_is_no_heading() -> None:
    document = Document()
    document.add_paragraph("Rest at first.")
    document.add_paragraph().add_run("Ring 999 if you cannot breathe").bold = True
    assert headings(document) == []


def test_a_bold_sentence_is_no_heading() -> None:
    document = Document()
    document.add_paragraph().add_run("Do not drive.").bold = True
    document.add_paragraph("Rest.")
    assert headings(document) == []


# ---- Words


def test_runs_are_joined_and_the_words_of_links_kept() -> None:
    link = f"<w:hyperlink>{run('our page')}</w:hyperlink>"
    assert shown(with_xml(run("anaes") + run("thetic, see ") + link + run("."))) == [
        (PARAGRAPH, "anaesthetic, see our page.")
    ]


def test_deleted_words_are_left_out_and_inserted_ones_kept() -> None:
    deleted = "<w:del><w:r><w:delText>two</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('soon ')}</w:moveFrom>"
    inserted = f"<w:ins>{run('six')}</w:ins>"
    assert shown(with_xml(run("Wait ") + moved + deleted + inserted + run(" weeks."))) == [
        (PARAGRAPH, "Wait six weeks.")
    ]


def test_hidden_words_and_marks_of_footnotes_are_left_out() -> None:
    inside = (
        run("It is safe") + run(" (ask Ann)", "<w:vanish/>") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(".")
    )
    assert shown(with_xml(inside)) == [(PARAGRAPH, "It is safe.")]


def test_tabs_and_special_hyphens_are_read() -> None:
    inside = run("follow") + "<w:r><w:noBreakHyphen/></w:r>" + run("up") + "<w:r><w:tab/></w:r>" + run("here")
    assert shown(with_xml(inside)) == [(PARAGRAPH, "follow-up here")]


def test_a_line_break_before_a_new_sentence_starts_a_paragraph() -> None:
    assert shown(with_xml(run("It hurts.") + "<w:r><w:br/></w:r>" + run("It heals."))) == [
        (PARAGRAPH, "It hurts."),
        (PARAGRAPH, "It heals."),
    ]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent><w:p>{run('Ring us.')}</w:p></w:txbxContent>"
    both = f'<mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
    assert shown(with_xml(f"{run('Rest.')}<w:r>{both}</mc:AlternateContent></w:r>")) == [
        (PARAGRAPH, "Rest."),
        (PARAGRAPH, "Ring us."),
    ]


def test_headers_and_footers_are_left_out() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Hillside Clinic"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.add_paragraph("Rest.")
    assert shown(document) == [(PARAGRAPH, "Rest.")]


def test_content_controls_are_read_through() -> None:
    document = Document()
    body = document.element.body
    body.insert(0, parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p>{run('Rest.')}</w:p></w:sdtContent></w:sdt>"))
    assert shown(document) == [(PARAGRAPH, "Rest.")]


def test_a_table_of_contents_is_left_out_with_its_reason() -> None:
    document = Document()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("Risks\t4", style="toc 1")
    document.add_paragraph("Few.")
    assert [block.reason for block in read(document).blocks] == ["table of contents", ""]


# ---- Lists and tables


def test_bulleted_and_numbered_paragraphs_are_items() -> None:
    document = Document()
    document.add_paragraph("Bring:")
    document.add_paragraph("papers", style="List Bullet")
    document.add_paragraph("pens", style="List Number")
    document.add_paragraph("• glasses")
    assert shown(document) == [(PARAGRAPH, "Bring:"), (ITEM, "papers"), (ITEM, "pens"), (ITEM, "glasses")]


def test_a_list_that_a_paragraph_switches_on_or_off_itself() -> None:
    def listed(number: int) -> str:
        return f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'

    assert shown(with_xml(listed(1) + run("papers"), listed(0) + run("Rest."))) == [
        (ITEM, "papers"),
        (PARAGRAPH, "Rest."),
    ]


def table(document: WordDocument, *rows: tuple[str, ...]) -> None:
    made = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(made.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words


def test_rows_of_a_table_are_items() -> None:
    document = Document()
    table(document, ("Walking", "2 days"), ("Driving", "6 weeks"))
    assert shown(document) == [(ITEM, "Walking · 2 days"), (ITEM, "Driving · 6 weeks")]


def test_a_table_of_questions_gives_pairs() -> None:
    document = Document()
    document.add_heading("Knees", 1)
    table(document, ("Question", "Answer"), ("Can I kneel?", "After six weeks."), ("Can I run?", "Ask us first."))
    document.add_paragraph("Our clinic is open all week.")
    page = page_from(cleaned(read(document)), Source("leaflet.docx", "leaflet.docx", "", ""))
    passages = passages_of(page)
    pairs = [(pair.question, pair.text) for pair in passages if isinstance(pair, FaqPair)]
    assert pairs == [("Can I kneel?", "After six weeks."), ("Can I run?", "Ask us first.")]
    assert (passages[-1].section, passages[-1].text) == ((), "Our clinic is open all week.")
    assert [block.reason for block in page.blocks if block.kind is FURNITURE] == ["column names of a table"]


def test_a_table_that_only_lays_out_the_page_is_read_cell_by_cell() -> None:
    document = Document()
    table(document, ("It heals.", "Rest."))
    document.tables[0].rows[0].cells[0].add_paragraph("It takes weeks.")
    assert shown(document) == [(PARAGRAPH, "It heals."), (PARAGRAPH, "It takes weeks."), (PARAGRAPH, "Rest.")]


# ---- Facts


def test_title_and_language_are_taken_from_the_file_and_no_date() -> None:
    document = Document()
    document.add_paragraph("About your new knee and hip.")
    said = document.core_properties
    said.title, said.language, said.modified = "Your new knee", "en-GB", datetime(2026, 3, 1)
    facts = read(document).facts
    assert (facts.title, facts.language, facts.reviewed) == ("Your new knee", "en-GB", None)


@pytest.mark.parametrize("title", ["Microsoft Word - knee.doc", "knee v3.docx", "Document1"])
def test_the_name_of_a_file_is_no_title(title: str) -> None:
    document = Document()
    document.add_paragraph(f"About your new knee. From {title}")
    document.core_properties.title = title
    assert read(document).facts.title is None


def test_a_title_left_over_from_elsewhere_is_not_believed() -> None:
    document = Document()
    document.add_paragraph("About your new knee.")
    document.core_properties.title = "Hip template for Ann"
    assert read(document).facts.title is None


# ---- Files that cannot be read


def test_an_old_word_file_is_told() -> None:
    assert complaint(limits.OLD_WORD + bytes(100)) == "leaflet.docx is a Word 97-2003 file. Save it as .docx."


def test_a_file_with_a_password_is_told() -> None:
    data = limits.OLD_WORD + "EncryptedPackage".encode("utf-16-le")
    assert complaint(data) == "leaflet.docx is protected by a password. Save a copy without one."


@pytest.mark.parametrize("data", [b"", b"Rest.", b"PK\x03\x04", saved(Document())[:-30]])
def test_damage_is_told(data: bytes) -> None:
    assert complaint(data).startswith("leaflet.docx is damaged and cannot be read")


def test_a_zip_file_of_something_else_is_told() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("notes.txt", "Rest.")
    assert "leaflet.docx is damaged" in complaint(file.getvalue())


def test_a_file_without_words_is_told() -> None:
    assert complaint(saved(Document())).startswith("leaflet.docx holds no words.")


def with_part(name: str, words: str) -> bytes:
    """A document with one of its parts replaced."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(saved(Document()))) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, words if entry == name else old.read(entry))
    return file.getvalue()


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused() -> None:
    bomb = with_part("word/document.xml", " " * (limits.MAX_XML_BYTES + 1))
    assert len(bomb) < 200_000
    assert "unpacks to more" in complaint(bomb)


def test_a_file_of_very_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ENTRIES", 3)
    assert "unpacks to more" in complaint(saved(Document()))


def test_entities_are_not_filled_in() -> None:
    entities = '<!DOCTYPE x [<!ENTITY own "filled in"><!ENTITY file SYSTEM "file:///etc/hostname">]>'
    said = "<w:p><w:r><w:t>Rest.</w:t><w:t>&own;</w:t><w:t>&file;</w:t></w:r></w:p>"
    data = with_part("word/document.xml", f"{entities}<w:document {nsdecls('w')}><w:body>{said}</w:body></w:document>")
    assert read_docx(data, "leaflet.docx").text == "Rest."


# ---- Properties


def sample() -> WordDocument:
    document = Document()
    document.add_heading("Your knee", 0)
    document.add_paragraph("papers", style="List Bullet")
    table(document, ("Can I kneel?", "Yes."), ("a", "b"))
    document.add_paragraph("Rest.")
    return document


FILE = saved(sample())
with zipfile.ZipFile(BytesIO(FILE)) as _archive:
    BODY = _archive.read("word/document.xml").decode()


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, len(FILE) - 1), st.integers(0, 255)), max_size=8), st.integers(0, len(FILE)))
def test_damaged_files_are_read_or_told(changes: list[tuple[int, int]], end: int) -> None:
    damaged = bytearray(FILE)
    for place, byte in changes:
        damaged[place] = byte
    started = time.monotonic()
    for data in (bytes(damaged), bytes(damaged[:end])):
        with contextlib.suppress(SourceError):
            read_docx(data, "leaflet.docx")
    assert time.monotonic() - started < 5


@settings(max_examples=50, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(st.integers(0, len(BODY)), st.sampled_from(["w:", "val=", "0", "<w:p/>", "p", "t", "x"])), max_size=6
    )
)
def test_damaged_xml_is_read_or_told(changes: list[tuple[int, str]]) -> None:
    body = BODY
    for place, words in changes:
        body = body[:place] + words + body[place + len(words) :]
    with contextlib.suppress(SourceError):
        read_docx(with_part("word/document.xml", body), "leaflet.docx")


WORDS = st.sampled_from(
    "Knee|Can I kneel?|The wound heals.|- hip|1. a|in two weeks|:|\u00ad|Rest:\npapers\nPens".split("|")
)
STYLES = st.sampled_from(["Normal", "Normal", "Title", "Heading 1", "Heading 3", "List Bullet", "List Paragraph"])
PARTS = st.one_of(st.tuples(STYLES, WORDS, st.booleans()), st.tuples(st.just("table"), WORDS, WORDS))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(PARTS, min_size=1, max_size=12))
def test_any_document_is_read_whole_and_twice_alike(
    complaints_about: ComplaintsAbout, parts: list[tuple[str, str, object]]
) -> None:
    document = Document()
    for style, words, more in parts:
        if style == "table":
            table(document, (words, str(more)), (str(more), words))
        else:
            document.add_paragraph(style=style).add_run(words).bold = bool(more)
    data = saved(document)
    rendition = read_docx(data, "leaflet.docx")
    assert rendition == read_docx(data, "leaflet.docx")
    assert complaints_about(page_from(cleaned(rendition), Source("leaflet.docx", "leaflet.docx", "", ""))) == []
    for _, words, _ in parts:
        assert all(word in rendition.text for word in words.split() if word.strip("-1.:\u00ad"))

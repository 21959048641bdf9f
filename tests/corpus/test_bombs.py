"""Small files that would become huge, or take for ever. Each is built here, and refused before it does harm."""

import base64
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from corpus import readers
from corpus.errors import SourceError
from corpus.readers import archives, encoding, read, workbook
from corpus.readers.docx import limits
from corpus.readers.html import walker
from corpus.readers.pdf import streams, unpacking
from corpus.web.address import web_address
from corpus.web.exchange import MAX_PIECES, Unreachable, unpacked
from corpus.web.page_links import PageLinks, links_of

MIB = 2**20


def complaint(name: str, data: bytes) -> str:
    with pytest.raises(SourceError) as told:
        read(name, data)
    return str(told.value)


# PDF: filters behind filters


def packed_spaces(mebibytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([packer.compress(b" " * MIB) for _ in range(mebibytes)]) + packer.flush()


def pdf_of(content: bytes, filters: bytes, more: bytes = b"") -> bytes:
    """A page whose content is behind these filters."""
    return b"".join(
        (
            b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n",
            b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n",
            b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[4 0 R 5 0 R]/Resources<<>>>>\nendobj\n",
            b"4 0 obj\n<</Length %d/Filter[%s]%s>>\nstream\n" % (len(content), filters, more),
            content,
            b"\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF",
        )
    )


@pytest.mark.parametrize(
    ("filters", "pack"),
    [
        (b"/FlateDecode/FlateDecode", lambda data: zlib.compress(data, 9)),
        (b"/ASCII85Decode/FlateDecode", lambda data: base64.a85encode(data) + b"~>"),
        (b"/ASCIIHexDecode/FlateDecode", lambda data: data.hex().encode() + b">"),
    ],
)
def test_a_pdf_that_unpacks_to_a_huge_one_behind_two_filters_is_refused(
    filters: bytes, pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MAX_STREAM_BYTES", 2 * MIB)
    bomb = pdf_of(pack(packed_spaces(4)), filters)
    assert len(bomb) < 20_000
    assert "unpacks to more than a document can need" in complaint("leaflet.pdf", bomb)


def test_a_pdf_of_many_large_streams_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_FILE_BYTES", 3 * MIB)
    two = pdf_of(packed_spaces(2), b"/FlateDecode").replace(
        b"trailer", b"5 0 obj\n<</Filter/FlateDecode>>\nstream\n" + packed_spaces(2) + b"\nendstream\nendobj\ntrailer"
    )
    assert "unpacks to more" in complaint("leaflet.pdf", two)


def test_each_pdf_counts_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_FILE_BYTES", 3 * MIB)
    for _ in range(3):
        assert "no text" in complaint("leaflet.pdf", pdf_of(packed_spaces(2), b"/FlateDecode"))


def test_a_pdf_that_claims_a_row_of_billions_is_refused() -> None:
    claimed = b"/DecodeParms[<</Predictor 12/Columns 2000000000/Colors 4>>]"
    assert "unpacks to more" in complaint("leaflet.pdf", pdf_of(zlib.compress(bytes(100)), b"/FlateDecode", claimed))


def test_a_pdf_of_endless_run_lengths_is_refused() -> None:
    runs = bytes([129, 32]) * (streams.MAX_STREAM_BYTES // 128 + 1)
    assert "unpacks to more" in complaint("leaflet.pdf", pdf_of(runs, b"/RunLengthDecode"))


# Word and Excel: archives of XML


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize("name", ["word/document.xml", "word/HEADER1.XML", "word/_rels/document.xml.rels"])
def test_a_word_file_of_millions_of_empty_paragraphs_is_refused_before_it_is_read(name: str) -> None:
    bomb = zipped({name: b"<w:p/>" * (archives.MAX_MARKS + 1)})
    assert len(bomb) < 50_000
    assert "unpacks to more than a document can need" in complaint("leaflet.docx", bomb)


def test_the_marks_of_all_parts_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MARKS", 100)
    monkeypatch.setattr(limits, "MAX_MARKS", 100)
    assert "unpacks to more" in complaint("a.docx", zipped({f"word/header{n}.xml": b"<w:p/>" * 60 for n in range(2)}))


def sheet_naming_one_text_often(text: bytes, rows: int) -> bytes:
    """A workbook whose every answer is the one shared text."""
    file = io.BytesIO()
    Workbook().save(file)
    with zipfile.ZipFile(file) as saved:
        parts = {name: saved.read(name) for name in saved.namelist()}
    space = b' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    cells = b"".join(
        b'<row><c t="s"><v>%d</v></c><c t="s"><v>%d</v></c></row>' % pair for pair in [(0, 1)] + [(2, 2)] * rows
    )
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override)
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet" + space + b"><sheetData>" + cells + b"</sheetData></worksheet>"
    said = b"".join(b"<si><t>" + words + b"</t></si>" for words in (b"question", b"answer", text))
    parts["xl/sharedStrings.xml"] = b"<sst" + space + b">" + said + b"</sst>"
    return zipped(parts)


def test_a_workbook_whose_cells_all_name_one_long_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_CHARACTERS", 100_000)
    assert read("faq.xlsx", sheet_naming_one_text_often(b"Why rest? " * 100, 40))
    assert "100,000 in all" in complaint("faq.xlsx", sheet_naming_one_text_often(b"Why rest? " * 100, 60))


def test_a_cell_longer_than_excel_allows_is_refused() -> None:
    assert "more than 32,767 characters" in complaint("faq.xlsx", sheet_naming_one_text_often(b"rest " * 7_000, 1))


# HTML, text, Markdown, tables


def test_a_page_of_too_many_tags_is_refused_and_has_no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walker, "MAX_MARKS", 50)
    monkeypatch.setattr("corpus.web.page_links.MAX_MARKS", 50)
    page = b'<a href="/x">Rest</a>' * 26
    assert "52 HTML tags, and at most 50" in complaint("leaflet.html", page)
    assert links_of(page, web_address("https://clinic.example/")) == PageLinks()


@pytest.mark.parametrize("name", ["leaflet.md", "leaflet.txt", "leaflet.html"])
def test_a_text_larger_than_any_page_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_TEXT_BYTES", 1_000)
    assert f"{name} holds 1,001 bytes" in complaint(name, b"x" * 1_001)


def test_front_matter_whose_aliases_would_fill_a_library_is_refused() -> None:
    levels = "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    page = f"---\na: &a [x,x,x,x,x,x,x,x,x]\n{levels}title: *j\n---\n\nRest for two days."
    assert "`title` is a list or a table" in complaint("leaflet.md", page.encode())


def test_a_reader_that_goes_round_in_circles_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_SECONDS", 0.3)
    assert "leaflet.md takes longer than 0 seconds" in complaint("leaflet.md", b"[" * 200_000)


def test_a_column_name_longer_than_a_cell_can_be_does_not_break_the_table() -> None:
    assert "has no column" in complaint("faq.csv", b"question,answer," + b"x" * 200_000 + b"\nWhy?,Rest.\n")


@pytest.mark.parametrize("name", ["hex", "zip", "rot13", "punycode", "idna", "undefined", "unicode_escape", "utf-7"])
def test_a_page_that_names_no_encoding_of_pages_is_read_all_the_same(name: str) -> None:
    assert encoding.encoding_named(name) is None
    page = f"<meta charset={name}><p>Caf\u00e9 and rest for two days.".encode("cp1252")
    assert "Caf\u00e9 and rest" in read("leaflet.html", page)[1][0].text


# The web


def test_an_answer_packed_in_very_many_pieces_is_refused_at_once() -> None:
    assert unpacked(gzip.compress(b"rest ") * MAX_PIECES, 1_000) == b"rest " * MAX_PIECES
    with pytest.raises(Unreachable, match="in more than 100 pieces"):
        unpacked(gzip.compress(b"") * 200_000, 1_000)

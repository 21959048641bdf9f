"""Bytes into characters."""

import codecs

import pytest

from corpus.errors import SourceError
from corpus.readers.encoding import decoded


@pytest.mark.parametrize(
    "data",
    [
        "größer – “knee”".encode(),
        codecs.BOM_UTF8 + "größer – “knee”".encode(),
        codecs.BOM_UTF16_LE + "größer – “knee”".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "größer – “knee”".encode("utf-16-be"),
        "größer – “knee”".encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with a mark", "utf-16 little-endian", "utf-16 big-endian", "windows-1252"],
)
def test_the_encodings_of_real_pages_give_the_same_characters(data: bytes) -> None:
    assert decoded(data, "page.txt") == "größer – “knee”"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_becomes_one_character(line_end: str) -> None:
    assert decoded(f"one{line_end}{line_end}two".encode(), "page.txt") == "one\n\ntwo"


def test_control_characters_become_spaces_so_that_places_stay() -> None:
    assert decoded(b"a\tb\x0cc" + b" " * 40 + b"\x00d", "page.txt") == "a b c" + " " * 41 + "d"


def test_a_no_break_space_is_kept() -> None:
    assert decoded("2\u00a0days".encode(), "page.txt") == "2\u00a0days"


def test_a_byte_that_no_encoding_knows_becomes_a_question_mark_in_a_box() -> None:
    assert decoded(b"caf\xe9 \x81", "page.txt") == "café \ufffd"


def test_a_picture_is_refused_by_name() -> None:
    with pytest.raises(SourceError, match=r"^scan\.txt is not a text file\. Check its ending"):
        decoded(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "scan.txt")


def test_an_empty_file_has_no_characters() -> None:
    assert decoded(b"", "page.txt") == ""


def test_an_html_page_that_is_not_utf_8_is_read_as_it_declares() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body>Łódź</body></html>'
    assert "Łódź" in decoded(page.encode("iso-8859-2"), "page.html")


def test_a_declared_encoding_that_nobody_knows_is_passed_over() -> None:
    assert "café" in decoded('<meta charset="klingon">café'.encode("cp1252"), "page.html")

"""FAQ tables: every row that can be used is read, and every other one is told with its line."""

import contextlib
import io
import json
import time
import tracemalloc
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import SourceError
from corpus.readers.faq_table import read_faq_table
from corpus.records import BlockKind, Rendition

HEADER = "question,answer\n"


def csv_pages(text: str, file_name: str = "knee_faq.csv") -> list[Rendition]:
    return read_faq_table(text.encode(), file_name)


def json_pages(*rows: object) -> list[Rendition]:
    return read_faq_table("\n".join(map(json.dumps, rows)).encode(), "faq.jsonl")


def workbook(*sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def said(page: Rendition) -> list[tuple[str, str]]:
    """The questions of a page with the answers as stored."""
    return [(pair.question, pair.answer.of(page.text)) for pair in page.pairs]


def blocks(page: Rendition) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.span.of(page.text)) for block in page.blocks]


# What is read


def test_a_question_becomes_a_heading_and_its_answer_a_paragraph() -> None:
    [page] = csv_pages(HEADER + "Can I drive?,After six weeks.\n")
    assert page.text == "Can I drive?\n\nAfter six weeks."
    assert [(block.kind, block.level) for block in page.blocks] == [(BlockKind.HEADING, 2), (BlockKind.PARAGRAPH, 0)]
    assert said(page) == [("Can I drive?", "After six weeks.")]
    assert (page.part, page.remarks, page.facts.title) == ("", (), "Knee faq")


def test_the_lines_of_an_answer_stay_apart_and_bullets_become_items() -> None:
    [page] = csv_pages(HEADER + '"What to bring?","Pack early.\n- shoes\n• soap\n\nNo rings."\n')
    assert blocks(page)[1:] == [
        (BlockKind.PARAGRAPH, "Pack early."),
        (BlockKind.LIST_ITEM, "shoes"),
        (BlockKind.LIST_ITEM, "soap"),
        (BlockKind.PARAGRAPH, "No rings."),
    ]
    assert said(page) == [("What to bring?", "Pack early.\n\n- shoes\n- soap\n\nNo rings.")]


def test_an_answer_that_is_a_list_starts_at_its_first_word() -> None:
    [page] = csv_pages(HEADER + '"What to bring?","- shoes\n- soap"\n"Pain?",Some.\n')
    assert said(page) == [("What to bring?", "shoes\n- soap"), ("Pain?", "Some.")]


def test_a_number_below_zero_is_no_bullet() -> None:
    [page] = csv_pages(HEADER + "How cold?,-5 degrees\n")
    assert blocks(page)[1] == (BlockKind.PARAGRAPH, "-5 degrees")


def test_all_columns_are_read_whatever_their_case_and_order() -> None:
    table = (
        "\ufeffAlso Asked,ANSWER, Question ,Id,URL,Title,Owner\n"
        "driving?|  when drive ||Drive?,In 6 weeks.,Drive?,q7,https://clinic.test/knee,Knee,Ann\n"
    )
    [page] = csv_pages(table)
    [pair] = page.pairs
    assert (pair.question, pair.ref, pair.also_asked) == ("Drive?", "q7", ("driving?", "when drive"))
    assert (page.facts.url, page.facts.title) == ("https://clinic.test/knee", "Knee")


def test_rows_are_gathered_into_pages_by_address_and_title() -> None:
    pages = csv_pages(
        "question,answer,url,title\n"
        "A?,one,https://c.test/knee,Knee\n"
        "B?,two,,\n"
        "C?,three,https://c.test/knee,Knee\n"
        "D?,four,,Hip & leg\n"
        "E?,five,https://c.test/new-hip.html,\n"
    )
    assert [(page.part, page.facts.title, [pair.question for pair in page.pairs]) for page in pages] == [
        ("https://c.test/knee", "Knee", ["A?", "C?"]),
        ("", "Knee faq", ["B?"]),
        ("hip-leg", "Hip & leg", ["D?"]),
        ("https://c.test/new-hip.html", "New hip", ["E?"]),
    ]


def test_pages_with_like_names_are_told_apart() -> None:
    pages = csv_pages(
        "question,answer,url,title\nA?,a,https://c.test,Hip\nB?,b,https://c.test,Knee\nC?,c,,Hip\nD?,d,,Hip!\nE?,e,,?\n"
    )
    assert [page.part for page in pages] == ["https://c.test", "https://c.test#knee", "hip", "hip-2", "page"]


def test_the_delimiter_is_that_of_the_header() -> None:
    assert said(csv_pages("question;answer\nA, b?;one, two\n")[0]) == [("A, b?", "one, two")]
    assert said(csv_pages("question\tanswer\nA?\tone, two; three\n", "faq.tsv")[0]) == [("A?", "one, two; three")]


def test_other_phrasings_may_be_a_json_list_and_an_id_a_number() -> None:
    [page] = json_pages({"Question": "A?", "answer": "one", "id": 7.0, "also_asked": ["B?", "C?"], "url": None})
    assert (page.pairs[0].ref, page.pairs[0].also_asked) == ("7", ("B?", "C?"))


def test_html_in_a_cell_is_read_as_html() -> None:
    [page] = json_pages({"question": "<b>Pain</b>?", "answer": "<p>Some &amp; brief.</p><ul><li>rest</li></ul>"})
    assert said(page) == [("Pain?", "Some & brief.\n\n- rest")]
    [page] = json_pages(
        {"question": "Pain &amp; ache?", "answer": "Rest.\n- <em>ice</em>\nif it is &lt; 5 of 10, a < b"}
    )
    assert said(page) == [("Pain & ache?", "Rest.\n\n- ice\n\nif it is < 5 of 10, a < b")]


def test_control_characters_become_spaces() -> None:
    assert said(json_pages({"question": "A\x00b?", "answer": "one\x1btwo\x7f"})[0]) == [("A b?", "one two")]


def test_a_utf16_table_is_read() -> None:
    [page] = read_faq_table((HEADER + "Où?,À l’hôpital\n").encode("utf-16"), "faq.csv")
    assert said(page) == [("Où?", "À l’hôpital")]


# What is told


@pytest.mark.parametrize(("row", "problem"), [(",one", "no question"), ("A?,", "no answer"), ("A?, - ", "no answer")])
def test_an_empty_cell_is_told_with_its_line_and_the_rest_is_read(row: str, problem: str) -> None:
    [page] = csv_pages(HEADER + f"A?,one\n{row}\nB?,two\n")
    assert page.remarks == (f"line 3: {problem}; the row is left out",)
    assert len(page.pairs) == 2


def test_an_empty_row_is_no_problem() -> None:
    assert csv_pages(HEADER + "\nA?,one\n,\n\n")[0].remarks == ()


@pytest.mark.parametrize(("file_name", "sign"), [("faq.csv", ","), ("faq.csv", ";"), ("faq.tsv", "\t")])
def test_a_missing_column_is_named_with_those_found(file_name: str, sign: str) -> None:
    with pytest.raises(SourceError, match=r"faq\..sv has no column `answer`; found: `question`, `reply`"):
        csv_pages("question,reply\nA?,one\n".replace(",", sign), file_name)


def test_a_column_missing_from_every_json_object_is_named() -> None:
    with pytest.raises(SourceError, match="no column `question`; found: `q`, `answer`"):
        json_pages({"q": "A?", "answer": "one"})


def test_the_second_of_two_equal_ids_is_read_without_it() -> None:
    [page] = csv_pages("id,question,answer\n7,A?,one\n7,B?,two\n")
    assert [pair.ref for pair in page.pairs] == ["7", None]
    assert page.remarks == ("line 3: the id `7` is that of line 2 already; the row is read without it",)


def test_a_line_number_counts_line_breaks_inside_cells() -> None:
    [page] = csv_pages(HEADER + '"A?","one\n\ntwo"\nB?,\n')
    assert page.remarks == ("line 5: no answer; the row is left out",)


def test_a_line_that_is_not_json_is_told_and_the_rest_read() -> None:
    lines = ['{"question": "A?", "answer": "one"}', '{"question": ', "[1]", '{"question": "B?", "answer": "two"}']
    [page] = read_faq_table("\n".join(lines).encode(), "faq.jsonl")
    assert [words[: len("line 2: not")] for words in page.remarks] == ["line 2: not", "line 3: not"]
    assert len(page.pairs) == 2


@pytest.mark.parametrize("line", ["[" * 100_000, '{"question": "A?", "answer": ' + "9" * 5000 + "}"])
def test_json_that_python_refuses_is_told(line: str) -> None:
    good = '{"question": "B?", "answer": "two"}'
    assert read_faq_table(f"{line}\n{good}".encode(), "faq.jsonl")[0].remarks[0].startswith("line 1: not JSON")


def test_a_row_with_too_many_cells_is_left_out_and_told() -> None:
    [page] = csv_pages(HEADER + "A?,one, two\nB?,two,,\n")
    assert page.remarks == ("line 2: 3 cells for 2 columns; put quotes round cells. The row is left out",)
    assert said(page) == [("B?", "two")]


@pytest.mark.parametrize("bad", ['"A?,one', '"A "b" c?",one', 'A?,"one'])
def test_a_stray_quote_costs_its_own_row_only(bad: str) -> None:
    [page] = csv_pages(HEADER + f"Z?,zero\n{bad}\nB?,two\nC?,three\n")
    assert [pair.question for pair in page.pairs] == ["Z?", "B?", "C?"]
    assert len(page.remarks) == 1
    assert page.remarks[0].startswith("line 3: quotes do not match")


def test_a_line_with_a_broken_encoding_is_left_out_and_told() -> None:
    lines = ["question,answer", "Où?,là", "Quand?,\udcff\udce9t\udce9", "Qui?,moi"]
    [page] = read_faq_table("\n".join(lines).encode("utf-8", "surrogateescape"), "faq.csv")
    assert [pair.question for pair in page.pairs] == ["Où?", "Qui?"]
    assert page.remarks == (
        "line 3: characters are lost (broken encoding); the row is left out. Save the file as UTF-8",
    )


def test_json_that_is_not_utf8_is_not_guessed_at() -> None:
    good, bad = b'{"question": "A?", "answer": "one"}', b'{"question": "B?", "answer": "\xe9t\xe9"}'
    [page] = read_faq_table(good + b"\n" + bad, "faq.jsonl")
    assert len(page.pairs) == 1
    assert page.remarks[0].startswith("line 2: characters are lost")


def test_a_table_in_windows_1252_is_read_and_told_once() -> None:
    [page] = read_faq_table((HEADER + "Can’t eat?,Café\n" * 9).encode("cp1252"), "faq.csv")
    assert page.pairs[0].question == "Can’t eat?"
    assert len(page.remarks) == 1
    assert page.remarks[0].endswith("quotes in line 2, 3, 4, 5, 6 and 4 more")


def test_half_a_character_in_json_is_told() -> None:
    [page] = json_pages({"question": "A?", "answer": "one"}, {"question": "B?", "answer": "\ud800"})
    assert page.remarks[0].startswith("line 2: characters are lost")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "knee.html", "https://", "https://a b"])
def test_what_is_no_web_address_is_left_out(address: str) -> None:
    [page] = csv_pages(f"question,answer,url\nA?,one,{address}\n")
    assert (page.facts.url, page.part) == (None, "")
    assert page.remarks == (f"line 2: `{address}` is no web address (https://...); the row is read without it",)


def test_a_column_named_twice_is_told() -> None:
    [page] = csv_pages("question,answer,Answer\nA?,one,two\n")
    assert said(page) == [("A?", "one")]
    assert page.remarks == ("line 1: the column `answer` comes 2 times; the first is read",)


def test_remarks_are_in_the_order_of_the_lines_and_stand_on_the_first_page() -> None:
    pages = csv_pages("question,answer,title\nA?,one,Knee\nB?,,Hip\nC?,1,2,3\nD?,,Knee\nE?,five,Hip\n")
    assert [words.split(":")[0] for words in pages[0].remarks] == ["line 3", "line 4", "line 5"]
    assert pages[1].remarks == ()


def test_remarks_of_json_and_of_cells_are_told_in_one_order() -> None:
    lines = ['{"question": "A?", "answer": "one"}', '{"question": "B?", "answer": ""}', "{", '{"question": "C?"}']
    [page] = read_faq_table("\n".join(lines).encode(), "faq.jsonl")
    assert [words.split(":")[0] for words in page.remarks] == ["line 2", "line 3", "line 4"]


@pytest.mark.parametrize("table", [HEADER, HEADER + "A?,\n", HEADER + "a,b,c\n"])
def test_a_table_without_a_usable_row_is_refused(table: str) -> None:
    with pytest.raises(SourceError, match=r"knee_faq\.csv holds no question with an answer"):
        csv_pages(table)


def test_a_picture_and_an_unknown_ending_are_refused() -> None:
    with pytest.raises(SourceError, match="is not a text file"):
        read_faq_table(bytes(range(8)) * 99, "faq.csv")
    with pytest.raises(SourceError, match="is no FAQ table by its ending"):
        read_faq_table(b"", "faq.ods")


# Workbooks


def test_the_first_sheet_with_the_columns_is_read() -> None:
    notes: list[list[object]] = [["Who", "When"], ["Ann", "May"]]
    table: list[list[object]] = [["Question", "Answer", "Id", None], ["A?", "one\n- two", 7.0], [], ["B?", None]]
    [page] = read_faq_table(workbook([], notes, table), "faq.xlsx")
    assert said(page) == [("A?", "one\n\n- two")]
    assert page.pairs[0].ref == "7"
    assert page.remarks == ("line 4: no answer; the row is left out",)


def test_cells_that_are_no_words_are_read_as_shown() -> None:
    rows: list[list[object]] = [["question", "answer"], ["How many?", 12], ["When?", date(2026, 5, 1)], ["Oh?", "#N/A"]]
    [page] = read_faq_table(workbook(rows), "faq.xlsx")
    assert [answer.split()[0] for _, answer in said(page)] == ["12", "2026-05-01"]
    assert page.remarks == ("line 4: no answer; the row is left out",)


def test_line_breaks_as_excel_writes_them_part_lines() -> None:
    [page] = read_faq_table(workbook([["question", "answer"], ["A?", "one_x000D_\ntwo"]]), "faq.xlsx")
    assert said(page) == [("A?", "one\n\ntwo")]


def test_a_sheet_that_lies_about_its_size_is_read_whole() -> None:
    data = workbook([["question", "answer"], ["A?", "one"]])
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert b'ref="A1:B2"' in parts[sheet]
    parts[sheet] = parts[sheet].replace(b'ref="A1:B2"', b'ref="A1"')
    assert said(read_faq_table(zipped(parts), "faq.xlsx")[0]) == [("A?", "one")]


def test_a_formula_gives_its_value() -> None:
    data = workbook([["question", "answer"], ["Days?", "=1+2"]])
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert b"<v" in parts[sheet]
    parts[sheet] = (
        parts[sheet].replace(b"<v></v>", b"<v>3</v>").replace(b"<v />", b"<v>3</v>").replace(b"<v/>", b"<v>3</v>")
    )
    [page] = read_faq_table(zipped(parts), "faq.xlsx")
    assert said(page) == [("Days?", "3")]


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return stream.getvalue()


def with_sheet(sheet: bytes) -> bytes:
    """A workbook whose first sheet is this XML."""
    with zipfile.ZipFile(io.BytesIO(workbook([["question", "answer"]]))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    return zipped(parts | {"xl/worksheets/sheet1.xml": sheet})


def test_a_workbook_without_the_columns_is_refused_with_those_found() -> None:
    with pytest.raises(SourceError, match="no column `question` and `answer`; found: `who`, `when`"):
        read_faq_table(workbook([["Who", "When"]]), "faq.xlsx")
    with pytest.raises(SourceError, match="no column"):
        read_faq_table(workbook([]), "faq.xlsx")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 99, zipped({"a.txt": b"b"})])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"faq\.xlsx cannot be read as an Excel workbook"):
        read_faq_table(data, "faq.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped({"xl/workbook.xml": bytes(65 * 1024 * 1024)})
    assert len(bomb) < 200_000
    tracemalloc.start()
    with pytest.raises(SourceError, match="unpacks to 68,157,440 bytes"):
        read_faq_table(bomb, "faq.xlsx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_a_workbook_of_very_many_cells_is_refused() -> None:
    with pytest.raises(SourceError, match="too large for an FAQ table"):
        read_faq_table(with_sheet(b"<c/>" * 2_000_001), "faq.xlsx")


def test_entities_in_a_workbook_are_refused() -> None:
    row = b'<row r="1"><c><v>&b;</v></c></row>'
    sheet = b'<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet><sheetData>' + row + b"</sheetData></worksheet>"
    with pytest.raises(SourceError, match="cannot be read as an Excel workbook"):
        read_faq_table(with_sheet(sheet), "faq.xlsx")


def test_a_row_number_in_the_billions_does_not_hang_the_reader() -> None:
    cell = '<c r="{}{}" t="inlineStr"><is><t>{}</t></is></c>'
    row = '<row r="{0}">' + cell.format("A", "{0}", "{1}") + cell.format("B", "{0}", "{2}") + "</row>"
    rows = row.format(1, "question", "answer") + row.format(2, "A?", "one") + row.format(9_999_999_999, "B?", "two")
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'
    assert said(read_faq_table(with_sheet(sheet.encode()), "faq.xlsx")[0]) == [("A?", "one")]


# What always holds


WORDS = st.text(alphabet=st.sampled_from("ab?é.,;\"'|-•<>&\t\n\r\x00\u2028\ufffd "), max_size=20)


@given(rows=st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS), max_size=6))
def test_every_row_is_read_or_told(rows: list[tuple[str, str, str, str]]) -> None:
    table = [dict(zip(("question", "answer", "id", "title"), row, strict=True)) for row in rows]
    first = {"question": "A?", "answer": "one"}
    pages = json_pages(first, *table)
    for page in pages:
        assert all(page.blocks[0].span.start <= pair.answer.start < pair.answer.end for pair in page.pairs)
        starts = {block.span.start for block in page.blocks if block.kind is not BlockKind.HEADING}
        ends = {block.span.end for block in page.blocks if block.kind is not BlockKind.HEADING}
        assert all(pair.answer.start in starts and pair.answer.end in ends for pair in page.pairs)
        assert all(answer == answer.strip() for _, answer in said(page))
    told = {words.split(":")[0] for words in pages[0].remarks}
    read = sum(len(page.pairs) for page in pages)
    empty = sum(not any(cell.replace("\x00", " ").strip() for cell in row) for row in rows)
    assert read + len(told) + empty >= 1 + len(rows)
    assert len({page.part for page in pages}) == len(pages)


@given(data=st.binary(max_size=200), file_name=st.sampled_from(["a.csv", "a.tsv", "a.jsonl", "a.xlsx"]))
def test_no_bytes_crash_the_reader(data: bytes, file_name: str) -> None:
    for whole in (data, b"question,answer\nA?,one\n" + data, b'{"question": "A?", "answer": "one"}\n' + data):
        with contextlib.suppress(SourceError):
            assert read_faq_table(whole, file_name)


@pytest.mark.slow
@pytest.mark.parametrize("file_name", ["faq.csv", "faq.jsonl", "faq.xlsx"])
def test_sixteen_thousand_rows_take_seconds(file_name: str) -> None:
    rows = [
        (f"Question {n}?", "It takes a while. " * 40 + "\n- rest", f"https://c.test/{n % 500}") for n in range(16_000)
    ]
    if file_name.endswith("xlsx"):
        cells: list[list[object]] = [["question", "answer", "url"]]
        data = workbook(cells + [[*row] for row in rows])
    elif file_name.endswith("jsonl"):
        data = "\n".join(
            json.dumps(dict(zip(("question", "answer", "url"), row, strict=True))) for row in rows
        ).encode()
    else:
        data = ("question,answer,url\n" + "".join(f'{q},"{a}",{u}\n' for q, a, u in rows)).encode()
    started = time.perf_counter()
    pages = read_faq_table(data, file_name)
    assert time.perf_counter() - started < 20
    assert sum(len(page.pairs) for page in pages) == 16_000
    assert len(pages) == 500

"""Files with an inside: the fuzzer writes the part that is read, and it is packed into a whole file here.

Checksums and compression would turn nearly every change of a packed file into one and the same complaint. Bytes that
begin as a whole file does are taken for one, so that damaged packages are read as well.
"""

import io
import zipfile
from functools import cache

WORD_NAMES = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORD_HEAD = b'<?xml version="1.0"?><w:document ' + WORD_NAMES + b"><w:body>"
WORD_TAIL = b"</w:body></w:document>"
WORD_BODY = (
    b'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Knee</w:t></w:r></w:p>'
    b"<w:p><w:r><w:t>It hurts.</w:t><w:br/><w:t>It heals.</w:t></w:r></w:p>"
    b'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
    b"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Can I drive?</w:t></w:r></w:p></w:tc>"
    b"<w:tc><w:p><w:r><w:t>In six weeks.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
WORD_WORDS = (
    *(f"<w:{tag}>".encode() for tag in "p r t tbl tr tc pPr numPr sdt sdtContent hyperlink ins del rPr".split()),
    *(f"</w:{tag}>".encode() for tag in "p r t tbl tr tc pPr numPr sdt sdtContent hyperlink ins del rPr".split()),
    *(f"<w:{tag}/>".encode() for tag in "br tab b vanish noBreakHyphen gridSpan vMerge".split()),
    b'<w:pStyle w:val="Heading1"/>',
    b'<w:pStyle w:val="Title"/>',
    b'<w:numId w:val="1"/>',
    b'<w:ilvl w:val="9"/>',
    b'<w:outlineLvl w:val="1"/>',
    b"&#65;",
)
SHEET_NAMES = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET_HEAD = b'<?xml version="1.0"?><worksheet ' + SHEET_NAMES + b"><sheetData>"
SHEET_TAIL = b"</sheetData></worksheet>"
SHEET_ROWS = (
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>question</t></is></c>'
    b'<c r="B1" t="inlineStr"><is><t>answer</t></is></c><c r="C1" t="inlineStr"><is><t>id</t></is></c></row>'
    b'<row r="2"><c r="A2" t="inlineStr"><is><t>Can I drive?</t></is></c>'
    b'<c r="B2" t="inlineStr"><is><t>In six weeks.</t></is></c><c r="C2"><v>1.5</v></c></row>'
    b'<row r="3"><c r="A3" t="inlineStr"><is><t>q</t></is></c><c r="B3" t="b"><v>1</v></c><c r="C3" s="1"><v>45000</v>'
    b"</c></row>"
)
SHEET_WORDS = (
    b'<row r="4">', b"</row>", b'<c r="A4" t="inlineStr"><is><t>', b"</t></is></c>", b'<c r="B4" t="s"><v>',
    b"</v></c>", b' t="d"', b' t="e"', b' t="b"', b' t="n"', b' t="str"', b' s="1"', b"<f>", b"</f>", b"#DIV/0!",
    b"1e400", b"NaN", b"question", b"answer", b"also_asked", b"url", b"title", b"_x000D_", b"2026-01-31T00:00:00",
)  # fmt: skip
PDF_CONTENT = (
    b"BT /F1 12 Tf 72 700 Td (Knee) Tj 0 -40 Td (It hurts. It heals.) Tj 0 -14 Td [(Rest) -300 (well.)] TJ ET\n"
)
PDF_WORDS = (
    b"BT ", b" ET ", b" Tf ", b" Td ", b" TD ", b" Tm ", b" T* ", b" Tj ", b" TJ ", b" ' ", b"/F1 12", b"/F2 ", b" cm ",
    b" q ", b" Q ", b" Do ", b"BI ", b" ID ", b" EI ", b" Tr ", b" Tz ", b" TL ", b" Ts ", b"<0041>", b"(", b")", b"[",
    b"]", b"<<", b">>", b"/Artifact BMC ", b" EMC ", b" re f ", b" 1e9 ", b" -1 ", b" 0 ",
)  # fmt: skip
PDF_PARTS = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
)


def word_file_of(data: bytes) -> bytes:
    """A Word file with this body; bytes that begin as a zip file does are the file itself."""
    part = WORD_HEAD + data + WORD_TAIL
    return data if data.startswith(b"PK") else _with_part(word_template(), "word/document.xml", part)


def workbook_of(data: bytes) -> bytes:
    """A workbook with these rows; bytes that begin as a zip file does are the file itself."""
    part = SHEET_HEAD + data + SHEET_TAIL
    return data if data.startswith(b"PK") else _with_part(workbook_template(), "xl/worksheets/sheet1.xml", part)


def pdf_of(data: bytes) -> bytes:
    """A PDF of one page with this content; bytes that begin as a PDF does are the file itself."""
    if data.startswith(b"%PDF"):
        return data
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)
    file, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate((*PDF_PARTS[:3], stream, PDF_PARTS[3]), start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(file)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    file += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table)
    file += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
    return bytes(file)


@cache
def word_template() -> bytes:
    """An empty Word file."""
    import docx

    file = io.BytesIO()
    docx.Document().save(file)
    return file.getvalue()


@cache
def workbook_template() -> bytes:
    """An empty workbook."""
    import openpyxl

    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def word_seeds() -> list[bytes]:
    """A body, and a whole file."""
    return [WORD_BODY, word_file_of(WORD_BODY)]


def workbook_seeds() -> list[bytes]:
    """A few rows, and a whole workbook."""
    return [SHEET_ROWS, workbook_of(SHEET_ROWS)]


def pdf_seeds() -> list[bytes]:
    """The content of a page, and a whole PDF."""
    return [PDF_CONTENT, pdf_of(PDF_CONTENT)]


def _with_part(template: bytes, name: str, part: bytes) -> bytes:
    """A package like the template, stored without compression, in which one part is another."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, b"" if entry.endswith(".jpeg") else old.read(entry))
        new.writestr(name, part)
    return file.getvalue()

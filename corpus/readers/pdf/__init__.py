"""PDF files: glyphs into rows, rows into columns, columns into headings, paragraphs and items.

pdfminer.six gives each glyph with its place and font; the rest is decided here. Pictures are not read:
a scanned page has no text until text recognition (OCR) was run on it.
"""

from dataclasses import replace

from corpus.errors import SourceError
from corpus.readers.metadata import believed_language, believed_title
from corpus.readers.pdf.blocks import rendition_of
from corpus.readers.pdf.columns import columns_of
from corpus.readers.pdf.device import drawn_pages, opened
from corpus.readers.pdf.furniture import take_furniture
from corpus.readers.pdf.limits import Deadline, damaged
from corpus.readers.pdf.rows import Sheet, sheet_of
from corpus.readers.pdf.streams import check_streams
from corpus.records import PageFacts, Rendition


def read_pdf(data: bytes, file_name: str) -> Rendition:
    """A PDF file as its reader sees it, columns one after the other. What runs along every page becomes furniture.

    Raises:
        SourceError: the file is no PDF file, is damaged, protected by a password, scanned without text,
            or takes more pages, time or memory than a document can need.
    """
    deadline = Deadline(file_name)
    if b"%PDF-" not in data[:1024]:
        raise SourceError(f"{file_name} is not a PDF file. Check its ending.")
    check_streams(data, file_name, deadline)
    file = opened(data, file_name)
    sheets = [sheet_of(page) for page in drawn_pages(file, file_name, deadline)]
    _check_words(sheets, file_name)
    stated = take_furniture(sheets)
    pages = [columns_of(sheet.rows) for sheet in sheets]
    rendition = rendition_of(sheets, pages, stated)
    # The dates of a PDF file say when it was saved, not when it was reviewed.
    facts = PageFacts(title=believed_title(file.title, rendition.text), language=believed_language(file.language))
    return replace(rendition, facts=facts)


def _check_words(sheets: list[Sheet], file_name: str) -> None:
    letters = "".join(row.words for sheet in sheets for row in sheet.rows)
    if not sheets:
        raise damaged(file_name, "it has no pages")
    if not any(letter.isalnum() for letter in letters) and "\ufffd" not in letters:
        raise SourceError(
            f"{file_name} holds pictures of text, or nothing, but no text. Run text recognition (OCR) on it first."
        )
    if letters.count("\ufffd") > len(letters) / 5:
        raise SourceError(
            f"{file_name} does not say which letters its signs stand for. Save it as a PDF again with text that can "
            "be copied, or run text recognition (OCR) on it."
        )

"""One file per format; each gives the text of pages and their blocks. This module picks the reader."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from corpus.dates import with_stated_dates
from corpus.errors import SourceError
from corpus.qa_marks import with_marked_questions
from corpus.readers import docx, faq_table, html, markdown, pdf, text
from corpus.readers.encoding import decoded
from corpus.readers.time_limit import TooSlowError, stopped_after
from corpus.records import Rendition

MAX_SECONDS = 240.0  # for one file; more than a PDF may take by its own limits, so that those are told first
MAX_TEXT_BYTES = 5_000_000  # of a page; as many as are read from the web. A long book has two million
ReadBytes = Callable[[bytes, str], Sequence[Rendition]]


class Reader(NamedTuple):
    """How files of one kind are read: a function from their bytes and name to the pages they hold.

    `keeps_all` says that every word of such a file is content, and nothing of it is page furniture.
    """

    media_type: str
    read: ReadBytes
    keeps_all: bool = False


def _from_text(read: Callable[[str], Rendition]) -> ReadBytes:
    def read_bytes(data: bytes, file_name: str) -> list[Rendition]:
        if len(data) > MAX_TEXT_BYTES:
            raise SourceError(f"{file_name} holds {len(data):,} bytes; at most {MAX_TEXT_BYTES:,} are read. Part it.")
        return [read(decoded(data, file_name))]

    return read_bytes


def _one_page(read: Callable[[bytes, str], Rendition]) -> ReadBytes:
    return lambda data, file_name: [read(data, file_name)]


MARKDOWN = Reader("text/markdown", _from_text(markdown.read_markdown))
TEXT = Reader("text/plain", _from_text(text.read_text))
HTML = Reader("text/html", _from_text(html.read_html))
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READERS = {
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".txt": TEXT,
    ".text": TEXT,
    ".html": HTML,
    ".htm": HTML,
    ".pdf": Reader("application/pdf", _one_page(pdf.read_pdf)),
    ".docx": Reader(DOCX_TYPE, _one_page(docx.read_docx)),
    ".doc": Reader("application/msword", _one_page(docx.read_docx)),  # refused, with what to do
    ".jsonl": Reader("application/jsonl", faq_table.read_faq_table, keeps_all=True),
    ".csv": Reader("text/csv", faq_table.read_faq_table, keeps_all=True),
    ".tsv": Reader("text/tab-separated-values", faq_table.read_faq_table, keeps_all=True),
    ".xlsx": Reader(XLSX_TYPE, faq_table.read_faq_table, keeps_all=True),
}


def reader_for(file_name: str) -> Reader | None:
    """The reader for a file name, or None where no reader knows its ending."""
    _, dot, ending = file_name.lower().rpartition(".")
    return READERS.get(dot + ending)


def read(file_name: str, data: bytes) -> tuple[Reader, Sequence[Rendition]]:
    """Read the bytes of one file.

    Returns:
        The reader that was used, and the pages that the file holds, at least one.

    Raises:
        SourceError: no reader knows the format, the file holds no words, or it takes too long.
    """
    reader = reader_for(file_name)
    if reader is None:
        raise SourceError(f"No reader knows the format of {file_name}. Use one of: {', '.join(READERS)}.")
    try:
        with stopped_after(MAX_SECONDS):
            renditions = reader.read(data, file_name)
            if not reader.keeps_all:
                renditions = [with_stated_dates(with_marked_questions(rendition)) for rendition in renditions]
    except TooSlowError as error:
        raise SourceError(f"{file_name} takes longer than {MAX_SECONDS:.0f} seconds to read. Part it.") from error
    if not any(rendition.text.strip() for rendition in renditions):
        raise SourceError(f"{file_name} holds no words. Check that the file is the page you meant.")
    return reader, renditions

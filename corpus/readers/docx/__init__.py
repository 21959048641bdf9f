"""Word files (.docx), read with python-docx: headings, paragraphs, list items and table rows in reading order.

Headers, footers, footnotes and comments are other parts of the file and are left out, as are deleted and hidden words.
"""

from io import BytesIO

from docx import Document

from corpus.errors import SourceError
from corpus.readers.docx.limits import check, damaged
from corpus.readers.docx.walker import Walker
from corpus.records import Rendition


def read_docx(data: bytes, file_name: str) -> Rendition:
    """A Word file as its reader sees it.

    Raises:
        SourceError: the file is no .docx file, is damaged or protected by a password, unpacks to more than a
            document can need, or holds no words.
    """
    check(data, file_name)
    try:
        document = Document(BytesIO(data))
        walker = Walker(document)
    except Exception as error:  # python-docx and lxml answer damage with many kinds of errors
        raise damaged(file_name, error) from error
    rendition = walker.read()
    if not rendition.blocks:
        raise SourceError(f"{file_name} holds no words. Check that the file is the page you meant.")
    return rendition

"""One file per format; each gives the text of a page and its blocks. This module picks the reader."""

from collections.abc import Callable
from typing import NamedTuple

from corpus.errors import SourceError
from corpus.readers import html, markdown, text
from corpus.readers.encoding import decoded
from corpus.records import Rendition


class Reader(NamedTuple):
    """How files with one kind of name are read: a function from characters to a rendition."""

    media_type: str
    read: Callable[[str], Rendition]


READERS = {
    ".md": Reader("text/markdown", markdown.read_markdown),
    ".markdown": Reader("text/markdown", markdown.read_markdown),
    ".txt": Reader("text/plain", text.read_text),
    ".text": Reader("text/plain", text.read_text),
    ".html": Reader("text/html", html.read_html),
    ".htm": Reader("text/html", html.read_html),
}


def reader_for(file_name: str) -> Reader | None:
    """The reader for a file name, or None where no reader knows its ending."""
    _, dot, ending = file_name.lower().rpartition(".")
    return READERS.get(dot + ending)


def read(file_name: str, data: bytes) -> tuple[str, Rendition]:
    """Read the bytes of one file.

    Returns:
        The media type, and the text of the page with its blocks.

    Raises:
        SourceError: no reader knows the format, or the file holds no words.
    """
    reader = reader_for(file_name)
    if reader is None:
        raise SourceError(f"No reader knows the format of {file_name}. Use one of: {', '.join(READERS)}.")
    rendition = reader.read(decoded(data, file_name))
    if not rendition.text.strip():
        raise SourceError(f"{file_name} holds no words. Check that the file is the page you meant.")
    return reader.media_type, rendition

"""Bytes into characters."""

import codecs
import re

from corpus.errors import SourceError

BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
BINARY = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
DECLARED = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_:.-]{1,40})")
DECLARED_WITHIN_BYTES = 2048
# Python's own ways of writing text down, which no browser knows; a page of some MB in punycode takes half an hour.
NOT_OF_PAGES = {"punycode", "idna", "unicode-escape", "raw-unicode-escape", "utf-7"}
BINARY_SHARE = 0.05  # a text holds hardly any control characters; a picture or a zip file holds many


def decoded(data: bytes, file_name: str) -> str:
    r"""The characters of a text file, with line ends as `\n` and other control characters as spaces.

    UTF-8 and UTF-16 with a byte order mark are told apart; what is not UTF-8 is read as an HTML page declares it,
    else as Windows-1252, the commonest other encoding of English pages.

    Raises:
        SourceError: the file is not text.
    """
    text = _characters(data).replace("\r\n", "\n").replace("\r", "\n")
    if len(BINARY.findall(text)) > BINARY_SHARE * max(len(text), 1):
        raise SourceError(f"{file_name} is not a text file. Check its ending, or save it as text, Markdown or HTML.")
    return CONTROL.sub(" ", text)


def _characters(data: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_declared(data) or "cp1252", errors="replace")


def _declared(data: bytes) -> str | None:
    """The encoding that an HTML page says it has, where pages can have it."""
    said = DECLARED.search(data[:DECLARED_WITHIN_BYTES])
    return encoding_named(said.group(1).decode("ascii")) if said else None


def encoding_named(name: str) -> str | None:
    """The encoding that a page or a server names, as Python calls it; None where Python knows none for whole pages."""
    try:
        b"text".decode(name, errors="ignore")  # complains of what is no encoding of text, such as "hex"
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return None if known in NOT_OF_PAGES else known

"""The packed parts of a file, looked through before pdfminer opens it: what a small file may unpack to."""

import re
import zlib

from corpus.readers.pdf.limits import Deadline, damaged, unpacks_too_far

MAX_STREAM_BYTES = 128 * 2**20  # an A4 page scanned in colour at 600 dots per inch takes 100 MiB
MAX_CODES = 0x10000  # codes in one range of a font's table of characters; two bytes give no more
RANGE = re.compile(  # first and last code, and what they stand for
    rb"<\s*([0-9A-Fa-f]{1,16})\s*>\s*<\s*([0-9A-Fa-f]{1,16})\s*>(?:\s*<[^>]{0,2000}>|\s*\[[^\]]{0,20000}\])?"
)


def check_streams(data: bytes, file_name: str, deadline: Deadline) -> None:
    """Refuse small files that unpack to huge ones, and fonts whose tables claim billions of characters.

    Looks through one layer of compression, and not inside encrypted files.
    """
    for part in data.split(b"endstream"):
        deadline.check()
        packed = part.partition(b"stream")[2].lstrip(b"\r\n")
        try:
            stream = zlib.decompressobj().decompress(packed, MAX_STREAM_BYTES)
        except zlib.error:
            stream = packed
        if len(stream) >= MAX_STREAM_BYTES:
            raise unpacks_too_far(file_name)
        if _claims_too_many(stream):
            raise damaged(file_name, "a font claims too many characters")


def _claims_too_many(stream: bytes) -> bool:
    """Whether a font's table of characters, if this is one, holds a range that would take hours to write out."""
    tables = (part for part in stream.split(b"begin")[1:] if part.startswith((b"bfrange", b"cidrange")))
    ranges = (found.groups() for table in tables for found in RANGE.finditer(table))
    return any(int(last, 16) - int(first, 16) > MAX_CODES for first, last in ranges)

"""How much a zip archive of XML, which Word and Excel files are, may hold. Looked at before anything of it is kept."""

import zipfile
from collections.abc import Iterable

MAX_MARKS = 2_000_000  # the number of XML tags, more than of bytes, decides the memory and the time that a file takes
UNPACK_BYTES = 1024 * 1024


def marks_in(archive: zipfile.ZipFile, entries: Iterable[zipfile.ZipInfo]) -> int:
    """How many XML tags, or what looks like their beginnings, these parts hold; counting stops above the limit."""
    count = 0
    for entry in entries:
        with archive.open(entry) as part:
            while count <= MAX_MARKS and (piece := part.read(UNPACK_BYTES)):
                count += piece.count(b"<")
    return count

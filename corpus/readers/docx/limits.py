"""What a Word file may be: no older format, no password, and no more than a document can need."""

import zipfile
from io import BytesIO

from corpus.errors import SourceError
from corpus.readers.archives import MAX_MARKS, marks_in

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the mark of Word 97-2003 files, and of files with a password
PASSWORD_MARK = "EncryptedPackage".encode("utf-16-le")
MAX_ENTRIES = 5_000  # a Word file of 500 pages with a picture on each has about 600
MAX_XML_BYTES = 48 * 2**20  # per part; a book of 1,000 pages takes about 10 MiB
MAX_BYTES = 128 * 2**20  # the whole file unpacked, pictures and all, which are packed by themselves already


def damaged(file_name: str, error: Exception) -> SourceError:
    """What to raise for a file that a library cannot read."""
    what = f"{type(error).__name__}: {error}"[:200]
    return SourceError(f"{file_name} is damaged and cannot be read ({what}). Open it in Word and save it again.")


def check(data: bytes, file_name: str) -> None:
    """Refuse what is no .docx file, or unpacks to more than a document can need, before anything is unpacked.

    Raises:
        SourceError: it is one of these; the message says which, and what to do.
    """
    if data.startswith(OLD_WORD):
        if PASSWORD_MARK in data:
            raise SourceError(f"{file_name} is protected by a password. Save a copy without one.")
        raise SourceError(f"{file_name} is a Word 97-2003 file. Save it as .docx.")
    if data.lstrip().startswith(b"{\\rtf"):
        raise SourceError(f"{file_name} is a rich text (RTF) file. Save it as .docx.")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            written = [entry for entry in entries if entry.filename.lower().endswith((".xml", ".rels"))]
            largest = max((entry.file_size for entry in written), default=0)
            small = len(entries) <= MAX_ENTRIES and largest <= MAX_XML_BYTES
            small = small and sum(entry.file_size for entry in entries) <= MAX_BYTES
            small = small and marks_in(archive, written) <= MAX_MARKS
    except Exception as error:  # zipfile answers damage with many kinds of errors
        raise damaged(file_name, error) from error
    if not small:
        raise SourceError(f"{file_name} unpacks to more than a document can need. Part it, or take pictures out of it.")

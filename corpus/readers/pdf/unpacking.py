"""What pdfminer may unpack: at most so many bytes a stream and a file, through however many layers.

`streams.py` looks through one layer before pdfminer opens a file; a stream may name several filters, one after the
other, and a thousandth of a thousandth is a small file again. `device.py` puts `BoundedZlib` in the place of zlib.
"""

import zlib
from collections.abc import Callable
from contextvars import ContextVar

from corpus.readers.pdf.streams import MAX_STREAM_BYTES

MAX_FILE_BYTES = 4 * MAX_STREAM_BYTES  # fonts and text of 2,000 pages take some 200 MiB; pictures are not unpacked
MAX_COLUMNS = 1_000_000  # of a table of numbers, colours counted; pdfminer makes room for as many as a file claims
MAX_RUNS_BYTES = MAX_STREAM_BYTES // 64  # two bytes of run lengths stand for up to 128

_left = ContextVar("bytes that the file may still unpack to", default=MAX_FILE_BYTES)


class UnpacksTooFarError(BaseException):
    """A stream, or the file, unpacks to more than a document can need. Not an Exception: see TooSlowError."""


def begin_file() -> None:
    """Count from nothing again."""
    _left.set(MAX_FILE_BYTES)


class BoundedZlib:
    """As much of the module zlib as pdfminer uses."""

    error = zlib.error

    def decompressobj(self) -> "BoundedPacker":
        """A packer that gives the bytes of one stream, piece by piece."""
        return BoundedPacker()

    def decompress(self, data: bytes) -> bytes:
        """The bytes of one whole stream."""
        packer = self.decompressobj()
        whole = packer.decompress(data)
        if not packer.eof:
            raise zlib.error("incomplete or truncated stream")
        return whole


class BoundedPacker:
    """Gives bytes until they are too many, and never holds more than that."""

    def __init__(self) -> None:
        self._packer = zlib.decompressobj()
        self._stream_left = MAX_STREAM_BYTES

    @property
    def eof(self) -> bool:
        """Whether the end of the stream was reached."""
        return self._packer.eof

    def decompress(self, data: bytes) -> bytes:
        """The next bytes.

        Raises:
            UnpacksTooFarError: there are more than the stream or the file may have.
        """
        most = min(self._stream_left, _left.get())
        piece = self._packer.decompress(data, most + 1)
        if len(piece) > most:
            raise UnpacksTooFarError
        self._stream_left -= len(piece)
        _left.set(_left.get() - len(piece))
        return piece


def within_columns(apply: Callable[..., bytes]) -> Callable[..., bytes]:
    """One of pdfminer's predictors, for tables that are no wider than any real one."""

    def applied(*facts: object) -> bytes:
        if any(isinstance(fact, int) and fact > MAX_COLUMNS for fact in facts):
            raise UnpacksTooFarError
        return apply(*facts)

    return applied


def within_runs(decode: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """The reading of run lengths, which it cannot stop in the middle."""

    def decoded(data: bytes) -> bytes:
        if len(data) > MAX_RUNS_BYTES:
            raise UnpacksTooFarError
        return decode(data)

    return decoded

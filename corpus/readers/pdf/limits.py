"""The time that a file may take, and what is said of one that takes more or is damaged."""

from time import monotonic

from corpus.errors import SourceError

MAX_SECONDS = 180.0  # a full page takes about 0.04 s: 2,000 of them 80 s


class Deadline:
    """When the reading of one file has to end, counted from now."""

    def __init__(self, file_name: str) -> None:
        self._file_name = file_name
        self._end = monotonic() + MAX_SECONDS

    def check(self) -> None:
        """Raise where the time is up."""
        if monotonic() > self._end:
            raise SourceError(
                f"{self._file_name} takes longer than {MAX_SECONDS:.0f} seconds to read. Part it into several files."
            )


def damaged(file_name: str, what: str) -> SourceError:
    """The error for a file that cannot be read, with what is wrong in it."""
    return SourceError(f"{file_name} is damaged and cannot be read ({what}). Save or print it as a PDF again.")


def unpacks_too_far(file_name: str) -> SourceError:
    """The error for a file that unpacks to more than a document can need."""
    return SourceError(f"{file_name} unpacks to more than a document can need. Save or print it as a PDF again.")

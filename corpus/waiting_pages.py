"""Pages between reading and storing, on disk: what repeats across a site is known only once all of it has been read."""

import pickle
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Self

from corpus.assembly import ReadPage


class WaitingPages:
    """Pages in the order in which they were read, each location once. Memory grows with the locations only."""

    def __init__(self, file: IO[bytes]) -> None:
        """Use `in_folder`."""
        self._file = file
        self._locations: set[str] = set()

    @classmethod
    @contextmanager
    def in_folder(cls, folder: Path) -> Iterator[Self]:
        """None yet; what is added lies in a nameless file of this folder until the block ends."""
        with tempfile.TemporaryFile(dir=folder) as file:
            yield cls(file)

    def taken_in(self, pages: Iterable[ReadPage]) -> Iterator[ReadPage]:
        """Add pages, and pass each on that is new: two sources may name the same one, such as a site and its page."""
        for page in pages:
            if page.source.location not in self._locations:
                self._locations.add(page.source.location)
                pickle.dump(page, self._file, pickle.HIGHEST_PROTOCOL)
                yield page

    def __iter__(self) -> Iterator[ReadPage]:
        """All that were added, read back one by one."""
        end = self._file.seek(0, 2)
        self._file.seek(0)
        while self._file.tell() < end:
            page: ReadPage = pickle.load(self._file)  # noqa: S301  # our own, from a file that nobody else can open
            yield page

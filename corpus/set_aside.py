"""Pages that are read, set aside on the disk: which of their lines are furniture is known only when all are read."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from corpus.assembly import ReadPage
from corpus.library_rows import block_row, blocks_of, facts_of, facts_row
from corpus.records import Rendition, Source, Span, TablePair

SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE read (position INTEGER PRIMARY KEY, location TEXT NOT NULL UNIQUE, page TEXT NOT NULL);
"""  # nothing of it outlives the ingest, so that nothing has to survive a crash


class SetAside:
    """Pages as their readers gave them, in a file, so that memory does not grow with their number."""

    def __init__(self, path: Path) -> None:
        """`path`: of the file, which must not be there yet, and is gone when the block ends."""
        self.characters = 0
        self._path = path
        self._connection = sqlite3.connect(path)
        self._connection.executescript(SCHEMA)

    def __enter__(self) -> Self:
        """The pages themselves."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the file."""
        self._connection.close()
        self._path.unlink(missing_ok=True)

    def add(self, page: ReadPage) -> bool:
        """Set a page aside, unless one from the same location is: two sources may name it, such as its site and itself.

        Returns:
            Whether it was new.
        """
        row = (page.source.location, written(page))
        is_new = self._connection.execute("INSERT OR IGNORE INTO read (location, page) VALUES (?, ?)", row).rowcount > 0
        self.characters += len(page.rendition.text) * is_new
        return is_new

    def pages(self) -> Iterator[tuple[str, str]]:
        """The location of every page in the order they came, and the page as `read_again` takes it."""
        return self._connection.execute("SELECT location, page FROM read ORDER BY position")


def written(page: ReadPage) -> str:
    """A page as JSON, for `read_again`."""
    source, rendition = page.source, page.rendition
    said = (
        (source.location, source.file, source.media_type, source.sha256),
        rendition.text,
        [block_row(block) for block in rendition.blocks],
        facts_row(rendition.facts),
        [(pair.question, pair.answer, pair.ref, pair.also_asked) for pair in rendition.pairs],
        rendition.part,
        rendition.remarks,
        page.keeps_all,
    )
    return json.dumps(said)


def read_again(said: str) -> ReadPage:
    """The page that was `written`."""
    source, text, blocks, facts, pairs, part, remarks, keeps_all = json.loads(said)
    table = (TablePair(question, Span(*answer), ref, tuple(also)) for question, answer, ref, also in pairs)
    rendition = Rendition(text, blocks_of(blocks), facts_of(facts), tuple(table), part, tuple(remarks))
    return ReadPage(Source(*source), rendition, keeps_all)

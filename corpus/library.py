"""Pages, passages and pairs in one SQLite file. The text of a passage is cut out of its page, never stored twice."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Self

from corpus.errors import IndexDamaged, UnknownRef
from corpus.library_rows import PASSAGE_COLUMNS, PageRows, blocks_of, page_of, passage_of, rows_of
from corpus.records import FaqPair, Page, Passage, Seen, Tombstone

SCHEMA = """
CREATE TABLE page (
    id TEXT PRIMARY KEY, location TEXT NOT NULL, file TEXT NOT NULL, media_type TEXT NOT NULL, sha256 TEXT NOT NULL,
    title TEXT NOT NULL, stated_title TEXT, publisher TEXT, url TEXT, language TEXT,
    reviewed TEXT, review_due TEXT, published TEXT,
    ingested TEXT NOT NULL, text TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE block (
    page_id TEXT NOT NULL REFERENCES page, position INTEGER NOT NULL, kind TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, level INTEGER NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (page_id, position)
) WITHOUT ROWID;
CREATE TABLE passage (
    id TEXT PRIMARY KEY, page_id TEXT NOT NULL REFERENCES page, section TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, sentences TEXT NOT NULL,
    question TEXT, question_inferred INTEGER NOT NULL, question_score REAL, ref TEXT NOT NULL, also_asked TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX passage_by_ref ON passage (ref);
CREATE TABLE tombstone (
    page_id TEXT PRIMARY KEY, location TEXT NOT NULL, title TEXT NOT NULL, url TEXT, gone TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE seen (address TEXT PRIMARY KEY, etag TEXT, last_modified TEXT, links TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX passage_of_page ON passage (page_id, start);
CREATE INDEX asked ON passage (page_id, start, id, question) WHERE question <> '' AND NOT question_inferred;
"""
BLOCKS_OF_PAGE = 'SELECT kind, start, "end", level, reason FROM block WHERE page_id = ? ORDER BY position'
PAGE_CONTENT = (
    "SELECT title, publisher, url, language, reviewed, review_due, published, text FROM page WHERE id = ?",
    BLOCKS_OF_PAGE,
    """SELECT id, section, start, "end", sentences, iif(question_inferred, '', question), ref, also_asked
       FROM passage WHERE page_id = ? ORDER BY id""",
)
VARIABLES_PER_QUERY = 500  # below the smallest limit that SQLite is built with


class Library:
    """The corpus on disk. Reading is safe from several threads; only an ingest writes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use `create` or `open`."""
        self._connection = connection

    @classmethod
    def create(cls, path: Path) -> Self:
        """A new, empty library at a path where there is none."""
        connection = sqlite3.connect(path)
        connection.executescript(SCHEMA)
        return cls(connection)

    @classmethod
    def open(cls, path: Path, *, writable: bool = False) -> Self:
        """The library at a path, for reading only unless it is to be `writable`.

        Raises:
            IndexDamaged: there is no library at the path, or it is not one.
        """
        try:
            address = f"{path.absolute().as_uri()}?mode={'rw' if writable else 'ro'}"
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            connection.execute("SELECT id FROM passage LIMIT 1")
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(
                f"The library {path} cannot be read ({error}). Build the index again: ownwords ingest."
            ) from error
        return cls(connection)

    def close(self) -> None:
        """Write what is pending and let go of the file."""
        self._connection.commit()
        self._connection.close()

    def add(self, page: Page, passages: Iterable[Passage]) -> None:
        """Store a page and its passages."""
        self.add_rows(rows_of(page, passages))

    def add_rows(self, rows: PageRows) -> None:
        """Store what `rows_of` made of a page and its passages."""
        self._connection.execute("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows.page)
        self._connection.executemany("INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?)", rows.blocks)
        self._connection.executemany("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows.passages)

    def page_ids(self) -> list[str]:
        """The ids of all pages, in order."""
        return [row[0] for row in self._connection.execute("SELECT id FROM page ORDER BY id")]

    def passage_ids(self) -> Iterator[str]:
        """The ids of all passages and pairs, by page and place."""
        return (row[0] for row in self._connection.execute("SELECT id FROM passage ORDER BY page_id, start, id"))

    def titles(self) -> dict[str, str]:
        """Page id -> title."""
        return dict(self._connection.execute("SELECT id, title FROM page"))

    def pages(self) -> Iterator[Page]:
        """All pages, by id."""
        return (self.page(page_id) for page_id in self.page_ids())

    def page(self, page_id: str, *, with_blocks: bool = True) -> Page:
        """One page, with its blocks unless they are not wanted: there may be a hundred, and an answer shows none.

        Raises:
            UnknownRef: there is no such page.
        """
        row = self._connection.execute("SELECT * FROM page WHERE id = ?", (page_id,)).fetchone()
        if row is None:
            raise UnknownRef(f"There is no page {page_id!r} in this index. List the pages: ownwords sources.")
        blocks = self._connection.execute(BLOCKS_OF_PAGE, (page_id,)) if with_blocks else ()
        return page_of(row, blocks_of(blocks))

    def passages(self) -> Iterator[Passage]:
        """All passages and pairs, by page and place."""
        rows = self._connection.execute(f"SELECT {PASSAGE_COLUMNS} ORDER BY passage.page_id, passage.start, passage.id")
        return (passage_of(row) for row in rows)

    def passages_of(self, page_id: str) -> list[Passage]:
        """The passages and pairs of one page, by place."""
        rows = self._connection.execute(
            f"SELECT {PASSAGE_COLUMNS} WHERE passage.page_id = ? ORDER BY passage.start, passage.id", (page_id,)
        )
        return [passage_of(row) for row in rows]

    def passages_with(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages and pairs with these ids; an id that is not there is left out."""
        found: dict[str, Passage] = {}
        for first in range(0, len(ids), VARIABLES_PER_QUERY):
            some = ids[first : first + VARIABLES_PER_QUERY]
            marks = ",".join("?" * len(some))
            rows = self._connection.execute(f"SELECT {PASSAGE_COLUMNS} WHERE passage.id IN ({marks})", some)
            found.update((row[0], passage_of(row)) for row in rows)
        return found

    def passage(self, ref: str) -> Passage:
        """One passage or pair, by its id or by the id that its FAQ table gives it.

        Raises:
            UnknownRef: there is no such passage.
        """
        row = self._connection.execute(
            f"SELECT {PASSAGE_COLUMNS} WHERE passage.id = ? OR passage.ref = ? ORDER BY passage.id LIMIT 1", (ref, ref)
        ).fetchone()
        if row is None:
            raise UnknownRef(f"There is no passage {ref!r} in this index. Ask a question to see current ones.")
        return passage_of(row)

    def has_language(self, code: str) -> bool:
        """Whether any page says that it is in a language, by its ISO 639-1 code: "es" is there in "es-MX"."""
        row = self._connection.execute(
            "SELECT 1 FROM page WHERE lower(language) = ?1 OR lower(language) LIKE ?1 || '-%' LIMIT 1", (code,)
        ).fetchone()
        return row is not None

    def questions_asked(self, longest: int) -> Iterator[str]:
        """The questions that pages ask in so many words: the first of every page before the second of any.

        Args:
            longest: characters; longer ones are left out.
        """
        rows = self._connection.execute(
            """SELECT question FROM passage WHERE question <> '' AND NOT question_inferred AND length(question) <= ?
               ORDER BY row_number() OVER (PARTITION BY page_id ORDER BY start, id), page_id""",
            (longest,),
        )
        return (row[0] for row in rows)

    def unasked(self) -> list[FaqPair]:
        """The answers whose question was lost and not found yet, by id."""
        rows = self._connection.execute(f"SELECT {PASSAGE_COLUMNS} WHERE passage.question = '' ORDER BY passage.id")
        return [pair for pair in map(passage_of, rows) if isinstance(pair, FaqPair)]

    def name_question(self, passage_id: str, question: str, score: float) -> None:
        """Write down the question that an answer without one seems to answer."""
        self._connection.execute(
            "UPDATE passage SET question = ?, question_score = ? WHERE id = ?", (question, score, passage_id)
        )

    def bury(self, tombstones: Iterable[Tombstone]) -> None:
        """Store that these pages were here and are gone."""
        rows = [(t.page_id, t.location, t.title, t.url, t.gone) for t in tombstones]
        self._connection.executemany("INSERT INTO tombstone VALUES (?, ?, ?, ?, ?)", rows)

    def tombstones(self) -> list[Tombstone]:
        """The pages that were here once and are gone, by id."""
        rows = self._connection.execute("SELECT page_id, location, title, url, gone FROM tombstone ORDER BY page_id")
        return [Tombstone(*row) for row in rows]

    def remember(self, seen: Mapping[str, Seen]) -> None:
        """Store what is known of web addresses, for the next ingest to ask only for what changed."""
        rows = [(a, known.etag, known.last_modified, json.dumps(known.links)) for a, known in seen.items()]
        self._connection.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", rows)

    def seen(self) -> dict[str, Seen]:
        """What is known of web addresses."""
        rows = self._connection.execute("SELECT address, etag, last_modified, links FROM seen")
        return {address: Seen(etag, modified, tuple(json.loads(links))) for address, etag, modified, links in rows}

    def page_digests(self) -> dict[str, str]:
        """Page id -> a hash of everything of the page that can be searched or shown."""
        digests: dict[str, str] = {}
        for page_id in self.page_ids():
            digest = hashlib.sha256()
            for query in PAGE_CONTENT:
                for row in self._connection.execute(query, (page_id,)):
                    digest.update(json.dumps(row, ensure_ascii=True).encode() + b"\n")
            digests[page_id] = digest.hexdigest()
        return digests

    def counts(self) -> dict[str, int]:
        """How many pages, passages (pairs among them) and pairs there are."""
        pages, passages, pairs = self._connection.execute(
            "SELECT (SELECT count(*) FROM page), (SELECT count(*) FROM passage), (SELECT count(question) FROM passage)"
        ).fetchone()
        return {"pages": pages, "passages": passages, "faq_pairs": pairs}

    def fingerprint(self) -> str:
        """A hash of everything that can be searched or shown; equal corpora have equal fingerprints."""
        digest = hashlib.sha256()
        queries = (
            "SELECT id, title, publisher, url, language, reviewed, review_due, text FROM page ORDER BY id",
            'SELECT id, section, start, "end", sentences, question, ref, also_asked FROM passage ORDER BY id',
        )
        for query in queries:
            for row in self._connection.execute(query):
                digest.update(json.dumps(row, ensure_ascii=True).encode() + b"\n")
        return digest.hexdigest()

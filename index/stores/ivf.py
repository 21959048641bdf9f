"""Inverted lists of short codes for finding, and whole vectors for scoring: for indexes of many thousand passages."""

from functools import cache
from math import isqrt
from pathlib import Path
from typing import Self

import faiss
import numpy as np

from corpus.errors import StoreRefused
from index.protocols import Rows, Vectors
from index.stores.facts import StoreFacts
from index.stores.rows import ROWS_FILE, QuantisedRows, RowWriter
from index.stores.trials import Trials

CODES_FILE = "lists.faiss"
KIND = "ivf"
NUMBERS_PER_CODE = 2  # of a vector, that share one code of four bits: 96 bytes for a vector of 384 numbers
SAMPLES_PER_LIST = 64  # vectors that the lists and codes are learnt from; with 40, more lists must be looked into
FINER = 3  # times as many lists where they are learnt in seconds, from fewer vectors each: half as many codes are read
SAMPLES_PER_FINER_LIST = 40
PROBES = (8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512)  # lists looked into, tried in this order
LOOKED_AT = 2  # times as many vectors are scored in full as are wanted: the codes alone order them badly
FEWEST_LOOKED_AT = 500
ROWS_FOR_ONE_LOOKED_AT = 5000  # of very many vectors, more are about as near: see index/decisions/0007
MOST_WANTED = 1000  # rows; where more score alike, such as a sentence that a thousand pages share, any will do
LEAST_RECALL = 0.95
WANTED_RECALL = 0.99  # of what is found with all lists
WANTED_OF_MANY = 0.96  # more than the least, because the trial questions are a sample
MANY = 1_000_000  # vectors; of fewer, what looking into more lists takes is 1 to 3 ms: see index/decisions/0007
BLOCK_ROWS = 50_000


class IvfStore:
    """Looks into the lists nearest to a question, and scores what their codes make likely in full.

    Source: Jegou, Douze and Schmid, "Product quantization for nearest neighbor search", 2011, as FAISS does it
    (`IndexIVFPQFastScan`).
    """

    def __init__(self, lists: faiss.Index, rows: QuantisedRows) -> None:
        """Use `load`; `IvfWriter` builds one."""
        self.dim = rows.dim
        self._lists = lists
        self._rows = rows

    def __len__(self) -> int:
        """See `VectorStore`."""
        return len(self._rows)

    def compared(self, question: Vectors, /) -> "ReadScores":
        """See `VectorStore.compared`."""
        return ReadScores(self, question)

    def likely_rows(self, question: Vectors, number: int) -> Rows:
        """About so many rows, in order, whose codes are near to a question of shape (dim,)."""
        _, found = self._lists.search(np.ascontiguousarray(question[np.newaxis], dtype=np.float32), number)
        return np.sort(found[0][found[0] >= 0])

    def scores(self, rows: Rows, question: Vectors) -> Vectors:
        """The scores of some rows, in this order, shape (n,), for a question of shape (dim,)."""
        return self._rows.scores(rows, question)

    def vectors(self, rows: Rows, /) -> Vectors:
        """See `VectorStore.vectors`."""
        return self._rows.vectors(rows)

    @classmethod
    def load(cls, folder: Path, /) -> Self:
        """Read what an `IvfWriter` wrote; the vectors where they are needed and not before.

        Raises:
            ValueError: the files do not fit one another.
        """
        lists = faiss.read_index(str(folder / CODES_FILE))
        rows = QuantisedRows(folder / ROWS_FILE, lists.d)
        if len(rows) != lists.ntotal:
            raise ValueError(f"{len(rows)} vectors for {lists.ntotal} codes")
        return cls(lists, rows)


class ReadScores:
    """The scores of rows that are read for them; those that `best` has read are not read again. See `RowScores`."""

    def __init__(self, store: IvfStore, question: Vectors) -> None:
        """`question`: shape (dim,)."""
        self._store = store
        self._question = question
        self._rows: Rows = np.empty(0, dtype=np.int64)
        self._scores: Vectors = np.empty(0, dtype=np.float32)

    def best(self, k: int, /) -> tuple[Vectors, Rows]:
        """See `RowScores.best`."""
        k, number = min(k, MOST_WANTED), len(self._store)
        if k > len(self._rows):  # else they are among those that were read when fewer were wanted
            looked_at = min(max(LOOKED_AT * k, FEWEST_LOOKED_AT, number // ROWS_FOR_ONE_LOOKED_AT), number)
            self._rows = self._store.likely_rows(self._question, looked_at)
            self._scores = self._store.scores(self._rows, self._question)
        best = np.argsort(-self._scores, kind="stable")[:k]
        return self._scores[best], self._rows[best]

    def of(self, rows: Rows, /) -> Vectors:
        """See `RowScores.of`."""
        if not len(self._rows):
            return self._store.scores(rows, self._question)
        places = np.searchsorted(self._rows, rows).clip(max=len(self._rows) - 1)
        scores: Vectors = self._scores[places]
        unread = np.flatnonzero(self._rows[places] != rows)
        scores[unread] = self._store.scores(rows[unread], self._question)
        return scores


class IvfWriter:
    """Builds an `IvfStore`, block after block, in memory that does not grow with it but for the codes."""

    def __init__(self, folder: Path, dim: int, questions: Vectors) -> None:
        """`folder` must not be there yet; `questions`, shape (n, dim), are what the recall is measured with."""
        self._folder = folder
        self._dim = dim
        self._rows = RowWriter(folder, dim)
        self._trials = Trials(questions)

    def add(self, vectors: Vectors) -> None:
        """Take vectors, shape (n, dim), behind those that were taken."""
        self._rows.add(vectors)
        self._trials.add(vectors)

    def finish(self) -> StoreFacts:
        """Learn the lists, fill them, and look into as many of them as the recall asks for.

        Raises:
            StoreRefused: fewer than 95 in a hundred of the nearest vectors are found, however many lists are used.
        """
        rows = self._rows.read()
        lists = _learnt(rows)
        for block in rows.blocks(BLOCK_ROWS):
            lists.add(block)
        recall = self._tune(lists, IvfStore(lists, rows))
        # Written by Python and not by FAISS, so that a full disk is an OSError like anywhere else.
        (self._folder / CODES_FILE).write_bytes(faiss.serialize_index(lists).data)
        return StoreFacts(KIND, len(rows), round(recall, 4))

    def _tune(self, lists: faiss.Index, store: IvfStore) -> float:
        """Look into more and more lists until enough is found; the recall then.

        Enough is a share of what all lists find: where many vectors are nearly alike, a byte a number does not tell
        all of the ten nearest from the next.
        """
        number = faiss.extract_index_ivf(lists).nlist

        @cache
        def recall_with(probes: int) -> float:
            _look_into(lists, probes)
            return self._trials.recall(store)

        wanted = WANTED_RECALL * recall_with(number) if len(store) < MANY else WANTED_OF_MANY
        recall = 0.0
        for probes in (*(p for p in PROBES if p < number), number):
            recall = recall_with(probes)
            if recall >= max(wanted, LEAST_RECALL):
                break
        _look_into(lists, probes)
        if recall < LEAST_RECALL:
            raise StoreRefused(
                f"The vectors of the channel {self._folder.name!r} cannot be searched well: {recall:.3f} of the ten "
                f"nearest are found, and at least {LEAST_RECALL} are wanted. Name another encoder, or unset "
                "OWNWORDS_ENCODER."
            )
        return recall


def _look_into(lists: faiss.Index, probes: int) -> None:
    faiss.ParameterSpace().set_index_parameter(lists, "nprobe", probes)


def _learnt(rows: QuantisedRows) -> faiss.Index:
    """Empty lists, and codes, that suit these vectors; three hundred lists at 10,000, a thousand at a million."""
    finer, samples = (FINER, SAMPLES_PER_FINER_LIST) if len(rows) < MANY else (1, SAMPLES_PER_LIST)
    number = max(1, min(finer * isqrt(len(rows)), len(rows) // samples))
    sample = np.linspace(0, len(rows) - 1, min(len(rows), samples * number)).astype(np.int64)
    codes = max(1, rows.dim // NUMBERS_PER_CODE)
    lists = faiss.index_factory(rows.dim, f"IVF{number},PQ{codes}x4fs", faiss.METRIC_INNER_PRODUCT)
    lists.train(rows.vectors(sample))
    return lists

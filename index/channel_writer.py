"""Writes the vectors of one channel, block after block, with what tells whose they are and what was encoded."""

from array import array
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.hashed_rows import load_array, save_array
from index.passage_ids import PassageIds
from index.protocols import Vectors
from index.stores.choice import VectorWriter, load_rows, load_store
from index.stores.facts import StoreFacts
from index.text_vectors import KnownVectors, text_keys
from index.vectors import PassageVectors

FIRST_ROWS_FILE = "first_rows.npy"
TEXTS_FILE = "texts.npy"  # the key of the text behind each vector, so that the next ingest need not encode it again


class ChannelWriter:
    """A channel's vectors on their way into a folder."""

    def __init__(self, folder: Path, writer: VectorWriter) -> None:
        """`writer` writes the vectors themselves into the same folder."""
        self._folder = folder
        self._writer = writer
        self._counts = array("I")
        self._keys = [text_keys([])]

    def add(self, counts: Sequence[int], texts: Sequence[str], vectors: Vectors) -> None:
        """Take more passages: how many vectors each has, the texts they were made from, and the vectors."""
        self._counts.extend(counts)
        self._keys.append(text_keys(texts))
        self._writer.add(vectors)

    def finish(self) -> StoreFacts:
        """Write what is left to write."""
        facts = self._writer.finish()
        first_rows = np.concatenate([[0], np.cumsum(np.asarray(self._counts), dtype=np.int64)])
        save_array(self._folder / FIRST_ROWS_FILE, first_rows)
        save_array(self._folder / TEXTS_FILE, np.concatenate(self._keys))
        return facts


def load_passage_vectors(folder: Path, ids: PassageIds) -> PassageVectors:
    """The vectors of a channel, for the passages with these ids.

    Raises:
        ValueError: the files do not fit one another.
    """
    return PassageVectors(ids, load_array(folder / FIRST_ROWS_FILE), load_store(folder))


def known_vectors(folder: Path, dim: int) -> KnownVectors:
    """The vectors of a folder by the texts they were made from."""
    return KnownVectors(load_array(folder / TEXTS_FILE), load_rows(folder, dim).vectors)

"""Vectors of texts, each encoded once: by the version that serves, by an ingest that was interrupted, or now.

What an ingest encodes is kept in DIR/encoded/ENCODER/, a block of some thousand texts at a time, so that an ingest
that was interrupted goes on where it was. The folder is deleted as soon as a version holds the vectors; what another
encoder left there is deleted before.
"""

import os
import shutil
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from index.hashed_rows import NOWHERE, HashedRows
from index.protocols import Rows, Vectors

Encode = Callable[[Sequence[str]], Vectors]
Keys = npt.NDArray[np.uint64]

TEXTS_PER_BLOCK = 2000  # some seconds of work: more than that is never done twice
REMEMBERED_TEXTS = 20_000  # of this ingest, in memory: sentences come again on the same pages or on the next ones
KEY_BYTES = 16


def text_keys(texts: Sequence[str]) -> Keys:
    """The 128-bit hash of each text, shape (n, 2)."""
    digests = (blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest() for text in texts)
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64).reshape(-1, 2)


class KnownVectors:
    """Vectors that are stored somewhere, found by the key of their text."""

    def __init__(self, keys: Keys, vectors: Callable[[Rows], Vectors]) -> None:
        """`keys`: of rows 0, 1, 2 and so on, shape (n, 2); `vectors` gives those of some rows, shape (n, dim)."""
        self._rows = HashedRows.build(np.ascontiguousarray(keys[:, 0]))
        self._seconds = np.ascontiguousarray(keys[:, 1])
        self.vectors = vectors

    def rows(self, keys: Keys) -> Rows:
        """The row of each key, or NOWHERE."""
        rows = self._rows.find(keys[:, 0])
        there = np.flatnonzero(rows != NOWHERE)
        rows[there[self._seconds[rows[there]] != keys[there, 1]]] = NOWHERE
        return rows


class TextVectors:
    """Gives the vectors of texts, and encodes only what nobody has encoded before."""

    def __init__(self, encode: Encode, dim: int, known: Sequence[KnownVectors] = (), kept: Path | None = None) -> None:
        """Args:
        encode: texts to vectors, shape (n, dim), rows of length 1.
        dim: numbers in a vector.
        known: vectors of the version that serves.
        kept: the folder for what is encoded now; None keeps nothing.
        """
        self.encoded = self.reused = 0
        self.dim = dim
        self._encode = encode
        self._kept = kept
        self._known = [*known, *(_kept_blocks(kept, dim) if kept else ())]
        self._recent: dict[bytes, Vectors] = {}
        self._fresh: dict[bytes, Vectors] = {}  # encoded, and not in a block yet

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """The vectors of some texts, shape (n, dim)."""
        keys = text_keys(texts)
        vectors = np.empty((len(texts), self.dim), dtype=np.float32)
        found = self._look_up(keys, vectors)
        unknown = {keys[place].tobytes(): place for place in np.flatnonzero(~found)[::-1].tolist()}
        if unknown:
            places = sorted(unknown.values())
            self._remember(keys[places], self._encode([texts[place] for place in places]))
        for place in np.flatnonzero(~found).tolist():
            vectors[place] = self._recent[keys[place].tobytes()]
        self.encoded += len(unknown)
        self.reused += len(texts) - len(unknown)
        self._forget()
        return vectors

    def _look_up(self, keys: Keys, vectors: Vectors) -> npt.NDArray[np.bool_]:
        """Fill in what is known; which it was."""
        found = np.zeros(len(keys), dtype=np.bool_)
        for known in self._known:
            left = np.flatnonzero(~found)
            rows = known.rows(keys[left])
            there = rows != NOWHERE
            if there.any():
                vectors[left[there]] = known.vectors(rows[there])
                found[left[there]] = True
        for place in np.flatnonzero(~found).tolist():
            recent = self._recent.get(keys[place].tobytes())
            if recent is not None:
                vectors[place], found[place] = recent, True
        return found

    def _remember(self, keys: Keys, vectors: Vectors) -> None:
        fresh = {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}
        self._recent |= fresh
        if self._kept:
            self._fresh |= fresh
            if len(self._fresh) >= TEXTS_PER_BLOCK:
                self._keep_block(self._kept)

    def _keep_block(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        written = folder / "writing"
        with written.open("wb") as file:
            keys = np.frombuffer(b"".join(self._fresh), dtype=np.uint64).reshape(-1, 2)
            np.savez(file, keys=keys, vectors=np.stack(list(self._fresh.values())))
            file.flush()
            os.fsync(file.fileno())
        written.rename(folder / f"{len(list(folder.glob('*.npz'))):06}.npz")
        self._fresh.clear()

    def _forget(self) -> None:
        while len(self._recent) > REMEMBERED_TEXTS:
            del self._recent[next(iter(self._recent))]  # the one that was encoded first


def forget_other_encoders(folder: Path, encoder: str) -> Path:
    """Where an encoder keeps what it has encoded, below this folder; what others left is deleted."""
    for path in folder.glob("*"):
        if path.name != encoder:
            shutil.rmtree(path, ignore_errors=True)
    return folder / encoder


def _kept_blocks(folder: Path, dim: int) -> list[KnownVectors]:
    """What an ingest that was interrupted has encoded. A block that cannot be read is encoded again."""
    keys, paths = [], []
    for path in sorted(folder.glob("*.npz")):
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as block:
                if block["vectors"].shape == (len(block["keys"]), dim):
                    keys.append(block["keys"])
                    paths.append(path)
        except (OSError, ValueError, KeyError, EOFError, RuntimeError, BadZipFile):
            continue
    if not paths:
        return []
    firsts = np.cumsum([0, *map(len, keys)])

    @lru_cache(maxsize=2)
    def vectors_in(block: int) -> Vectors:
        with paths[block].open("rb") as file, np.load(file, allow_pickle=False) as stored:
            found: Vectors = stored["vectors"]
            return found

    def vectors(rows: Rows) -> Vectors:
        blocks = np.searchsorted(firsts, rows, side="right") - 1
        found = np.empty((len(rows), dim), dtype=np.float32)
        for block in np.unique(blocks).tolist():
            found[blocks == block] = vectors_in(block)[rows[blocks == block] - firsts[block]]
        return found

    return [KnownVectors(np.concatenate(keys), vectors)]

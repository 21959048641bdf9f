"""From texts to row numbers by their hashes, memory-mapped: a million ids cost no time to load and little memory."""

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt

from index.protocols import Rows

Hashes = npt.NDArray[np.uint64]
HASHES_FILE, ROWS_FILE = "hashes.npy", "rows.npy"
HASH_BYTES = 8
NOWHERE = -1  # the row of what is not there
EMPTY_SIZE = 128  # bytes of a file with no numbers in it


def hashes_of(texts: Iterable[str]) -> Hashes:
    """The 64-bit hash of each text. Of a million texts, two share one with a probability of 3 in 100 million."""
    digests = (blake2b(text.encode("utf-8", "surrogatepass"), digest_size=HASH_BYTES).digest() for text in texts)
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)


class HashedRows:
    """Rows, 0 or more, found by the hash of what stands there."""

    def __init__(self, hashes: Hashes, rows: npt.NDArray[np.uint32]) -> None:
        """Use `build` or `load`. `hashes` are in order; `rows` belong to them."""
        self._hashes = hashes
        self._rows = rows

    @classmethod
    def build(cls, hashes: Hashes) -> Self:
        """For the hashes of rows 0, 1, 2 and so on. Where two rows share a hash, the first is found."""
        order = np.argsort(hashes, kind="stable")
        return cls(hashes[order], order.astype(np.uint32))

    def find(self, hashes: Hashes) -> Rows:
        """The row of each of these hashes, or NOWHERE."""
        if not len(self._hashes):
            return np.full(len(hashes), NOWHERE, dtype=np.int64)
        places = np.searchsorted(self._hashes, hashes).clip(max=len(self._hashes) - 1)
        return np.where(self._hashes[places] == hashes, self._rows[places].astype(np.int64), NOWHERE)

    def are_unique(self) -> bool:
        """Whether no two rows share a hash."""
        return bool((self._hashes[1:] != self._hashes[:-1]).all())

    def save(self, folder: Path) -> None:
        """Write everything into a folder."""
        save_array(folder / HASHES_FILE, self._hashes)
        save_array(folder / ROWS_FILE, self._rows)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote, where it is needed and not before."""
        return cls(load_array(folder / HASHES_FILE), load_array(folder / ROWS_FILE))


def save_array(path: Path, array: npt.NDArray[Any]) -> None:
    """Write an array to a file."""
    np.save(path, array, allow_pickle=False)


def load_array(path: Path) -> npt.NDArray[Any]:
    """The array of a file, mapped: read where it is used and not before. An empty one cannot be mapped, and is read."""
    mode: Literal["r"] | None = "r" if path.stat().st_size > EMPTY_SIZE else None
    array: npt.NDArray[Any] = np.load(path, mmap_mode=mode, allow_pickle=False)
    return array.view(np.ndarray)  # as quick to look into as any other array

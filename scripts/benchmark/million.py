"""A corpus of any size out of a small one: real texts repeated with variation, and vectors made from real ones.

Every sentence of a repeated text carries a number of its own, so that no two are the same. The vector of a varied text
is the real vector of the text without the number, moved at random. What is searched is thus as large and as crowded as
the real thing; whether answers are right cannot be told from it. The real texts are encoded once for all made corpora
of a run, before the first of them is built (`made_index.encode_real_texts`), and so in no time that is measured.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from corpus.library import Library
from corpus.records import FaqPair
from index.protocols import Encoder
from scripts.benchmark.corpora import Corpus, evenly, write_lines

Vectors = npt.NDArray[np.float32]

SENTENCE_END = re.compile(r"(?<=\w)(?=[.!?](?:\s|$))")
NUMBER = re.compile(r" \(note \d+(?:\)|$)")  # an opening of a page may end in the middle of one
LONGEST_ANSWER = 600  # characters; longer ones are leaflets of their own, and no passage of a clinic's page
ROWS_PER_PAGE, ROWS_PER_FILE = 20, 10_000
MOST_ROWS = 2_000  # real ones that are repeated: some 13,000 texts, which take a minute to encode, once for a run
NOISE = 0.6  # the length of what is added to a vector of length 1; the cosine with the real one is then 0.86
NOISE_NUMBERS = 1 << 22  # random ones, 16 MB; what is added to a vector begins at any of them: drawing is slow
VECTORS_AT_ONCE = 50_000


def base_rows(starter: Library, more: Iterable[dict[str, str]] = ()) -> list[dict[str, str]]:
    """The question, the answer and the title of real passages, from the starter pages and further rows."""
    titles = starter.titles()
    rows = [
        {
            "question": (passage.question if isinstance(passage, FaqPair) else "") or titles[passage.page_id],
            "answer": passage.text,
            "title": titles[passage.page_id],
        }
        for passage in starter.passages()
    ]
    rows += [row for row in more if len(row["answer"]) <= LONGEST_ANSWER]
    return in_whole_pages(evenly([row for row in rows if row["answer"].strip()], MOST_ROWS))


def in_whole_pages(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """As many of the rows as make whole pages, where they make one.

    Were a page cut where the rows begin again, every row would come below twenty titles in turn, and a title stands in
    front of what is encoded: there would be twenty times as many real texts.
    """
    return list(rows[: len(rows) // ROWS_PER_PAGE * ROWS_PER_PAGE] or rows)


def synthetic(rows: Sequence[dict[str, str]], size: int, questions: Sequence[str], folder: Path) -> Corpus:
    """A corpus of `size` passages as FAQ tables in a new folder."""
    folder.mkdir()
    varied = (varied_row(rows, number) for number in range(size))
    for file in range(-(-size // ROWS_PER_FILE)):
        write_lines(folder / f"table-{file:05}.jsonl", islice(varied, ROWS_PER_FILE))
    about = (
        f"{size:,} passages: {len(rows):,} real texts repeated with a number in every sentence, and the vectors of the "
        f"real ones, encoded before anything is timed, moved at random (cosine {1 / np.hypot(1, NOISE):.2f})"
    )
    return Corpus(f"{size:,} made passages", about, (str(folder),), tuple(questions), perturbed=True)


def varied_row(rows: Sequence[dict[str, str]], number: int) -> dict[str, str]:
    """A real row with this number in every sentence. Twenty that follow one another are a page."""
    page = number // ROWS_PER_PAGE
    row, first_of_page = rows[number % len(rows)], rows[page * ROWS_PER_PAGE % len(rows)]
    return {
        "question": varied(row["question"], number),
        "answer": varied(row["answer"], number),
        "title": varied(first_of_page["title"], page),
    }


def varied(text: str, number: int) -> str:
    """A text with a number at the end of every sentence, and at its own end."""
    marked = SENTENCE_END.sub(f" (note {number})", text)
    return marked if NUMBER.search(marked) else f"{marked} (note {number})"


def without_number(text: str) -> str:
    """The text that `varied` was given."""
    return NUMBER.sub("", text)


def moved(vectors: Vectors, seed: int) -> Vectors:
    """Vectors of length 1, shape (n, dim), each moved in a random direction and brought back to length 1."""
    n, dim = vectors.shape
    directions = np.lib.stride_tricks.sliding_window_view(_noise(), dim)
    moved: Vectors = directions[np.random.default_rng(seed).integers(len(directions), size=n)]
    moved *= np.float32(NOISE / np.sqrt(dim))
    moved += vectors
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    return moved


@cache
def _noise() -> Vectors:
    return np.random.default_rng(0).standard_normal(NOISE_NUMBERS, dtype=np.float32)


class MovedVectors:
    """An encoder in whose place varied texts get the vectors of the real ones, moved. See `Encoder` for its methods."""

    def __init__(self, encoder: Encoder, real: Mapping[str, Vectors] | None = None) -> None:
        """`real`: real texts that are encoded already, each with its vector of shape (dim,)."""
        self._encoder = encoder
        self._real = dict(real or {})
        self._calls = 0

    @classmethod
    def load(cls, file: Path, encoder: Encoder) -> Self:
        """With the real texts that `save` wrote."""
        with np.load(file, allow_pickle=False) as stored:
            return cls(encoder, dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True)))

    def save(self, file: Path) -> None:
        """Write every real text that was encoded, with its vector, into a file whose name ends in `.npz`."""
        np.savez(file, texts=np.array(list(self._real)), vectors=np.stack(list(self._real.values())))

    @property
    def name(self) -> str:
        """See `Encoder.name`."""
        return self._encoder.name

    @property
    def dim(self) -> int:
        """See `Encoder.dim`."""
        return self._encoder.dim

    def encode_questions(self, texts: Sequence[str], /) -> Vectors:
        """Questions are encoded as they are."""
        return self._encoder.encode_questions(texts)

    def encode_passages(self, texts: Sequence[str], /) -> Vectors:
        """Each real text is encoded once, and its vector moved for every text made from it."""
        real = [without_number(text) for text in texts]
        unknown = [text for text in dict.fromkeys(real) if text not in self._real]
        self._real.update(zip(unknown, self._encoder.encode_passages(unknown), strict=True))
        self._calls += 1
        return moved(np.stack([self._real[text] for text in real]), seed=self._calls)


def write_vectors(path: Path, real: Vectors, number: int) -> None:
    """Write `number` vectors, made from real ones in turn, as a file for `numpy.load`; some at a time."""
    written = np.lib.format.open_memmap(path, mode="w+", dtype=np.float32, shape=(number, real.shape[1]))
    for first in range(0, number, VECTORS_AT_ONCE):
        rows = np.arange(first, min(first + VECTORS_AT_ONCE, number)) % len(real)
        written[first : first + len(rows)] = moved(real[rows], seed=first)
    written.flush()

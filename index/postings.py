"""Which passages hold each word, with the share of its BM25 score: computed when built, mapped when searched.

Not bm25s, with which our tests compare it: that scores all passages for every question, and a million take too long.
"""

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from index.hashed_rows import load_array, save_array
from index.protocols import Rows, Vectors

K1 = 1.5
B = 0.75
WORDS_FILE, ARRAY_FILES = "words.json", ("starts.npy", "rows.npy", "scores.npy", "highest.npy")
MOST_TIMES = 65535
COUNTED_AT_ONCE = 500_000  # words
BLOCK = 5_000_000  # postings put in order at a time
FEW_ROWS = 10_000  # whose scores are all told sooner than the best of them are found
ROUNDING = 1e-4  # more than sums of float32 can be off by


class Postings:
    """For every word the rows that hold it, in order, and what each scores by it. Safe to share between threads."""

    def __init__(
        self,
        words: Mapping[str, int],
        starts: npt.NDArray[np.int64],
        rows: npt.NDArray[np.uint32],
        scores: Vectors,
        highest: Vectors,
        number: int,
    ) -> None:
        """Use `build` or `load`. `number` is how many rows there are; `highest` is the most that each word scores."""
        self._words = words
        self._starts = starts
        self._rows = rows
        self._scores = scores
        self._highest = highest
        self._number = number

    def __contains__(self, word: str) -> bool:
        """Whether any row holds a word."""
        return word in self._words

    def compared(self, words: Sequence[str]) -> "WordScores":
        """The words of a question compared with those of all rows."""
        return WordScores(self, words)

    def __len__(self) -> int:
        """How many rows there are."""
        return self._number

    def all_scores(self, words: Sequence[str]) -> Vectors:
        """The score of every row, 0 where it holds none of the words, shape (n_rows,)."""
        sums = np.zeros(self._number, dtype=np.float32)
        for word, times, _ in self._sought(words):
            rows, scores = self._of(word)
            sums[rows] += np.float32(times) * scores
        return sums

    def best(self, words: Sequence[str], k: int) -> tuple[Rows, Vectors]:
        """The rows with the `k` highest scores, and more where scores at the edge are equal; none that scores 0.

        Once no other row can get among the best, the words that are left, the commonest, are looked up in the rows
        that are already there.

        Source: Turtle and Flood, "Query evaluation: strategies and optimizations" (max score), 1995.
        """
        sought = self._sought(words)
        left = sum(times * highest for _, times, highest in sought)
        sums = np.zeros(self._number, dtype=np.float32)
        found: Rows = np.empty(0, dtype=np.int64)
        least = 0.0
        for word, times, highest in sought:
            if least > left + ROUNDING:
                found = found[sums[found] + left + ROUNDING >= least]
                sums[found] += np.float32(times) * self._scores_of(word, found)
            else:
                rows, scores = self._of(word)
                found = np.concatenate([found, rows[sums[rows] == 0].astype(np.int64)])  # no word scores 0
                sums[rows] += np.float32(times) * scores
            left -= times * highest
            least = _kth(sums[found], k)
        best = found[sums[found] >= least]
        return best, sums[best]

    def scores(self, words: Sequence[str], rows: Rows) -> Vectors:
        """The scores of these rows, 0 where a row holds none of the words."""
        sums = np.zeros(len(rows), dtype=np.float32)
        for word, times, _ in self._sought(words):
            sums += np.float32(times) * self._scores_of(word, rows)
        return sums

    def _sought(self, words: Sequence[str]) -> list[tuple[int, int, float]]:
        """The known words of a question: number, times, and the most one of them can score; the most telling first."""
        times = Counter(self._words[word] for word in words if word in self._words)
        return sorted(((word, n, float(self._highest[word])) for word, n in times.items()), key=_telling, reverse=True)

    def _of(self, word: int) -> tuple[npt.NDArray[np.uint32], Vectors]:
        stretch = slice(self._starts[word], self._starts[word + 1])
        return self._rows[stretch], self._scores[stretch]

    def _scores_of(self, word: int, rows: Rows) -> Vectors:
        holding, scores = self._of(word)
        places = np.searchsorted(holding, rows.astype(np.uint32)).clip(max=len(holding) - 1)
        found: Vectors = np.where(holding[places] == rows, scores[places], np.float32(0))
        return found

    @classmethod
    def build(cls, texts: Iterable[Sequence[str]]) -> Self:
        """Count the words of texts, row after row. In memory, it holds some fifteen bytes for every posting.

        Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, in Lucene's
        form.
        """
        words = _Numbers()
        counted = zip(*(_counted(*some) for some in _some_by_some(texts, words)), strict=True)
        held, times, lengths, kinds = map(np.concatenate, counted)
        arrays = _in_order(held, times, lengths, kinds, words=len(words))
        return cls(dict(words), *arrays, number=len(lengths))

    def save(self, folder: Path) -> None:
        """Write everything into a new folder."""
        folder.mkdir(parents=True)
        said = {"words": list(self._words), "rows": self._number}
        (folder / WORDS_FILE).write_text(json.dumps(said), "utf-8")
        arrays: tuple[npt.NDArray[Any], ...] = (self._starts, self._rows, self._scores, self._highest)
        for name, values in zip(ARRAY_FILES, arrays, strict=True):
            save_array(folder / name, values)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote; the postings where they are needed and not before."""
        said = json.loads((folder / WORDS_FILE).read_text("utf-8"))
        words = {word: number for number, word in enumerate(said["words"])}
        starts, rows, scores, highest = (load_array(folder / name) for name in ARRAY_FILES)
        return cls(words, starts, rows, scores, highest, said["rows"])


class WordScores:
    """The words of a question compared with those of all rows: at once where they are few."""

    def __init__(self, postings: Postings, words: Sequence[str]) -> None:
        self._postings = postings
        self._words = words
        self._all = postings.all_scores(words) if len(postings) <= FEW_ROWS else None

    def best(self, k: int) -> tuple[Rows, Vectors]:
        """See `Postings.best`."""
        if self._all is None:
            return self._postings.best(self._words, k)
        found = np.flatnonzero(self._all)
        best = found[self._all[found] >= _kth(self._all[found], k)]
        return best, self._all[best]

    def of(self, rows: Rows) -> Vectors:
        """See `Postings.scores`."""
        return self._postings.scores(self._words, rows) if self._all is None else self._all[rows]


class _Numbers(dict[str, int]):
    """Words numbered 0, 1, 2 and so on when they are first asked for."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


def _some_by_some(texts: Iterable[Sequence[str]], words: _Numbers) -> Iterator[tuple["array[int]", "array[int]"]]:
    """The numbers of the words of some texts, one text after the other, and how long each is; at least once."""
    numbers, lengths = array("I"), array("I")
    for text in texts:
        numbers.extend(map(words.__getitem__, text))
        lengths.append(len(text))
        if len(numbers) >= COUNTED_AT_ONCE:
            yield numbers, lengths
            numbers, lengths = array("I"), array("I")
    yield numbers, lengths


def _counted(
    numbers: "array[int]", lengths: "array[int]"
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint16], npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """The postings of some texts, text after text: words, times, and of each text its length and its postings."""
    texts = np.repeat(np.arange(len(lengths), dtype=np.uint64), lengths)
    both, times = np.unique(texts << np.uint64(32) | np.asarray(numbers), return_counts=True)
    kinds = np.bincount((both >> np.uint64(32)).astype(np.int64), minlength=len(lengths)).astype(np.uint32)
    return both.astype(np.uint32), times.clip(max=MOST_TIMES).astype(np.uint16), np.asarray(lengths), kinds


def _telling(sought: tuple[int, int, float]) -> float:
    return sought[1] * sought[2]


def _kth(scores: Vectors, k: int) -> float:
    """The k-th highest of some scores, 0 where there are fewer."""
    return float(np.partition(scores, -k)[-k]) if len(scores) >= k else 0.0


def _in_order(
    held: npt.NDArray[np.uint32],
    times: npt.NDArray[np.uint16],
    lengths: npt.NDArray[np.uint32],
    kinds: npt.NDArray[np.uint32],
    *,
    words: int,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32], Vectors, Vectors]:
    """Postings in the order of their word, a block at a time: starts, rows, scores, and the highest of each word.

    Args:
        held: the word of each posting, row after row.
        times: how often it stands there.
        lengths: of each row, in words.
        kinds: how many postings each row has.
        words: how many there are.
    """
    holding = np.bincount(held, minlength=words)
    rarity = np.log1p((len(lengths) - holding + 0.5) / (holding + 0.5))
    damping = K1 * (1 - B + B * lengths / max(lengths.mean() if len(lengths) else 1.0, 1e-9))
    ends = np.cumsum(kinds, dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(holding)]).astype(np.int64)
    rows, scores = np.empty(len(held), dtype=np.uint32), np.empty(len(held), dtype=np.float32)
    highest = np.zeros(words, dtype=np.float32)
    free = starts[:-1].copy()  # where the next posting of each word goes
    for first in range(0, len(held), BLOCK):
        some = slice(first, first + BLOCK)
        order = np.argsort(held[some], kind="stable")
        word, often = held[some][order], times[some][order].astype(np.float64)
        row = np.searchsorted(ends, order + first, side="right")
        score = (rarity[word] * often / (damping[row] + often)).astype(np.float32)
        before = np.concatenate([[0], np.flatnonzero(np.diff(word)) + 1])  # where each word begins in the block
        counts = np.diff(before, append=len(word))
        places = free[word] + np.arange(len(word)) - np.repeat(before, counts)
        rows[places], scores[places] = row, score
        np.maximum.at(highest, word, score)
        free[word[before]] += counts
    return starts, rows, scores, highest

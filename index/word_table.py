"""Words with their weights, kept as text until they are asked for: loading takes a millisecond and few bytes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

from rapidfuzz import process
from rapidfuzz.distance import OSA


@dataclass(frozen=True, slots=True)
class NearWord:
    """A word of the table that is spelt nearly alike, and how common it is."""

    word: str
    weight: int


class _Shelf:
    """The words that share their first letter and their length, split only when somebody looks at them."""

    def __init__(self, words: str, weights: str) -> None:
        self._words = words
        self._weights = weights

    def __contains__(self, word: str) -> bool:
        return f" {word} " in f" {self._words} "

    @cached_property
    def words(self) -> list[str]:
        return self._words.split(" ")

    @cached_property
    def weights(self) -> list[str]:
        return self._weights.split(" ")

    def line(self) -> str:
        return f"{self._words}\t{self._weights}\n"


class WordTable:
    """Words by first letter and length. Safe to share between threads."""

    def __init__(self, shelves: Mapping[str, _Shelf]) -> None:
        """Use `build` or `load`."""
        self._shelves = shelves

    @classmethod
    def build(cls, weights: Mapping[str, int]) -> Self:
        """A table of these words; the weights, 0 or more, say how common each is."""
        grouped: dict[str, list[str]] = {}
        for word in sorted(weights):
            grouped.setdefault(_key(word, len(word)), []).append(word)
        return cls(
            {
                key: _Shelf(" ".join(words), " ".join(str(weights[word]) for word in words))
                for key, words in grouped.items()
            }
        )

    def __contains__(self, word: str) -> bool:
        """Whether the table holds a word."""
        shelf = self._shelves.get(_key(word, len(word))) if word else None
        return shelf is not None and word in shelf

    def near(self, word: str, most_slips: int) -> Iterator[NearWord]:
        """The words with the same first letter, or with the first two swapped, that are few slips away.

        A slip is a letter more, less or other, or two neighbours swapped. The order has no meaning.
        """
        for length in range(len(word) - most_slips, len(word) + most_slips + 1):
            yield from self._near_on(_key(word, length), word, most_slips)
        swapped = word[1::-1] + word[2:]
        if swapped[0] != word[0]:
            yield from self._near_on(_key(swapped, len(word)), swapped, 0)

    def _near_on(self, key: str, word: str, most_slips: int) -> Iterator[NearWord]:
        shelf = self._shelves.get(key)
        if shelf:
            found = process.extract(word, shelf.words, scorer=OSA.distance, score_cutoff=most_slips, limit=None)
            yield from (NearWord(other, int(shelf.weights[position])) for other, _, position in found)

    def save(self, path: Path, /) -> None:
        """Write a line for each first letter and length: the words, a tab, their weights."""
        path.write_text("".join(shelf.line() for shelf in self._shelves.values()), "utf-8")

    @classmethod
    def load(cls, path: Path, /) -> Self:
        """Read what `save` wrote."""
        shelves = {}
        for line in path.read_text("utf-8").splitlines():
            words, _, weights = line.partition("\t")
            first = words.partition(" ")[0]
            shelves[_key(first, len(first))] = _Shelf(words, weights)
        return cls(shelves)


def _key(word: str, length: int) -> str:
    return f"{word[0]}{length}"

"""Looks for many phrases at once, in words of which some are mistyped."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from service.urgent.clauses import words_in

SHORTEST_START = 3
SHORTEST_MENDED = 6  # a shorter word with one letter changed is too often another word: fever, never


class PhraseBook:
    """Phrases by number; "tingl*" is every word that begins so."""

    def __init__(self, phrases: Iterable[tuple[int, str]], known_words: Iterable[str] = ()) -> None:
        """Args:
        phrases: each with the number of its group; a group may have many.
        known_words: words that are not slips of typing, whatever they resemble.
        """
        self._by_first: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        self._starts: dict[str, list[int]] = defaultdict(list)
        for group, phrase in phrases:
            words = words_in(phrase)
            if phrase.endswith("*"):
                self._starts[words[-1].rstrip("*")].append(group)
            else:
                self._by_first[words[0]].append((words, group))
        spelled = {word for entries in self._by_first.values() for words, _ in entries for word in words}
        self._known = spelled | set(known_words)
        self._mended = _slips(word for word in spelled if len(word) >= SHORTEST_MENDED)

    def find(self, typed: Sequence[str]) -> dict[int, list[range]]:
        """Where each group stands in some words. Groups that do not are left out."""
        words = [self._mend(word) for word in typed]
        found: dict[int, list[range]] = defaultdict(list)
        for position, word in enumerate(words):
            for phrase, group in self._by_first.get(word, ()):
                if tuple(words[position : position + len(phrase)]) == phrase:
                    found[group].append(range(position, position + len(phrase)))
            for length in range(SHORTEST_START, len(word) + 1):
                for group in self._starts.get(word[:length], ()):
                    found[group].append(range(position, position + 1))
        return dict(found)

    def _mend(self, word: str) -> str:
        if len(word) < SHORTEST_MENDED - 1 or word in self._known:
            return word
        meant = {self._mended[slip] for slip in _without_one(word) if slip in self._mended}
        near = sorted(one for one in meant if one[0] == word[0] and abs(len(one) - len(word)) <= 1)
        return near[0] if near else word


def _slips(words: Iterable[str]) -> dict[str, str]:
    """Each word under itself and under all it is with one letter left out; of two words, the first by alphabet."""
    slips: dict[str, str] = {}
    for word in sorted(words, reverse=True):
        slips.update(dict.fromkeys(_without_one(word), word))
    return slips


def _without_one(word: str) -> Iterator[str]:
    yield word
    for position in range(1, len(word)):
        yield word[:position] + word[position + 1 :]

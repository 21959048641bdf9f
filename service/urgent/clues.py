"""What the words of a sentence say by rule: whose clues are there, and which wording takes them back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from corpus.urgent_signs import PRESENT, UrgentSign, Wording
from service.urgent.clauses import Sentence, words_in
from service.urgent.phrases import PhraseBook

WIDEST_CLUE = 10  # words from the first to the last of a clue; further apart they seldom belong together
NEGATION_REACH = 5  # words between "no" and what it denies
NEGATED, ORDINARY = "negated", "ordinary"


@dataclass(frozen=True, slots=True)
class ClueFound:
    """A clue of a sign in a sentence, and the kinds of wording around it: in its clause, and in its sentence."""

    sign: UrgentSign
    words: frozenset[int]
    near: frozenset[str]
    around: frozenset[str]

    @property
    def stands(self) -> bool:
        """Whether the clue says that the sign is there: nothing near takes it back.

        Further off in the sentence, a look-alike's wording counts only where nothing near says "now".
        "A bit" makes less of a swelling, but not of an emergency.
        """
        harmless = {PRESENT, ORDINARY} if self.sign.level == "emergency" else {PRESENT}
        if self.near - harmless:
            return False
        return PRESENT in self.near or not self.around - harmless - {NEGATED}


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence with its clues and the kinds of wording in it."""

    sentence: Sentence
    clues: tuple[ClueFound, ...]
    kinds: frozenset[str]


class ClueReader:
    """Reads sentences against the clues and cues of the knowledge."""

    def __init__(self, signs: Sequence[UrgentSign], wordings: Sequence[Wording]) -> None:
        self._clues: list[tuple[UrgentSign, list[int]]] = []
        self._kinds: dict[int, str] = {}
        self._book = PhraseBook(self._phrases(signs, wordings), _words_of_examples(signs, wordings))
        self._clues_by_first = defaultdict[int, list[int]](list)  # of hundreds, a sentence holds a part of very few
        for place, (_, parts) in enumerate(self._clues):
            self._clues_by_first[parts[0]].append(place)

    def read(self, sentence: Sentence) -> ReadSentence:
        """What a sentence says by rule."""
        found = self._book.find(sentence.words)
        cues = {kind: found[number] for number, kind in self._kinds.items() if number in found}
        clues = []
        for place in sorted(place for part in found for place in self._clues_by_first.get(part, ())):
            sign, parts = self._clues[place]
            if all(part in found for part in parts):
                words = _closest([found[part] for part in parts])
                if words:
                    clues.append(ClueFound(sign, words, *_kinds_around(words, cues, sentence)))
        return ReadSentence(sentence, tuple(clues), frozenset(cues))

    def _phrases(self, signs: Sequence[UrgentSign], wordings: Sequence[Wording]) -> Iterable[tuple[int, str]]:
        """Every phrase under the number of its word group; equal groups of several clues share one."""
        numbers: dict[tuple[str, ...], int] = {}
        for sign in signs:
            for clue in sign.clues:
                self._clues.append((sign, [numbers.setdefault(part, len(numbers)) for part in clue]))
        groups = list(numbers)
        for wording in wordings:
            self._kinds[len(groups)] = wording.id
            groups.append(wording.cues)
        return ((number, phrase) for number, group in enumerate(groups) for phrase in group)


def _words_of_examples(signs: Sequence[UrgentSign], wordings: Sequence[Wording]) -> Iterable[str]:
    """Words of the look-alikes, rightly spelled for the most part, which no mending may take for a clue."""
    return (word for wording in wordings for said in wording.says for word in words_in(said))


def _closest(parts: Sequence[Sequence[range]]) -> frozenset[int] | None:
    """The words of the parts where they stand closest together, without sharing a word; None if too far apart."""
    best: frozenset[int] | None = None
    for chosen in product(*(places[:6] for places in parts)):
        words = frozenset(position for place in chosen for position in place)
        if len(words) < sum(map(len, chosen)) or max(words) - min(words) >= WIDEST_CLUE:
            continue
        if best is None or max(words) - min(words) < max(best) - min(best):
            best = words
    return best


def _kinds_around(
    words: frozenset[int], cues: Mapping[str, Sequence[range]], sentence: Sentence
) -> tuple[frozenset[str], frozenset[str]]:
    """The kinds of wording in the clauses of a clue, and in its sentence; the clue's own words count for none."""
    clauses = {sentence.clauses[position] for position in words}
    near, around = set(), set()
    for kind, places in cues.items():
        free = [place for place in places if words.isdisjoint(place)]
        if kind == NEGATED:
            free = [p for p in free if 0 < min(words) - p[-1] <= NEGATION_REACH and sentence.clauses[p[0]] in clauses]
        if free:
            around.add(kind)
        if any(sentence.clauses[place[0]] in clauses for place in free):
            near.add(kind)
    return frozenset(near), frozenset(around)

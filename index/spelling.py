"""Slips of typing mended, shown and undoable: only words that nobody knows become words of the pages and the bank.

Rather no correction than a wrong one. What is right English, a name, a figure or a level (C5, L4-5) is not touched.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log, log1p
from pathlib import Path
from typing import Self

from corpus.abbreviations import load_abbreviations
from corpus.operations import Operation
from corpus.question_bank import Topic
from corpus.spellings import load_left_alone, load_phone_spellings
from index.english_words import read_english_words
from index.slips import LEAST_COST, slip_cost
from index.word_table import NearWord, WordTable
from index.words import one_spelling

OWN_FILE, ENGLISH_FILE, PHONE_FILE = "own_words.tsv", "english_words.tsv", "phone_spellings.json"
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
UNKNOWN = ""  # what an unknown word is mended to when nobody can say what was meant
LETTERS = re.compile(r"[a-z]+(?:'[a-z]+)*")
PLAIN = re.compile(r"[a-z]+")
SHORT_ENDING = re.compile(r"'(?:s|d|ll|ve|re|m)$")
ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")
ENDS_SENTENCE = re.compile(r"[.!?]\W*$")
TITLES = frozenset("dr mr mrs ms miss prof".split())  # a name follows
ENDINGS = ("s", "y", "er", "ers", "ish", "less", "like")
BEGINNINGS = ("re", "un", "pre", "post", "non")
SHORTEST_MENDED = 4
SHORTEST_FOR_TWO_SLIPS = 8  # in shorter words, two slips reach too many others
MOST_NAMES = 2  # unknown words that a question in English easily holds
LONG_ENOUGH_TO_TELL = 6  # words shorter than this are mended to common words only
COMMON = 5  # times that pages and bank hold a word
LONGEST_ABBREVIATION = 5
# Counts in books come to this many times the counts in the bank, so divided by it both can be compared.
BOOKS_TO_BANK = 2_000_000
SLIP_WEIGHT = 5.0  # one slip more has to be made good by a word 150 times as common
CLEARLY_AHEAD = log(3)  # three times as likely as the next
MOST_COSTS = ((8, 2.0), (6, 1.2), (0, 1.0))  # letters of the word typed -> the most that its slips may cost


@dataclass(frozen=True, slots=True)
class Correction:
    """A question with its slips mended, and each word that was changed, as typed -> as mended.

    `unfamiliar` says that it holds words that nobody knows, as one in another language does: two, or one with letters
    that English has not.
    """

    text: str
    corrected: dict[str, str]
    unfamiliar: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A word that may have been meant. A score is the logarithm of how likely, up to a constant."""

    word: str
    cost: float
    score: float

    @classmethod
    def of(cls, typed: str, near: NearWord) -> Self:
        cost = slip_cost(typed, near.word)
        return cls(near.word, cost, log1p(near.weight) - SLIP_WEIGHT * cost)

    @staticmethod
    def best_score(near: NearWord) -> float:
        """What a word scores at most, whatever was typed: quick, so that few costs have to be computed."""
        return log1p(near.weight) - SLIP_WEIGHT * LEAST_COST


class Speller:
    """Mends slips of typing. Safe to share between threads."""

    def __init__(self, own: WordTable, english: WordTable, phone: Mapping[str, str]) -> None:
        """Use `build` or `load`."""
        self._own = own
        self._english = english
        self._phone = phone

    @classmethod
    def build(cls, texts: Iterable[str], topics: Sequence[Topic], operations: Sequence[Operation]) -> Self:
        """A speller that mends towards the words of the pages, of the question bank and of the operations.

        Args:
            texts: the pages' titles and texts.
            topics: the question bank; of what patients say, slips included, only English words are taken.
            operations: likewise.
        """
        english, phone = read_english_words(), load_phone_spellings()
        listed, said = _listed_words(tuple(topics), tuple(operations))
        own = counted_words(texts) + listed
        phone = {typed: means for typed, means in phone.items() if typed not in own}
        own.update({word: n for word, n in said.items() if word in own or (word in english and word not in phone)})
        known = {word: 0 if word in own else times // BOOKS_TO_BANK for word, times in english.items()}
        for word in (*load_left_alone(), *load_abbreviations().in_any_case, *other_forms(own), *_forms_not_english()):
            known.setdefault(word, 0)
        return cls(WordTable.build(own), WordTable.build(known), phone)

    def correct(self, question: str) -> Correction:
        """The question with its slips mended; case, punctuation and every other word stay as they are.

        Where more unknown words would stay than be mended, it is another language, and nothing is mended.
        """
        corrected: dict[str, str] = {}
        pieces, end = [], 0
        strange: list[str] = []
        for word in words_to_check(question):
            mended = self._mended(word.group())
            if mended:
                corrected[word.group()] = mended
                pieces += [question[end : word.start()], mended]
                end = word.end()
            if mended == UNKNOWN:
                strange.append(word.group())
        if len(strange) > max(len(corrected), MOST_NAMES):
            return Correction(question, {}, unfamiliar=True)
        unfamiliar = len(strange) > 1 or any(not word.isascii() for word in strange)
        return Correction("".join([*pieces, question[end:]]), corrected, unfamiliar)

    def _mended(self, typed: str) -> str | None:
        """The word that was meant where that is clear; None for a right word, UNKNOWN for one that stays unknown."""
        small = typed.lower().replace("’", "'")
        if small in self._phone:
            return in_case_of(typed, self._phone[small])
        stem = SHORT_ENDING.sub("", small)
        figures = any(map(str.isdigit, stem))
        if figures or len(stem) < SHORTEST_MENDED or self._knows(small) or self._knows(stem):
            return None
        if not PLAIN.fullmatch(stem):
            return UNKNOWN
        nearest = self._nearest(stem)
        return in_case_of(typed, nearest) + typed[len(stem) :] if nearest else UNKNOWN

    def _knows(self, word: str) -> bool:
        return any(form in table for form in (word, *bases_of(word)) for table in (self._own, self._english))

    def _nearest(self, word: str) -> str | None:
        most_slips = 2 if len(word) >= SHORTEST_FOR_TWO_SLIPS else 1
        common = 1 if len(word) >= LONG_ENOUGH_TO_TELL else COMMON
        own = [_Candidate.of(word, near) for near in self._own.near(word, most_slips) if near.weight >= common]
        if not own:
            return None
        best = max(own, key=lambda candidate: (candidate.score, candidate.word))
        if best.cost > most_cost(word):
            return None
        close = best.score - CLEARLY_AHEAD
        english = (near for near in self._english.near(word, most_slips) if _Candidate.best_score(near) > close)
        rivals = (rival for rival in (*own, *(_Candidate.of(word, near) for near in english)) if rival.score > close)
        unclear = any(one_spelling(rival.word) != one_spelling(best.word) for rival in rivals)
        return None if unclear else best.word

    def save(self, folder: Path, /) -> None:
        """Write everything into a new folder."""
        folder.mkdir(parents=True)
        self._own.save(folder / OWN_FILE)
        self._english.save(folder / ENGLISH_FILE)
        (folder / PHONE_FILE).write_text(json.dumps(self._phone, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path, /) -> Self:
        """Read what `save` wrote."""
        phone = json.loads((folder / PHONE_FILE).read_text("utf-8"))
        return cls(WordTable.load(folder / OWN_FILE), WordTable.load(folder / ENGLISH_FILE), phone)


@cache
def _listed_words(topics: tuple[Topic, ...], operations: tuple[Operation, ...]) -> tuple[Counter[str], Counter[str]]:
    """The words that clinics write in these lists, and those that patients write. Counted once in a process."""
    return counted_words(clinic_texts(topics, operations)), counted_words(patient_texts(topics, operations))


@cache
def _forms_not_english() -> frozenset[str]:
    """Other forms of English words that are no English words themselves."""
    english = read_english_words()
    return frozenset(other_forms(english)) - english.keys()


def clinic_texts(topics: Iterable[Topic], operations: Iterable[Operation]) -> Iterator[str]:
    """What clinics write: free of slips."""
    for topic in topics:
        yield from (topic.label, topic.question, *topic.says)
    for operation in operations:
        yield from (operation.label, *operation.names, *operation.describes)


def patient_texts(topics: Iterable[Topic], operations: Iterable[Operation]) -> Iterator[str]:
    """What patients write, slips included."""
    for said in (*(topic.asks for topic in topics), *(operation.lay for operation in operations)):
        yield from said


def counted_words(texts: Iterable[str]) -> Counter[str]:
    """How often each of the `small_words` stands in some texts."""
    written = Counter(word for text in texts for word in WORD.findall(text))
    counted: Counter[str] = Counter()
    for word, times in written.items():  # few, where all the words of many pages are many
        for small in small_words(word):
            counted[small] += times
    return counted


def small_words(text: str) -> list[str]:
    """The words of a text in small letters, figures left out."""
    words = (word.group().lower().replace("’", "'") for word in WORD.finditer(text))
    return [word for word in words if LETTERS.fullmatch(word)]


def other_forms(words: Iterable[str]) -> Iterator[str]:
    """Words without their apostrophe, as many type them, and as the other side of the Atlantic spells them."""
    for word in words:
        yield word.replace("'", "")
        yield one_spelling(word)


def bases_of(word: str) -> Iterator[str]:
    """What a word is made from, by its ending or its beginning: "clicky" from "click", "postop" from "op"."""
    yield from (word.removesuffix(ending) for ending in ENDINGS if len(word) > len(ending) + 3)
    yield from (word.removeprefix(beginning) for beginning in BEGINNINGS if len(word) > len(beginning) + 3)


def words_to_check(question: str) -> Iterator[re.Match[str]]:
    """The words of a question that may hold a slip: no addresses, names or abbreviations in capitals."""
    visible = ADDRESS.sub(lambda address: " " * len(address.group()), question)
    for word in WORD.finditer(visible):
        typed, before = word.group(), visible[: word.start()].rstrip()
        abbreviated = typed.isupper() and len(typed) <= LONGEST_ABBREVIATION
        named = typed[0].isupper() and typed[1:].islower() and before and not ENDS_SENTENCE.search(before)
        titled = before.rpartition(" ")[2].rstrip(".").lower() in TITLES
        if not (abbreviated or named or titled):
            yield word


def most_cost(word: str) -> float:
    """The cost of slips up to which a word is mended: short words have too many others near them."""
    return next(cost for length, cost in MOST_COSTS if len(word) >= length)


def in_case_of(typed: str, word: str) -> str:
    """A word in capitals, with a capital or in small letters, as another was typed."""
    if typed.isupper() and len(typed) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if typed[0].isupper() else word

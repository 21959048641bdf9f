"""Shorthand written out before a question is encoded: by the pages' own definitions, a reviewed list, and initials.

Rather none than a wrong one: an unknown short form, or one with two meanings on the pages, stays as it was typed.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Self

from corpus.abbreviations import load_abbreviations
from corpus.operations import Operation
from corpus.question_bank import Topic
from corpus.spellings import load_left_alone, load_phone_spellings
from index.definitions import definitions_in
from index.english_words import read_english_words
from index.words import STOP_WORDS, one_spelling

FILE = "abbreviations.json"
TYPED = re.compile(r"[^\W_]+(?:[/&.+'’-][^\W_]+)*(?:/(?!\w))?")  # "f/u", "D&C" and "w/" are whole
TAUGHT_WORD = re.compile(r"[a-z0-9/&]+")
PART = re.compile(r"[^\W_]+")  # of "GA/LA", which nobody knows as a whole
NAME_WORD = re.compile(r"[^\W\d_]+")
PLURAL = re.compile(r"(?<=[A-Z0-9])['’]?s$")
SHORTEST_INITIALS = 3  # two letters begin too many names
LONGEST_INITIALS = 6  # a longer title is a sentence, whose initials nobody types
JOINING = frozenset("of the and for with to in on at a an or by".split())  # may be left out of initials

# Initials of names that staff use for something else: a grade of risk, a score of frailty, trials, an illness, a virus.
USED_OTHERWISE = frozenset("asa cfs rct mnd rsv icf pnf".split())
Tables = tuple[Mapping[str, str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Expansion:
    """A question with its shorthand written out, and each short form, as typed -> its plain words."""

    text: str
    expanded: dict[str, str]


class Abbreviations:
    """Writes shorthand out. Safe to share between threads."""

    def __init__(
        self, in_capitals: Mapping[str, str], in_any_case: Mapping[str, str], in_small: Mapping[str, str]
    ) -> None:
        """Use `build` or `load`.

        Args:
            in_capitals: short forms that count only as they are written.
            in_any_case: short forms in small letters that count in any case.
            in_small: short forms that count in small letters too, in a message that holds no capitals.
        """
        self._in_capitals, self._in_any_case, self._in_small = in_capitals, in_any_case, in_small

    @classmethod
    def build(
        cls,
        texts: Iterable[str],
        titles: Iterable[str],
        operations: Sequence[Operation],
        taught: Collection[str] = frozenset(),
    ) -> Self:
        """From what the pages define, the reviewed list, and the initials of titles and names; the earlier wins.

        Args:
            texts: the pages' titles and texts; what they define in brackets goes before everything else.
            titles: the pages' titles, for their initials.
            operations: their names, for the initials of those that a title holds. Of all others, the initials would
                more often mean something else ("my husband has MND", "RSV jab").
            taught: words in small letters that the encoder has learnt. It reads them better than what the list says of
                them (with "ACL" written out, questions on knees were answered worse), so that only pages define them.
        """
        words = {*read_english_words(), *load_phone_spellings(), *load_left_alone()}
        listed = load_abbreviations()
        in_capitals, in_any_case = (
            {short: meant for short, meant in some.items() if short.lower() not in taught}
            for some in (listed.in_capitals, listed.in_any_case)
        )
        for short, meant in _unambiguous(pair for text in texts for pair in definitions_in(text)).items():
            if short.lower() in words or len(short) < SHORTEST_INITIALS:
                in_capitals[short] = meant
            else:
                in_capitals.pop(short, None)
                in_any_case[short.lower()] = meant
        taken = {short.lower() for short in (*in_capitals, *in_any_case)} | USED_OTHERWISE | set(taught)
        names = _names_in(tuple(titles), operations)
        initials = _unambiguous((short, name) for name in names for short in initials_of(name))
        initials = {short: name for short, name in initials.items() if short.lower() not in taken}
        in_small = {short.lower(): name for short, name in initials.items() if short.lower() not in words}
        return cls({**initials, **in_capitals}, in_any_case, in_small)

    def expanded(self, question: str, *, keep_short: bool = True) -> Expansion:
        """The question with its shorthand written out; everything else stays as it was typed.

        A short form is written out once, where it first stands, and not where its plain words already stand in the
        question. In a message all in capitals, those that count only in capitals stay.

        Args:
            question: as typed, or mended.
            keep_short: whether the short form stays, its meaning beside it, or is replaced.
        """
        tables = self._tables(question)
        said = question.lower()
        found: dict[str, str] = {}
        pieces, end = [], 0
        for start, stop, meant in _places(question, tables):
            short = question[start:stop]
            if short in found or meant.lower() in said:
                continue
            found[short] = meant
            pieces += [question[end:start], f"{short} {meant}" if keep_short else meant]
            end = stop
        return Expansion("".join([*pieces, question[end:]]), found)

    def _tables(self, question: str) -> Tables:
        """What counts in this question: short forms as they are written, and those in small letters."""
        if question.islower():
            return self._in_small, self._in_any_case
        shouted = question.isupper() and any(word.lower() in STOP_WORDS for word in PART.findall(question))
        return {} if shouted else self._in_capitals, self._in_any_case

    def save(self, folder: Path, /) -> None:
        """Write everything into a new folder."""
        folder.mkdir(parents=True)
        said = {"in_capitals": self._in_capitals, "in_any_case": self._in_any_case, "in_small": self._in_small}
        (folder / FILE).write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")

    @classmethod
    def load(cls, folder: Path, /) -> Self:
        """Read what `save` wrote.

        Raises:
            OSError: the file is not there.
            ValueError: it is not what `save` writes.
        """
        try:
            said = json.loads((folder / FILE).read_text("utf-8"))
            return cls(said["in_capitals"], said["in_any_case"], said["in_small"])
        except (KeyError, TypeError) as error:
            raise ValueError(f"{folder / FILE} holds no abbreviations ({error})") from error


@cache
def taught_words(topics: tuple[Topic, ...], operations: tuple[Operation, ...]) -> frozenset[str]:
    """The words, in small letters, of the lists that the encoder was taught with. Found once in a process."""
    of_topics = (text for topic in topics for text in topic.asks)
    of_operations = (text for one in operations for text in (one.label, *one.names, *one.lay, *one.describes))
    return frozenset(word for text in chain(of_topics, of_operations) for word in TAUGHT_WORD.findall(text.lower()))


def _places(question: str, tables: Tables) -> Iterator[tuple[int, int, str]]:
    """Where each known short form begins and ends, with its meaning; of a whole that nobody knows, its parts."""
    for typed in TYPED.finditer(question):
        meant = _meaning(typed.group(), tables)
        if meant:
            yield *typed.span(), meant
        elif not typed.group().isalnum():
            for part in PART.finditer(question, *typed.span()):
                meant = _meaning(part.group(), tables)
                if meant:
                    yield *part.span(), meant


def _meaning(typed: str, tables: Tables) -> str | None:
    as_written, in_any_case = tables
    meant = as_written.get(typed) or in_any_case.get(typed.lower())
    if meant or not typed.endswith("s"):
        return meant
    one = PLURAL.sub("", typed)
    return as_written.get(one) or in_any_case.get(one.lower())


def initials_of(name: str) -> set[str]:
    """The initials of a name in capitals, with its joining words and without; none where they are too few or many."""
    words = NAME_WORD.findall(name)
    told = (words, [word for word in words if word.lower() not in JOINING])
    all_initials = ("".join(word[0] for word in some).upper() for some in told)
    return {initials for initials in all_initials if SHORTEST_INITIALS <= len(initials) <= LONGEST_INITIALS}


def _names_in(titles: Sequence[str], operations: Iterable[Operation]) -> Iterator[str]:
    """The titles, and each name of an operation that stands in one of them."""
    yield from titles
    told = "\n".join(titles).lower()
    names = (name for operation in operations for name in operation.names)
    yield from (name for name in names if name.lower() in told)


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The short forms that mean one thing, whatever its case, its plural and its side of the Atlantic."""
    meant: dict[str, str] = {}
    unclear = set()
    for short, long in pairs:
        if _plain(meant.setdefault(short, long)) != _plain(long):
            unclear.add(short)
    return {short: long for short, long in meant.items() if short not in unclear}


def _plain(name: str) -> list[str]:
    return [one_spelling(word.lower().removesuffix("s")) for word in NAME_WORD.findall(name)]

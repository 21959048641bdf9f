"""Which fact a clause states, told by the words that `corpus/knowledge/facts.yaml` lists."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from math import inf

from corpus.facts import Fact
from index.differences.figures import Figure, figures_in
from index.differences.units import Measure

GAP = r"\W+(?:[\w'’-]+\W+){0,6}?"
WORD = re.compile(r"\w+")
KEY_LETTERS = 3


class StatedFact:
    """One fact, ready to be looked for. Its patterns are made when first needed: all would cost a command 50 ms."""

    def __init__(self, fact: Fact) -> None:
        self._fact = fact
        self.id, self.label = fact.id, fact.label
        self.cue_keys = _first_keys(fact.cues)
        self.asked_keys = self.cue_keys | _first_keys(fact.asked)
        self._measures = frozenset(fact.measures)
        self._least = figures_in(fact.least)[0].low if fact.least else 0.0
        self._most = figures_in(fact.most)[0].high if fact.most else inf

    @cached_property
    def _cues(self) -> re.Pattern[str]:
        return pattern_of(self._fact.cues)

    @cached_property
    def _unless(self) -> re.Pattern[str] | None:
        return pattern_of(self._fact.unless) if self._fact.unless else None

    @cached_property
    def _asked(self) -> re.Pattern[str]:
        return pattern_of((*self._fact.cues, *self._fact.asked))

    def is_measured_by(self, measure: str) -> bool:
        """Whether it can be stated in this way."""
        return measure in self._measures

    def fits(self, figure: Figure) -> bool:
        """Whether it can have this figure."""
        if figure.measure not in self._measures:
            return False
        if figure.measure is not Measure.DURATION:
            return True
        latest = figure.low if figure.high == inf else figure.high
        return figure.high >= self._least and latest <= self._most

    def cue_in(self, clause: str) -> re.Match[str] | None:
        """The words by which a clause states it, or None where it does not."""
        if self._unless and self._unless.search(clause):
            return None
        return self._cues.search(clause)

    def is_asked_in(self, words: str) -> bool:
        """Whether a question or a heading is about it."""
        return bool(self._asked.search(words))


class Facts:
    """All facts that pages are compared on."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._all = tuple(StatedFact(fact) for fact in facts)
        self._by_cue: dict[str, list[StatedFact]] = defaultdict(list)
        self._by_asked: dict[str, list[StatedFact]] = defaultdict(list)
        for fact in self._all:
            for key in fact.cue_keys:
                self._by_cue[key].append(fact)
            for key in fact.asked_keys:
                self._by_asked[key].append(fact)

    def stated_in(self, clause: str) -> list[StatedFact]:
        """The facts that a clause states, in the order of the list."""
        return [fact for fact in self._likely(clause, self._by_cue) if fact.cue_in(clause)]

    def asked_in(self, words: str) -> list[StatedFact]:
        """The facts that a question or a heading is about, in the order of the list."""
        return [fact for fact in self._likely(words, self._by_asked) if fact.is_asked_in(words)]

    def _likely(self, words: str, by_key: Mapping[str, list[StatedFact]]) -> Iterator[StatedFact]:
        """Those of which a first word may be there: a look-up, where matching every pattern would take too long."""
        keys = {key_of(word) for word in WORD.findall(words)}
        likely = {fact.id for key in keys for fact in by_key.get(key, ())}
        return (fact for fact in self._all if fact.id in likely)


def _first_keys(cues: Iterable[str]) -> frozenset[str]:
    return frozenset(key_of(word) for cue in cues for word in WORD.findall(cue.split()[0]))


def key_of(word: str) -> str:
    """What a word is first looked up by."""
    return word.rstrip("*")[:KEY_LETTERS].lower()


def pattern_of(cues: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the cues: "..." stands for up to six words, "/" parts alternatives, "*" is any ending."""
    return re.compile("|".join(_cue(cue) for cue in cues), re.IGNORECASE)


def _cue(cue: str) -> str:
    parts = [r"\W+".join(_word(word) for word in part.split()) for part in cue.split(" ... ")]
    return rf"\b{GAP.join(parts)}"


def _word(word: str) -> str:
    ends = (re.escape(w[:-1]) + r"\w*" if w.endswith("*") else re.escape(w) for w in word.strip(":").split("/"))
    return rf"(?:{'|'.join(ends)})\b"

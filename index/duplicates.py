"""Passages that say the same in nearly the same words, so that five results are not one result five times."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from corpus.records import Passage
from index.results import Ranking

WORD = re.compile(r"\w+(?:'\w+)?")
SHINGLE_WORDS = 3
REMEMBERED = 10_000  # wordings; a passage that was found once will be found again
ALIKE = 0.8  # the share of shingles in common from which two passages say the same
# Words that turn a sentence round or count something: where they differ, so does the advice.
DECISIVE = frozenset(
    "no not never none cannot don't won't can't shouldn't without unless before after only always stop avoid "
    "one two three four five six seven eight nine ten twelve half once twice first second left right".split()
)


@dataclass(frozen=True)
class Wording:
    """What a passage is compared by: its figures and other decisive words in order, and its runs of three words.

    The runs are found when they are asked for: passages seldom agree in their decisive words, and long ones have many
    runs. The text has no capitals.
    """

    text: str
    decisive: tuple[str, ...]

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """The runs of three words; of fewer words, all of them."""
        words = WORD.findall(self.text)
        following = (words[start:] for start in range(min(SHINGLE_WORDS, len(words))))
        return frozenset(zip(*following, strict=False))


@lru_cache(maxsize=REMEMBERED)
def wording_of(text: str) -> Wording:
    """The wording of a text, without regard to case and punctuation."""
    lowered = text.lower().replace("’", "'")
    decisive = (word for word in WORD.findall(lowered) if word in DECISIVE or _has_digit(word))
    return Wording(lowered, tuple(decisive))


def _has_digit(word: str) -> bool:
    return not word.isalpha() and any(map(str.isdigit, word))


def say_the_same(one: Wording, other: Wording) -> bool:
    """Whether two passages differ in a few words that decide nothing.

    A different figure or a "not" always makes them two passages: pages that disagree must both be seen.

    Source: Broder, "On the resemblance and containment of documents", 1997.
    """
    if one.decisive != other.decisive:
        return False
    few, many = sorted((len(one.shingles), len(other.shingles)))
    if not few or few < ALIKE * many:  # then too little can be in common
        return False
    shared = len(one.shingles & other.shingles)
    return shared / (few + many - shared) >= ALIKE


def grouped(ranking: Ranking, passages: Mapping[str, Passage]) -> dict[str, list[str]]:
    """The passages of a ranking that say something new, each with the later ones that say the same.

    Args:
        ranking: best first.
        passages: every passage of the ranking by its id.

    Returns:
        Passage id -> ids of the passages that say the same, both in the order of the ranking.
    """
    groups: dict[str, list[str]] = {}
    wordings: defaultdict[tuple[str, ...], dict[str, Wording]] = defaultdict(dict)  # by their decisive words
    for hit in ranking:
        wording = wording_of(passages[hit.id].text)
        alike = wordings[wording.decisive]
        same = next((kept for kept, other in alike.items() if say_the_same(wording, other)), None)
        if same is None:
            groups[hit.id] = []
            alike[hit.id] = wording
        else:
            groups[same].append(hit.id)
    return groups

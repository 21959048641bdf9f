"""A sentence as numbers: what its clues, its wording and its form say, before any meaning is looked at."""

from collections.abc import Sequence

import numpy as np

from index.protocols import Vectors
from service.urgent.clues import ReadSentence

QUESTION_WORDS = tuple("what how when will can could does do who which should is are why".split())
SELF = frozenset("my i im ive me myself".split())
OTHERS = frozenset(
    "he she his her him hes shes mum dad mom mums dads wife husband wifes husbands son daughter pt patient partner nan "
    "grandad baby child toddler".split()
)
LONG_WORDS = 30  # a sentence of so many words is as long as any


class SentenceFeatures:
    """Turns read sentences into rows of equal length."""

    def __init__(self, kinds: Sequence[str]) -> None:
        """`kinds` are the ids of the wordings, in a fixed order."""
        self._kinds = tuple(kinds)
        first_clue = len(self._kinds)
        self.clue_columns = slice(first_clue, first_clue + 6 + len(self._kinds))
        """The columns that hold clues. Learning also sees each example without them, as if it were told otherwise."""

    def rows(self, sentences: Sequence[ReadSentence]) -> Vectors:
        """One row for each sentence, shape (n, n_features), float32, numbers from 0 to 1."""
        return np.array([self._wording(s) + self._clues(s) + _form(s) for s in sentences], dtype=np.float32)

    def _wording(self, read: ReadSentence) -> list[float]:
        return [float(kind in read.kinds) for kind in self._kinds]

    def _clues(self, read: ReadSentence) -> list[float]:
        standing = [clue for clue in read.clues if clue.stands]
        near = {kind for clue in read.clues for kind in clue.near}
        counted = [
            len(read.clues) > 0,
            len(read.clues) > 1,
            len(standing) > 0,
            len(standing) > 1,
            any(clue.sign.level == "emergency" for clue in standing),
            len({clue.sign.id for clue in standing}) > 1,
        ]
        return [float(value) for value in [*counted, *(kind in near for kind in self._kinds)]]


def _form(read: ReadSentence) -> list[float]:
    words = read.sentence.words
    first, all_words = words[0], set(words)
    said = [
        read.sentence.asks,
        first in QUESTION_WORDS,
        bool(all_words & SELF),
        bool(all_words & OTHERS),
        first in SELF,
        first in OTHERS,
        "and" in all_words,  # people who tell of something that is there tell more than one thing
        *(first == word for word in QUESTION_WORDS),
    ]
    return [min(len(words) / LONG_WORDS, 1.0), *map(float, said)]

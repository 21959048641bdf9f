"""BM25 over the words of passages."""

import math
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Self

from index.passage_ids import PassageIds
from index.postings import Postings
from index.protocols import EncodedQuestion
from index.results import Ranking, ranked
from index.words import WordReader


class LexicalChannel:
    """Passages that share words with the question.

    Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009,
    in Lucene's form, with k1 1.5 and b 0.75. The sum over a question's words is divided by the logarithm of their
    number, so that the scores of a short and of a rambling question compare.
    """

    name = "lexical"

    def __init__(self, ids: PassageIds, postings: Postings) -> None:
        """`postings` holds the words of the passages in the order of their ids. Use `build` or `load`."""
        self._ids = ids
        self._postings = postings

    @classmethod
    def build(cls, ids: Iterable[str], texts: Iterable[str], without: Collection[str] = frozenset()) -> Self:
        """Index texts, one for each passage id. The words `without` are left out."""
        reader = WordReader()
        counted = ([word for word in reader.words_of(text) if word not in without] for text in texts)
        return cls(PassageIds.of(ids), Postings.build(counted))

    def can_find(self, page_id: str) -> bool:
        """See `Channel.can_find`."""
        return self._ids.holds_page(page_id)

    def compared(self, question: EncodedQuestion, /) -> "SharedWords":
        """See `Channel.compared`."""
        return SharedWords(self._ids, self._postings, question)

    def scores(self, question: EncodedQuestion, passage_ids: Sequence[str], /) -> list[float]:
        """The BM25 scores of these passages, 0 where they share no word with the question."""
        return self.compared(question).scores(passage_ids)

    def knows(self, word: str) -> bool:
        """Whether any passage holds a word, normalised."""
        return word in self._postings

    def save(self, folder: Path, /) -> None:
        """Write everything but the ids into a new folder."""
        self._postings.save(folder)

    @classmethod
    def load(cls, folder: Path, ids: PassageIds, /) -> Self:
        """Read what `save` wrote, for the passages with these ids."""
        return cls(ids, Postings.load(folder))


class SharedWords:
    """A question compared with the words of passages."""

    def __init__(self, ids: PassageIds, postings: Postings, question: EncodedQuestion) -> None:
        self._ids = ids
        self._scores = postings.compared(question.words)
        self._length = math.log(2 + len(question.text.split()))  # by it short and rambling questions compare

    def best(self, k: int, /) -> Ranking:
        """The `k` passages with the highest scores; those that share no word are left out."""
        rows, scores = self._scores.best(k)
        found = zip(rows.tolist(), (scores / self._length).tolist(), strict=True)
        return ranked({self._ids[row]: score for row, score in found}, k)

    def scores(self, passage_ids: Sequence[str], /) -> list[float]:
        """The BM25 scores of these passages, 0 where they share no word with the question."""
        scores: list[float] = (self._scores.of(self._ids.rows(passage_ids)) / self._length).tolist()
        return scores

"""BM25 over the words of passages, by bm25s."""

import json
import math
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Self

import bm25s
import numpy as np
import numpy.typing as npt

from index.protocols import EncodedQuestion
from index.results import Ranking, ranked
from index.words import words_of

IDS_FILE = "ids.json"
NO_WORDS = ("\0",)  # stands in for a text without words: bm25s cannot index a corpus of nothing but those


class LexicalChannel:
    """Passages that share words with the question.

    Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009,
    in Lucene's form, with k1 1.5 and b 0.75. The sum over a question's words is divided by the logarithm of their
    number, so that the scores of a short and of a rambling question compare.
    """

    name = "lexical"

    def __init__(self, ids: Sequence[str], bm25: bm25s.BM25) -> None:
        """Use `build` or `load`."""
        self._ids = list(ids)
        self._rows = {id_: row for row, id_ in enumerate(ids)}
        self._bm25 = bm25

    @classmethod
    def build(cls, ids: Sequence[str], texts: Sequence[str]) -> Self:
        """Index texts, one for each passage id."""
        bm25 = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        bm25.index([words_of(text) or NO_WORDS for text in texts], show_progress=False)
        return cls(ids, bm25)

    def passage_ids(self) -> Collection[str]:
        """See `Channel.passage_ids`."""
        return self._rows.keys()

    def search(self, question: EncodedQuestion, /, k: int) -> Ranking:
        """The `k` passages with the highest scores; those that share no word are left out."""
        scores = self._all_scores(question)
        lowest = np.partition(scores, -k)[-k] if k < len(scores) else 0.0
        best = np.flatnonzero((scores >= lowest) & (scores > 0))  # more than k, where scores at the edge are equal
        return ranked({self._ids[row]: float(scores[row]) for row in best}, k)

    def scores(self, question: EncodedQuestion, passage_ids: Sequence[str], /) -> list[float]:
        """The BM25 scores of these passages, 0 where they share no word with the question."""
        scores = self._all_scores(question)
        return [float(scores[self._rows[id_]]) for id_ in passage_ids]

    def known_share(self, words: Sequence[str]) -> float:
        """The share of these words, 0 to 1, that any passage holds; 0 where there are none."""
        return sum(word in self._bm25.vocab_dict for word in words) / len(words) if words else 0.0

    def _all_scores(self, question: EncodedQuestion) -> npt.NDArray[np.float32]:
        known = [word for word in question.words if word in self._bm25.vocab_dict]
        if not known:
            return np.zeros(len(self._ids), dtype=np.float32)
        scores: npt.NDArray[np.float32] = self._bm25.get_scores(known)
        return scores / np.float32(math.log(2 + len(question.text.split())))

    def save(self, folder: Path, /) -> None:
        """Write everything into a new folder."""
        folder.mkdir(parents=True)
        (folder / IDS_FILE).write_text(json.dumps(self._ids), "utf-8")
        self._bm25.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path, /) -> Self:
        """Read what `save` wrote."""
        bm25 = bm25s.BM25.load(str(folder), load_corpus=False)
        return cls(json.loads((folder / IDS_FILE).read_text("utf-8")), bm25)

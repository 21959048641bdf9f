"""Which pages a question means: those about the operation that it names, in whatever words."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np

from corpus.operations import Operation
from corpus.question_bank import Topic
from index.classifier import Probabilities
from index.lexical import LexicalChannel
from index.page_operations import PageOperations
from index.passage_ids import PassageIds
from index.protocols import EncodedQuestion, Rows, Vectors
from index.words import WordReader

WORDS_FOLDER = "page_words"
# Fitted on the practice sets by scripts/fit_ranking.py, which prints them: agreement of the operation and of its
# family, BM25 of the page without its `topic_words`, cosine of its title and opening.
PAGE_WEIGHTS = (1.96, 2.21, 2.54, 1.05)
MOST_COMPARED = 1000  # pages; of more, only those are compared with a passage among the candidates
LEAST_CHANCE = 0.03  # less is not told apart: a page may answer that nobody would have thought of
BINDS_FROM = 0.35  # a question names an operation where pages on it are meant with this probability
RULED_OUT_BELOW = 0.5  # and pages that are meant with less than this share of it are on another
SELDOM_ASKED = 3  # wordings of the question bank; a word in more of them belongs to topics, not to operations


class MeantPages:
    """How likely a question means each page: a conditional logit over the pages of an index.

    Source: McFadden, "Conditional logit analysis of qualitative choice behavior", 1973.
    """

    name = "operation"

    def __init__(self, operations: PageOperations, leads: Vectors, words: LexicalChannel) -> None:
        """Args:
        operations: of the pages.
        leads: the vectors of their titles and openings, in the same order, shape (n_pages, dim), rows of length 1.
        words: finds pages, by their ids, by their words but for `topic_words`.
        """
        self._operations = operations
        self._leads = leads
        self._words = words
        self._all = np.arange(len(operations.pages))

    def features(self, question: EncodedQuestion, rows: Rows | None = None) -> Probabilities:
        """What speaks for pages, in the order of `PAGE_WEIGHTS`: shape (n_rows, 4).

        Args:
            question: what was asked.
            rows: the numbers of the pages; None takes all.
        """
        rows = self._all if rows is None else rows
        operation, family = self._operations.agreements(question.operations[:-1], rows)
        words = self._words.scores(question, [self._operations.pages[row] for row in rows])
        features: Probabilities = np.column_stack([operation, family, words, self._leads[rows] @ question.vector])
        return features

    def chances(self, question: EncodedQuestion, rows: Rows | None = None) -> Probabilities:
        """How likely a question means each of some pages or one that is alike, 0 to 1, shape (n_rows,).

        Where it names no operation, all pages have about the same small share; where all are about one, nearly 1.
        """
        rows = self._all if rows is None else rows
        fitting = self.features(question, rows) @ np.array(PAGE_WEIGHTS)
        raised = np.exp(fitting - fitting.max())
        chances: Probabilities = self._operations.shared_out(raised / raised.sum(), rows).clip(LEAST_CHANCE, 1.0)
        return chances

    def scores(self, question: EncodedQuestion, passage_ids: Sequence[str], /) -> list[float]:
        """The logarithm of the chance that each passage's page is meant, at most 0. See `Scorer.scores`."""
        if not passage_ids:
            return []
        pages = self._operations.rows_of(passage_ids)
        compared = self._all if len(self._all) <= MOST_COMPARED else np.unique(pages)
        scores: list[float] = np.log(self.chances(question, compared))[np.searchsorted(compared, pages)].tolist()
        return scores

    def ruled_out(self, passage_ids: Sequence[str], scores: Sequence[float]) -> frozenset[str]:
        """The pages about other operations than the one that a question names; none where it names none plainly.

        Kinds of one operation count as one here: a page on spinal fusion may answer about fusion of the neck. A page
        that is plainly about no operation, such as one on parking, is never ruled out.

        Args:
            passage_ids: the candidates.
            scores: of each, from `scores`.
        """
        chances = np.exp(scores)
        if not passage_ids or chances.max() < BINDS_FROM:
            return frozenset()
        rows = self._operations.rows_of(passage_ids)
        others = rows[(chances < RULED_OUT_BELOW * chances.max()) & self._operations.plain[rows]]
        return frozenset(self._operations.pages[row] for row in others)

    @classmethod
    def load(cls, folder: Path, operations: PageOperations, leads: Vectors, pages: PassageIds) -> Self:
        """With the words that stand in a folder, those of `pages`."""
        return cls(operations, leads, LexicalChannel.load(folder / WORDS_FOLDER, pages))


@cache
def topic_words(bank: tuple[Topic, ...], operations: tuple[Operation, ...]) -> frozenset[str]:
    """The words that people ask about any operation with, and that stand in the name of none.

    Found once in a process.
    """
    words_of = WordReader().words_of
    asked = Counter(word for topic in bank for wording in topic.asks for word in set(words_of(wording)))
    named = {
        word
        for operation in operations
        for name in (operation.label, *operation.names, *operation.lay)
        for word in words_of(name)
    }
    return frozenset(word for word, times in asked.items() if times > SELDOM_ASKED) - named

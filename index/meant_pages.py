"""Which pages a question means: those about the operation that it names, in whatever words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

import numpy as np

from corpus.operations import Operation
from corpus.question_bank import Topic
from corpus.records import PASSAGE_MARK
from index.classifier import Probabilities
from index.lexical import LexicalChannel
from index.page_operations import PageOperations
from index.passage_ids import PassageIds
from index.protocols import EncodedQuestion, Vectors
from index.words import words_of

WORDS_FOLDER = "page_words"
# Fitted on the practice sets by scripts/fit_ranking.py, which prints them: agreement of the operation and of its
# family, BM25 of the page without its `topic_words`, cosine of its title and opening.
PAGE_WEIGHTS = (1.96, 2.21, 2.54, 1.05)
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
        self._rows = {page: row for row, page in enumerate(operations.pages)}

    def features(self, question: EncodedQuestion) -> Probabilities:
        """What speaks for each page, in the order of `PAGE_WEIGHTS`: shape (n_pages, 4)."""
        operation, family = self._operations.agreements(question.operations[:-1])
        words = self._words.scores(question, self._operations.pages)
        features: Probabilities = np.column_stack([operation, family, words, self._leads @ question.vector])
        return features

    def chances(self, question: EncodedQuestion) -> Probabilities:
        """How likely a question means each page or one that is alike, 0 to 1, shape (n_pages,).

        Where it names no operation, all pages have about the same small share; where all are about one, nearly 1.
        """
        return self.chances_from(self.features(question) @ np.array(PAGE_WEIGHTS))

    def chances_from(self, fitting: Probabilities) -> Probabilities:
        """The same from how well each page fits, shape (n_pages,)."""
        raised = np.exp(fitting - fitting.max())
        chances: Probabilities = self._operations.shared_out(raised / raised.sum()).clip(LEAST_CHANCE, 1.0)
        return chances

    def scores(self, question: EncodedQuestion, passage_ids: Sequence[str], /) -> list[float]:
        """The logarithm of the chance that each passage's page is meant, at most 0. See `Scorer.scores`."""
        if not passage_ids:
            return []
        pages = [self._rows[id_.partition(PASSAGE_MARK)[0]] for id_ in passage_ids]
        scores: list[float] = np.log(self.chances(question))[pages].tolist()
        return scores

    def ruled_out(self, question: EncodedQuestion) -> frozenset[str]:
        """The pages about other operations than the one that a question names; none where it names none plainly.

        Kinds of one operation count as one here: a page on spinal fusion may answer about fusion of the neck. A page
        that is plainly about no operation, such as one on parking, is never ruled out.
        """
        return self.ruled_out_by(self.chances(question))

    def ruled_out_by(self, chances: Probabilities) -> frozenset[str]:
        """The same from the chances of the pages, shape (n_pages,)."""
        likeliest = chances.max()
        if likeliest < BINDS_FROM:
            return frozenset()
        others = (chances < RULED_OUT_BELOW * likeliest) & self._operations.plain
        return frozenset(page for page, other in zip(self._operations.pages, others.tolist(), strict=True) if other)

    @classmethod
    def load(cls, folder: Path, operations: PageOperations, leads: Vectors, pages: PassageIds) -> Self:
        """With the words that stand in a folder, those of `pages`."""
        return cls(operations, leads, LexicalChannel.load(folder / WORDS_FOLDER, pages))


def topic_words(bank: Iterable[Topic], operations: Iterable[Operation]) -> frozenset[str]:
    """The words that people ask about any operation with, and that stand in the name of none."""
    asked = Counter(word for topic in bank for wording in topic.asks for word in set(words_of(wording)))
    named = {
        word
        for operation in operations
        for name in (operation.label, *operation.names, *operation.lay)
        for word in words_of(name)
    }
    return frozenset(word for word, times in asked.items() if times > SELDOM_ASKED) - named

"""Whether a passage is about what a question asks about."""

from collections.abc import Sequence

import numpy as np

from index.channels import DenseChannel
from index.classifier import Classifier
from index.protocols import EncodedQuestion, Rows, Vectors
from index.vectors import best_of_each

REMEMBERED = 5_000  # passages, some 15 MB; the topics of a hundred passages take a millisecond to find


class TopicScorer:
    """How far the topics of a question and of a passage's best sentence agree, 0 to 1.

    Words and meaning may be far apart ("will they put me to sleep" and "general anaesthesia") where the topic is one.
    Safe to share between threads.

    Source: the Bhattacharyya coefficient, Bulletin of the Calcutta Mathematical Society 35, 1943.
    """

    name = "topic"

    def __init__(self, sentences: DenseChannel, topics: Classifier) -> None:
        self._sentences = sentences
        self._topics = topics
        self._remembers = sentences.number <= REMEMBERED  # of more, a question seldom wants those of the last again
        self._known: dict[str, Vectors] = {}

    def scores(self, question: EncodedQuestion, passage_ids: Sequence[str], /) -> list[float]:
        """See `Scorer.scores`."""
        if not passage_ids:
            return []
        roots, counts = self._remembered(passage_ids) if self._remembers else self._roots(passage_ids)
        return best_of_each(roots @ np.sqrt(question.topics), counts)

    def _roots(self, passage_ids: Sequence[str]) -> tuple[Vectors, Rows]:
        """The square roots of the topics of all sentences of these passages, and how many each passage has."""
        vectors, counts = self._sentences.part_vectors(passage_ids)
        return self._topics.roots(vectors), counts

    def _remembered(self, passage_ids: Sequence[str]) -> tuple[Vectors, Rows]:
        known = self._known
        if missing := [id_ for id_ in passage_ids if id_ not in known]:
            roots, counts = self._roots(missing)
            # A new table in place of the old one: another thread that reads the old one is not disturbed.
            self._known = known = known | dict(zip(missing, np.split(roots, np.cumsum(counts)[:-1]), strict=True))
        every = [known[id_] for id_ in passage_ids]
        return np.concatenate(every), np.array([len(roots) for roots in every])

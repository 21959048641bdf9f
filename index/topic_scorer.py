"""Whether a passage is about what a question asks about."""

from collections.abc import Sequence

import numpy as np

from index.channels import DenseChannel
from index.classifier import Classifier, agreement
from index.protocols import EncodedQuestion


class TopicScorer:
    """How far the topics of a question and of a passage's best sentence agree, 0 to 1.

    Words and meaning may be far apart ("will they put me to sleep" and "general anaesthesia") where the topic is one.
    """

    name = "topic"

    def __init__(self, sentences: DenseChannel, topics: Classifier) -> None:
        self._sentences = sentences
        self._topics = topics

    def scores(self, question: EncodedQuestion, passage_ids: Sequence[str], /) -> list[float]:
        """See `Scorer.scores`."""
        if not passage_ids:
            return []
        vectors, counts = self._sentences.part_vectors(passage_ids)
        agreeing = agreement(self._topics.probabilities(vectors), question.topics[np.newaxis])[:, 0]
        best: list[float] = np.maximum.reduceat(agreeing, np.cumsum([0, *counts[:-1]])).tolist()
        return best

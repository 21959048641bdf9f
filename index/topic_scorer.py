"""Whether a passage is about what a question asks about: the topics of its sentences, kept beside their vectors."""

from collections.abc import Sequence

import numpy as np

from index.classifier import Classifier
from index.protocols import EncodedQuestion, Vectors
from index.stores.choice import StoredVectors, VectorWriter
from index.stores.facts import StoreFacts
from index.vectors import PassageVectors, best_of_each

TOPIC = "topic"  # the name of the scorer, and of the store of the roots of all sentences' topics


class TopicScorer:
    """How far the topics of a question and of a passage's best sentence agree, 0 to 1.

    Words and meaning may be far apart ("will they put me to sleep" and "general anaesthesia") where the topic is one.
    Safe to share between threads.

    Source: the Bhattacharyya coefficient, Bulletin of the Calcutta Mathematical Society 35, 1943.
    """

    name = TOPIC

    def __init__(self, sentences: PassageVectors, roots: StoredVectors) -> None:
        """Args:
        sentences: of the passages.
        roots: the square roots of the topics of each, from `TopicWriter`, in the order of the sentences.
        """
        if len(roots) != sentences.number:
            raise ValueError(f"the topics of {len(roots)} sentences, and not of {sentences.number}")
        self._sentences = sentences
        self._roots = roots

    def scores(self, question: EncodedQuestion, passage_ids: Sequence[str], /) -> list[float]:
        """See `Scorer.scores`."""
        if not passage_ids:
            return []
        rows, counts = self._sentences.rows_of(passage_ids)
        return best_of_each(self._roots.scores(rows, np.sqrt(question.topics)), counts)


class TopicWriter:
    """Writes the vectors of sentences into their store, and the roots of their topics into another.

    A question has a thousand sentences of long passages to score: finding their topics anew takes twenty times as long
    as reading them.
    """

    def __init__(self, vectors: VectorWriter, roots: VectorWriter, topics: Classifier) -> None:
        self._vectors = vectors
        self._roots = roots
        self._topics = topics

    def add(self, vectors: Vectors) -> None:
        """See `VectorWriter.add`."""
        self._vectors.add(vectors)
        self._roots.add(self._topics.roots(vectors))

    def finish(self) -> StoreFacts:
        """The facts of the store of vectors. See `VectorWriter.finish`."""
        self._roots.finish()
        return self._vectors.finish()

"""Whether a passage is about what a question asks about."""

from collections.abc import Sequence

import numpy as np

from index.channels import DenseChannel
from index.classifier import Classifier, Probabilities
from index.protocols import EncodedQuestion
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
        self._known: dict[str, Probabilities] = {}

    def scores(self, question: EncodedQuestion, passage_ids: Sequence[str], /) -> list[float]:
        """See `Scorer.scores`."""
        if not passage_ids:
            return []
        known = self._with(passage_ids)
        roots = [known[id_] for id_ in passage_ids]
        return best_of_each(np.concatenate(roots) @ np.sqrt(question.topics), np.array([len(root) for root in roots]))

    def _with(self, passage_ids: Sequence[str]) -> dict[str, Probabilities]:
        """Passage id -> the square roots of the topics of its sentences, shape (n_sentences, n_topics)."""
        known = self._known
        if missing := [id_ for id_ in passage_ids if id_ not in known]:
            vectors, counts = self._sentences.part_vectors(missing)
            roots = np.split(np.sqrt(self._topics.probabilities(vectors)), np.cumsum(counts)[:-1])
            known = known | dict(zip(missing, roots, strict=True))
            # A new table in place of the old one: another thread that reads the old one is not disturbed.
            self._known = known if len(known) <= REMEMBERED else {id_: known[id_] for id_ in passage_ids}
        return known

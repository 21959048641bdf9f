"""A message as rows of features: of its sentences, and of the whole."""

from collections.abc import Sequence

from corpus.urgent_signs import UrgentKnowledge
from index.protocols import Vectors
from service.urgent.clauses import Sentence
from service.urgent.clues import ClueReader, ReadSentence
from service.urgent.features import SentenceFeatures


class MessageReader:
    """Reads messages by rule. Safe to share between threads."""

    def __init__(self, knowledge: UrgentKnowledge) -> None:
        self.sign_ids = tuple(sign.id for sign in knowledge.signs)
        self.features = SentenceFeatures([wording.id for wording in knowledge.wordings])
        self._clues = ClueReader(knowledge.signs, knowledge.wordings)

    def read(self, sentences: Sequence[Sentence]) -> list[ReadSentence]:
        """What each sentence says by rule."""
        return [self._clues.read(sentence) for sentence in sentences]

    def whole(self, sentences: Sequence[Sentence]) -> Vectors:
        """The features of a message as one: of each, the highest of its sentences. Shape (n_features,)."""
        highest: Vectors = self.features.rows(self.read(sentences)).max(axis=0)
        return highest

"""Message in, notice out: whether somebody writes that an urgent sign is there, and what to do then."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.urgent_signs import Advice, Country, UrgentKnowledge, UrgentSign
from index.protocols import Encoder, Vectors
from service.answers import Urgent
from service.urgent.clauses import sentences_of
from service.urgent.clues import ClueFound, ReadSentence
from service.urgent.model import UrgentModel
from service.urgent.reader import MessageReader

NOTICE_FROM = -0.8  # log odds; below 0, because a missed sign is worse than a card too many
NOTICE_BY_MEANING_FROM = 2.0  # where no clue stands in the words; mere nonsense is near to something, too
MOST_ENCODED = 3  # sentences whose meaning is looked at, those first that sound most like a sign; one takes 1 ms
LONGEST_WHOLE = 40  # words; the meaning of a longer message is a blur


@dataclass(frozen=True, slots=True)
class FoundSign:
    """A sign, and whether its own clues were among the words or only their meaning was near."""

    sign: UrgentSign
    by_words: bool


class UrgentSigns:
    """Tells whether a message needs a notice of urgent care. Safe to share between threads."""

    def __init__(
        self,
        knowledge: UrgentKnowledge,
        country: Country,
        reader: MessageReader,
        model: UrgentModel | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        """Args:
        knowledge: the signs, and what to say.
        country: whose numbers to give.
        reader: made from the same knowledge.
        model: learned with this reader and this encoder; without both, the rules stand alone.
        encoder: gives the meaning of sentences.
        """
        self._knowledge = knowledge
        self._country = country
        self._reader = reader
        self._model = model
        self.encoder = encoder

    def check(self, message: str, vector: Vectors | None = None) -> Urgent | None:
        """The notice to show with a message, or None. `vector` is that of the message, where it is known already."""
        found = self.find_sign(message, vector)
        return self._notice(found) if found else None

    def find_sign(self, message: str, vector: Vectors | None = None) -> FoundSign | None:
        """The sign that a message says is there, the gravest where it says several; None if it says none."""
        read = self._reader.read(sentences_of(message))
        standing = [clue for one in read for clue in one.clues if clue.stands]
        if not read:
            return None
        if self._model is None or self.encoder is None:
            return FoundSign(gravest(standing)[0], True) if standing else None
        score, nearness = self._by_meaning(read, message, vector, self._model, self.encoder)
        if score < (NOTICE_FROM if standing else NOTICE_BY_MEANING_FROM):
            return None
        signs = gravest(standing) if standing else self._knowledge.signs
        return FoundSign(max(signs, key=lambda sign: nearness[sign.id]), bool(standing))

    def _by_meaning(
        self,
        read: Sequence[ReadSentence],
        message: str,
        vector: Vectors | None,
        model: UrgentModel,
        encoder: Encoder,
    ) -> tuple[float, dict[str, float]]:
        """The highest score of any sentence or of the whole, and how near its meaning is to each sign."""
        rows = self._reader.features.rows(read)
        first = np.argsort(-model.by_wording(rows), kind="stable")[:MOST_ENCODED]
        texts, features = [read[position].sentence.text for position in first], rows[first]
        if len(read) == 1:
            texts = [message]
        elif sum(len(one.sentence.words) for one in read) <= LONGEST_WHOLE:
            texts, features = [*texts, message], np.vstack([features, rows.max(axis=0)])
        vectors = _vectors(texts, message, vector, encoder)
        scores = model.scores(features, vectors)
        best = int(np.argmax(scores))
        nearness = map(float, model.signs @ vectors[best])
        return float(scores[best]), dict(zip(self._reader.sign_ids, nearness, strict=True))

    def _notice(self, found: FoundSign) -> Urgent:
        """Advice for one sign is given only where its words are there; where meaning alone is near, the level's."""
        sign, advice = found.sign, self._knowledge.advice[found.sign.advice]
        if not found.by_words and advice.call != "crisis":
            advice = self._knowledge.advice[sign.level]
        return notice_of(sign, advice, self._country)


def _vectors(texts: Sequence[str], message: str, vector: Vectors | None, encoder: Encoder) -> Vectors:
    """The vectors of texts; that of the message, which is the last where it is among them, may be known already."""
    if vector is None or texts[-1] != message:
        return encoder.encode_questions(texts)
    return np.vstack([encoder.encode_questions(texts[:-1]), vector])


def gravest(clues: Sequence[ClueFound]) -> list[UrgentSign]:
    """The signs of some clues that are of the gravest level, those with most clues first."""
    counts = Counter(clue.sign.id for clue in clues)
    signs = {clue.sign.id: clue.sign for clue in clues}
    graver = any(sign.level == "emergency" for sign in signs.values())
    return [signs[id_] for id_, _ in counts.most_common() if not graver or signs[id_].level == "emergency"]


def notice_of(sign: UrgentSign, advice: Advice, country: Country) -> Urgent:
    """What a person reads of a sign, with the numbers of a country."""
    numbers = {name: getattr(country, name) for name in ("emergency", "department", "urgent", "crisis")}
    sentences = [sentence.format_map(numbers) for sentence in advice.sentences]
    lines = country.crisis_lines if advice.call == "crisis" else ()
    return Urgent(
        sign.level, sign.label, advice.heading.format_map(numbers), [*sentences, *lines], numbers[advice.call]
    )

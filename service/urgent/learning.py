"""Learns the model from the examples of the knowledge: once for each encoder, and kept beside the index."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from corpus.errors import IndexDamaged
from corpus.question_bank import Topic, load_question_bank
from corpus.urgent_signs import KNOWLEDGE, PRESENT, SIGN_PLACE, UrgentKnowledge
from index.protocols import Encoder, Vectors
from service.urgent.clauses import sentences_of
from service.urgent.model import MEANING_SCALE, UrgentModel, fit_logistic
from service.urgent.reader import MessageReader

FRAME_WEIGHT = 0.5  # a sentence made from a frame is less real than one that somebody wrote
PRESENT_FRAMES = 3  # for each name of a sign; of every other kind one
WITHOUT_CLUES = 0.5  # the share of an example's weight that is learned as if the clues had missed it
ASKS_PER_TOPIC = 8
LONGEST_ASK = 100  # characters; in a longer one, some sentence may well be a sign
PROBE = "My leg is numb, when can I drive?"


@dataclass(frozen=True, slots=True)
class Example:
    """A message that says that a sign is there, or one that does not. Examples of a group are much alike."""

    message: str
    urgent: bool
    group: str
    weight: float = 1.0


def examples_of(knowledge: UrgentKnowledge, topics: Sequence[Topic]) -> list[Example]:
    """Everything to learn from: signs, look-alikes, signs in frames, and ordinary questions."""
    examples = [Example(said, True, sign.id) for sign in knowledge.signs for said in sign.says]
    for wording in knowledge.wordings:
        examples += [Example(said, False, wording.id) for said in wording.says]
    examples += _framed(knowledge)
    for topic in topics:
        asks = [ask for ask in topic.asks if len(ask) <= LONGEST_ASK]
        spread = asks[:: max(1, len(asks) // ASKS_PER_TOPIC)]
        examples += [Example(ask, False, topic.id) for ask in spread[:ASKS_PER_TOPIC]]
    return examples


def learn(examples: Sequence[Example], vectors: Vectors, reader: MessageReader) -> UrgentModel:
    """The model that tells the examples apart best. `vectors` are those of their messages, in their order."""
    features = np.array([reader.whole(sentences_of(example.message)) for example in examples])
    rows = np.hstack([features, vectors * MEANING_SCALE])
    hidden = rows.copy()
    hidden[:, reader.features.clue_columns] = 0
    urgent = np.array([example.urgent for example in examples], dtype=np.float32)
    weights = np.array([example.weight for example in examples], dtype=np.float32)
    bias, coefficients = fit_logistic(
        np.vstack([rows, hidden]),
        np.concatenate([urgent, urgent]),
        np.concatenate([weights * (1 - WITHOUT_CLUES), weights * WITHOUT_CLUES]),
    )
    wording, meaning = np.split(coefficients, [features.shape[1]])
    return UrgentModel(bias, wording, meaning * MEANING_SCALE, _middles(examples, vectors, reader.sign_ids))


def learned_model(reader: MessageReader, knowledge: UrgentKnowledge, encoder: Encoder, folder: Path) -> UrgentModel:
    """The model for this encoder and this knowledge: the one kept in a folder, else learned now and kept there.

    Learning takes some five seconds. A folder that cannot be written to keeps nothing.
    """
    file = folder / f"urgent-{_key(encoder)}.npz"
    try:
        return UrgentModel.load(file)
    except (FileNotFoundError, IndexDamaged):
        pass  # not learned yet, or to be learned anew
    topics = [topic for topic in load_question_bank() if topic.id not in knowledge.topics]
    examples = examples_of(knowledge, topics)
    model = learn(examples, encoder.encode_questions([example.message for example in examples]), reader)
    with suppress(OSError):  # such as a folder that is read-only: the next start learns again
        _keep(model, file)
    return model


def _keep(model: UrgentModel, file: Path) -> None:
    earlier = set(file.parent.glob("urgent-*.npz")) - {file}
    model.save(file)
    for old in earlier:
        old.unlink(missing_ok=True)


def _framed(knowledge: UrgentKnowledge) -> Iterator[Example]:
    """Names of signs in the frames of each kind, the frames taken in turn."""
    named = [(sign, name) for sign in knowledge.signs for name in sign.names]
    for turn, (sign, name) in enumerate(named):
        for wording in knowledge.wordings:
            urgent = wording.id == PRESENT
            for again in range(min(PRESENT_FRAMES if urgent else 1, len(wording.frames))):
                frame = wording.frames[(turn + again * PRESENT_FRAMES) % len(wording.frames)]
                yield Example(frame.replace(SIGN_PLACE, name), urgent, sign.id, FRAME_WEIGHT)


def _middles(examples: Sequence[Example], vectors: Vectors, sign_ids: Sequence[str]) -> Vectors:
    groups = np.array([example.group if example.urgent else "" for example in examples])
    middles = np.array([vectors[groups == id_].mean(axis=0) for id_ in sign_ids], dtype=np.float32)
    scaled: Vectors = middles / np.linalg.norm(middles, axis=1, keepdims=True).clip(min=1e-12)
    return scaled


def _key(encoder: Encoder) -> str:
    """Another one for every knowledge and every encoder, which is known by what it makes of a sentence."""
    digest = sha256(encoder.encode_questions([PROBE]).tobytes())
    for file in [*sorted(KNOWLEDGE.glob("urgent*.yaml")), *sorted(Path(__file__).parent.glob("*.py"))]:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]

"""What an encoder makes of the word lists: classifiers of topics and operations, kept in its folder.

They are learnt once for an encoder (about a minute); the shipped one brings them along.
"""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Self

import numpy as np

from corpus.operations import Operation, load_operations
from corpus.question_bank import Topic, load_question_bank
from index.classifier import Classifier, Probabilities
from index.operation_names import OperationNames, with_names
from index.protocols import Vectors
from index.words import words_of

TOPICS_FILE, OPERATIONS_FILE, LABELS_FILE = "topics.npz", "operations.npz", "topic_labels.json"
FINGERPRINT_FILE = "knowledge.sha256"  # of the word lists that they were learnt from
NO_OPERATION = "none"  # the kind of a text that names no operation
QUESTIONS_PER_OPERATION = 40
PLAIN_QUESTIONS = 3500
FEW_OPERATIONS = 12
SHORT = 100  # characters; a name put into a long story would say little of the operation
SHORT_SHARE = 0.8
SEED = 1
ASKED, STATED = 0.5, 1.0  # the share of a name's words that must stand in a question, and in the title of a page
# How a name of an operation and a question come together. The words between them mean nothing.
JOINED = (
    "{asks} {name}", "{name} - {asks}", "{name}, {asks}", "{asks} after {name}", "{asks} ({name})",
    "having {name}. {asks}", "I'm having {name} next month. {asks}", "my mum is down for {name}. {asks}",
    "{name}: {asks}", "{asks} with {name}", "had {name} 3 weeks ago. {asks}", "{asks}? its for {name}",
    "re {name} {asks}",
)  # fmt: skip

Encode = Callable[[Sequence[str]], Vectors]
Lessons = list[tuple[str, int]]


@dataclass(frozen=True)
class Knowledge:
    """Topics and operations, as one encoder sees them. The last kind of operation is `NO_OPERATION`.

    `topic_labels` are the ids of the topics with what people are told they are. `names` are those of the operations,
    in the order of their kinds.
    """

    topics: Classifier
    operations: Classifier
    topic_labels: Mapping[str, str]
    names: OperationNames

    @classmethod
    def learn(cls, encode: Encode) -> Self:
        """Learn from the word lists of the project.

        Args:
            encode: texts to vectors, shape (n, dim), rows of length 1.
        """
        bank, operations = load_question_bank(), load_operations()
        topics = _learnt([topic.id for topic in bank], topic_lessons(bank), encode)
        kinds = [*(operation.id for operation in operations), NO_OPERATION]
        labels = {topic.id: topic.label for topic in bank}
        learnt = _learnt(kinds, operation_lessons(operations, bank), encode)
        return cls(topics, learnt, labels, OperationNames.build(operations))

    def operations_asked_for(self, vector: Vectors, words: Sequence[str]) -> Probabilities:
        """How likely a question is about each operation or none, shape (n_operations + 1,), summing to 1.

        Args:
            vector: of the question, shape (dim,).
            words: of the question; half of a name is enough.
        """
        return with_names(self.operations.probabilities(vector[np.newaxis])[0], self.names.strengths(words, ASKED))

    def with_title(self, distribution: Probabilities, title: str) -> Probabilities:
        """The operations of a page, shape (n_operations,), once the names in its title are known."""
        return with_names(distribution, self.names.strengths(words_of(title), STATED))

    def save(self, folder: Path) -> None:
        """Write both classifiers into an encoder folder, and what they were learnt from."""
        self.topics.save(folder / TOPICS_FILE)
        self.operations.save(folder / OPERATIONS_FILE)
        self.names.save(folder)
        (folder / LABELS_FILE).write_text(json.dumps(dict(self.topic_labels), ensure_ascii=False, indent=1), "utf-8")
        (folder / FINGERPRINT_FILE).write_text(word_lists_fingerprint(), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote. Raises what `Classifier.load` raises."""
        labels = json.loads((folder / LABELS_FILE).read_text("utf-8"))
        topics, operations = Classifier.load(folder / TOPICS_FILE), Classifier.load(folder / OPERATIONS_FILE)
        return cls(topics, operations, labels, OperationNames.load(folder))


def knows_word_lists(folder: Path) -> bool:
    """Whether an encoder folder holds classifiers that were learnt from the word lists as they are now."""
    said = folder / FINGERPRINT_FILE
    return said.is_file() and said.read_bytes() == word_lists_fingerprint().encode()


def word_lists_fingerprint() -> str:
    """A hash of everything that the classifiers learn from."""
    return sha256(repr((load_question_bank(), load_operations())).encode()).hexdigest()


def topic_lessons(bank: Sequence[Topic]) -> Lessons:
    """Every wording of the bank, of patients and of clinics, with the number of its topic."""
    return [
        (wording, number)
        for number, topic in enumerate(bank)
        for wording in (topic.question, topic.label, *topic.asks, *topic.says)
    ]


def operation_lessons(operations: Sequence[Operation], bank: Sequence[Topic]) -> Lessons:
    """Names and openings of operations, questions with a name put into them, and questions that name none."""
    dice = random.Random(SEED)  # noqa: S311  # a draw that is the same every time
    asks = [wording for topic in bank for wording in topic.asks]
    lessons = [lesson for number, operation in enumerate(operations) for lesson in _named(operation, number)]
    short = [wording for wording in asks if len(wording) < SHORT]
    for number, operation in enumerate(operations):
        names = [*operation.lay, *operation.names[:4]]
        for _ in range(QUESTIONS_PER_OPERATION):
            wording = dice.choice(short if dice.random() < SHORT_SHARE else asks)
            lessons.append((dice.choice(JOINED).format(asks=wording, name=dice.choice(names)), number))
    telling = _telling_words(operations)
    plain = [wording for wording in asks if telling.isdisjoint(words_of(wording))]
    dice.shuffle(plain)
    return [*lessons, *((wording, len(operations)) for wording in plain[:PLAIN_QUESTIONS])]


def _named(operation: Operation, number: int) -> Iterator[tuple[str, int]]:
    for wording in (operation.label, *operation.names, *operation.lay, *operation.describes):
        yield wording, number


def _telling_words(operations: Sequence[Operation]) -> set[str]:
    """Words that stand in the names of few operations only, such as "hip"."""
    named = Counter(
        word
        for operation in operations
        for word in set(words_of(" ".join([operation.label, operation.body_part, *operation.names])))
    )
    return {word for word, times in named.items() if times <= FEW_OPERATIONS}


def _learnt(kinds: Sequence[str], lessons: Lessons, encode: Encode) -> Classifier:
    return Classifier.learn(kinds, encode([text for text, _ in lessons]), [number for _, number in lessons])

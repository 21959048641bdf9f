"""Examples that tell operations apart: what patients call one, alone or around a question, with pages about it."""

from collections.abc import Sequence
from random import Random

from corpus.operations import Operation
from corpus.question_bank import Topic
from scripts.training.example_file import Example
from scripts.training.typing_slips import with_slips

WITH_QUESTION = 0.6  # share of batches in which an operation is named around a question of the bank
LAY = 0.75  # share of questions that name it in a patient's words, the others in a clinic's
SLIPPED = 0.1  # share of questions with slips of typing
LONGEST_ASK = 90  # characters; a longer question is a story that has its own operation in it
NAMED_AROUND = (
    "{ask} {name}",
    "{name} - {ask}",
    "{name}, {ask}",
    "{ask} after {name}",
    "{ask} ({name})",
    "having {name}. {ask}",
    "I'm having {name} next month. {ask}",
    "my mum is down for {name}. {ask}",
    "{name}: {ask}",
    "{ask} with {name}",
    "had {name} 3 weeks ago. {ask}",
    "{ask}? its for {name}",
    "re {name} {ask}",
)


def page_title(rng: Random, operation: Operation) -> str:
    """A title that a clinic could give a page about the operation."""
    name = rng.choice([operation.label, rng.choice(operation.names)])
    name = name[0].upper() + name[1:]
    surgery = name if "surg" in name.lower() else f"{name} surgery"
    return rng.choice([name, name, surgery, f"About your {name.lower()}", f"{name}: information for patients"])


class OperationExamples:
    """Batches in which operations stand beside those that are easily taken for them."""

    def __init__(self, operations: Sequence[Operation], topics: Sequence[Topic]) -> None:
        self._operations = {operation.id: operation for operation in operations}
        self._ids = list(self._operations)
        self._topics = {topic.id: topic for topic in topics}

    def batch(self, rng: Random, size: int) -> list[Example]:
        """See `examples.Source.batch`."""
        with_question = rng.random() < WITH_QUESTION
        examples: list[Example] = []
        while len(examples) < size:
            near = self._operations[rng.choice(self._ids)]
            ids = [near.id, *rng.sample(near.confused_with, min(len(near.confused_with), 2))]
            operations = [self._operations[id_] for id_ in ids]
            if with_question:  # one topic for all of them, so that the operation alone tells them apart
                topic = self._topics[rng.choice(list(self._topics))]
                examples += [self._with_question(rng, operation, topic) for operation in operations]
            else:
                examples += [self._alone(rng, operation) for operation in operations]
        return examples[:size]

    def _alone(self, rng: Random, operation: Operation) -> Example:
        other = self._confused(rng, operation)
        about, title = rng.choice(operation.describes), page_title(rng, operation)
        return Example(
            question=_named(rng, operation),
            passage=rng.choice([about, title, f"{title}. {about}"]),
            negative=rng.choice([rng.choice(other.describes), page_title(rng, other)]),
            label=f"operation:{operation.id}",
            negative_label=f"operation:{other.id}",
        )

    def _with_question(self, rng: Random, operation: Operation, topic: Topic) -> Example:
        ask = rng.choice([ask for ask in topic.asks if len(ask) < LONGEST_ASK] or topic.asks)
        question = rng.choice(NAMED_AROUND).format(ask=ask, name=_named(rng, operation))
        says = rng.choice(topic.says)
        if rng.random() < 0.5:  # the same words about another operation, or other words about the same
            other, wrong, other_topic = self._confused(rng, operation), says, topic
        else:
            other_topic = self._topics[rng.choice(topic.confused_with or list(self._topics))]
            other, wrong = operation, rng.choice(other_topic.says)
        return Example(
            question=with_slips(rng, question, rate=0.2) if rng.random() < SLIPPED else question,
            passage=f"{page_title(rng, operation)}. {says}",
            negative=f"{page_title(rng, other)}. {wrong}",
            label=f"operation:{operation.id} topic:{topic.id}",
            negative_label=f"operation:{other.id} topic:{other_topic.id}",
        )

    def _confused(self, rng: Random, operation: Operation) -> Operation:
        return self._operations[rng.choice(operation.confused_with or self._ids)]


def _named(rng: Random, operation: Operation) -> str:
    return rng.choice(operation.lay if rng.random() < LAY else operation.names)

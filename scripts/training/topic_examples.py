"""Examples from the question bank: patients' wordings of a topic with clinics' wordings of it."""

from collections.abc import Sequence
from random import Random

from corpus.operations import Operation
from corpus.question_bank import Topic
from scripts.training.example_file import Example
from scripts.training.operation_examples import page_title
from scripts.training.typing_slips import with_slips

SLIPPED = 0.12  # share of questions with slips of typing
BARE = 0.2  # share of questions without capitals and question mark, as on a phone
TITLED = 0.25  # share of passages with a page's title in front, as the index has them in one of its channels


class TopicExamples:
    """Batches in which topics stand beside those that are easily taken for them."""

    def __init__(self, topics: Sequence[Topic], operations: Sequence[Operation]) -> None:
        self._topics = {topic.id: topic for topic in topics}
        self._ids = list(self._topics)
        self._operations = operations

    def batch(self, rng: Random, size: int) -> list[Example]:
        """See `examples.Source.batch`."""
        examples: list[Example] = []
        while len(examples) < size:
            topic = self._topics[rng.choice(self._ids)]
            beside = rng.sample(topic.confused_with, min(len(topic.confused_with), rng.choice([1, 1, 2])))
            examples += [self._example(rng, self._topics[id_]) for id_ in (topic.id, *beside)]
        return examples[:size]

    def _example(self, rng: Random, topic: Topic) -> Example:
        other = self._topics[rng.choice(topic.confused_with or self._ids)]
        title = f"{page_title(rng, rng.choice(self._operations))}. " if rng.random() < TITLED else ""
        return Example(
            question=_as_typed(rng, rng.choice(topic.asks)),
            passage=title + rng.choice(topic.says),
            negative=title + rng.choice(other.says),
            label=f"topic:{topic.id}",
            negative_label=f"topic:{other.id}",
        )


def _as_typed(rng: Random, question: str) -> str:
    if rng.random() < SLIPPED:
        question = with_slips(rng, question, rate=0.3)
    return question.lower().rstrip("?.") if rng.random() < BARE else question

"""The question bank: what patients ask around an operation, in their words and in those of clinics.

The topics stand in `corpus/knowledge/topics`, for clinicians to read and review. What they are used for is elsewhere.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.errors import SourceError, SourceMissing
from corpus.word_lists import Entry, Shape, read_entries

TOPICS = Path(__file__).parent / "knowledge" / "topics"
SHAPE = Shape(
    entry="topic",
    texts=("label", "question"),
    filled=("asks", "says"),
    lists=("confused_with",),
    refers=("confused_with",),
)


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that patients ask about.

    `question` is how a page's FAQ would ask it. `asks` are wordings of patients, slips of typing included;
    `says` are wordings of clinics that answer them; figures in them are illustrative and never shown.
    `confused_with` are the ids of topics that are easily taken for this one.
    """

    id: str
    label: str
    question: str
    asks: tuple[str, ...]
    says: tuple[str, ...]
    confused_with: tuple[str, ...] = ()


@cache
def load_question_bank(folder: Path = TOPICS) -> tuple[Topic, ...]:
    """All topics, in the order of the files' names and of the topics in each file. Read once in a process.

    Raises:
        SourceMissing: the folder holds no topics.
        SourceError: a file cannot be used; the message names it, the topic and what to mend.
    """
    topics = tuple(_topic(entry) for entry in read_entries(sorted(folder.glob("*.yaml")), SHAPE))
    if not topics:
        raise SourceMissing(f"There are no topics in {folder}. Put the question bank's YAML files there.")
    return topics


def _topic(entry: Entry) -> Topic:
    question = entry.texts["question"]
    if not question.endswith("?"):
        raise SourceError(f"The question of {entry.where} does not end with a question mark: {question!r}. Add it.")
    return Topic(id=entry.id, label=entry.texts["label"], question=question, **entry.lists)

"""The question bank: what patients ask around an operation, in their words and in those of clinics.

The topics stand in `corpus/knowledge/topics`, for clinicians to read and review. What they are used for is elsewhere.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import SourceError, SourceMissing

try:
    from yaml import CBaseLoader as YamlLoader  # ten times as fast, where PyYAML was built with libyaml
except ImportError:
    from yaml import BaseLoader as YamlLoader  # type: ignore[assignment]

TOPICS = Path(__file__).parent / "knowledge" / "topics"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TEXTS = ("id", "label", "question")
LISTS = ("asks", "says", "confused_with")


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


def load_question_bank(folder: Path = TOPICS) -> tuple[Topic, ...]:
    """All topics, in the order of the files' names and of the topics in each file.

    Raises:
        SourceMissing: the folder holds no topics.
        SourceError: a file cannot be used; the message names it, the topic and what to mend.
    """
    topics: dict[str, Topic] = {}
    file_of: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        for topic in _topics_of(path):
            if topic.id in topics:
                raise SourceError(
                    f"The topic `{topic.id}` comes twice, in {file_of[topic.id]} and {path.name}. "
                    "Put both together, or give one another id."
                )
            topics[topic.id], file_of[topic.id] = topic, path.name
    if not topics:
        raise SourceMissing(f"There are no topics in {folder}. Put the question bank's YAML files there.")
    for topic in topics.values():
        _check_neighbours(topic, topics, file_of[topic.id])
    return tuple(topics.values())


class _Loader(YamlLoader):
    """Reads words as they stand, so that `no` stays a word, and refuses a name that comes twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        names = Counter(key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode))
        for name, times in names.items():
            if times > 1:
                raise yaml.constructor.ConstructorError(None, None, f"`{name}` comes {times} times", node.start_mark)
        return super().construct_mapping(node, deep)


def _topics_of(path: Path) -> Iterator[Topic]:
    try:
        said = yaml.load(path.read_bytes(), _Loader)  # noqa: S506  # makes strings, lists and tables only
    except (OSError, yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise SourceError(f"{path.name} cannot be read as YAML ({reason}). Mend the line it names.") from error
    if not isinstance(said, list) or not said:
        raise SourceError(f"{path.name} is not a list of topics. Start each topic with `- id: ...`.")
    for position, fields in enumerate(said, 1):
        yield _topic(fields, path.name, position)


def _topic(fields: Any, file: str, position: int) -> Topic:
    if not isinstance(fields, dict):
        raise SourceError(f"Topic {position} of {file} is not a table of names and values. Write `- id: ...`.")
    where = f"the topic `{fields['id']}`" if fields.get("id") else f"topic {position}"
    where = f"{where} of {file}"
    unknown = sorted(set(map(str, fields)) - {*TEXTS, *LISTS})
    if unknown:
        raise SourceError(f"In {where}, nobody knows `{unknown[0]}`. Use: {', '.join((*TEXTS, *LISTS))}.")
    id_, label, question = (_text(fields, name, where) for name in TEXTS)
    if not SLUG.fullmatch(id_):
        raise SourceError(f"The id of {where} must be small letters, digits and single hyphens. Change it.")
    if not question.endswith("?"):
        raise SourceError(f"The question of {where} does not end with a question mark: {question!r}. Add it.")
    asks, says = (_wordings(fields, name, where) for name in LISTS[:2])
    if not asks or not says:
        raise SourceError(f"`{'says' if asks else 'asks'}` of {where} is empty. Add what people write.")
    return Topic(id_, label, question, asks, says, _wordings(fields, "confused_with", where))


def _text(fields: dict[str, Any], name: str, where: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise SourceError(f"{where[0].upper()}{where[1:]} has no `{name}`. Add a line `{name}: ...`.")
    return value.strip()


def _wordings(fields: dict[str, Any], name: str, where: str) -> tuple[str, ...]:
    said = fields.get(name) or []
    if not isinstance(said, list):
        raise SourceError(f"`{name}` of {where} is not a list. Put each wording on a line of its own, after `- `.")
    for position, wording in enumerate(said, 1):
        if not isinstance(wording, str) or not wording.strip():
            raise SourceError(
                f"Wording {position} in `{name}` of {where} is {'empty' if not wording else 'not a line of words'}. "
                "Put quotes round a wording with `: ` or ` #` in it, or take the line away."
            )
    _check_once(said, name, where)
    return tuple(said)


def _check_once(said: Iterable[str], name: str, where: str) -> None:
    twice = [wording for wording, times in Counter(map(str.casefold, said)).items() if times > 1]
    if twice:
        raise SourceError(f"{twice[0]!r} comes twice in `{name}` of {where}. Take one away.")


def _check_neighbours(topic: Topic, topics: dict[str, Topic], file: str) -> None:
    for neighbour in topic.confused_with:
        if neighbour not in topics or neighbour == topic.id:
            reason = "is the topic itself" if neighbour == topic.id else "is no topic"
            raise SourceError(
                f"`{neighbour}` in `confused_with` of the topic `{topic.id}` of {file} {reason}. "
                "Name other topics by their ids."
            )

"""The strict reading of word lists: YAML files that people write and review, each a list of entries with an id.

What an entry means is said where it is used. Words are read as they stand: `no` stays a word, `42` stays its digits.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import SourceError

try:
    from yaml import CBaseLoader as YamlLoader  # ten times as fast, where PyYAML was built with libyaml
except ImportError:
    from yaml import BaseLoader as YamlLoader  # type: ignore[assignment]

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Shape:
    """What an entry of a word list holds, besides its `id`.

    `entry` is what a message calls it: a topic, an operation. `texts` must be there and `optional` texts may be;
    the lists in `filled` must hold something and those in `lists` may be empty or left out. What stands under a
    name in `refers` are ids of other entries.
    """

    entry: str
    texts: tuple[str, ...]
    filled: tuple[str, ...]
    lists: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    refers: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that an entry may use, in the order that a message gives them."""
        return ("id", *self.texts, *self.optional, *self.filled, *self.lists)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it was read; an optional text that is missing is absent, a list that is missing is empty.

    `where` names it in messages: "the topic `driving` of going-home.yaml".
    """

    id: str
    where: str
    file: str
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]

    def referred(self, name: str) -> tuple[str, ...]:
        """The ids under a name, be it a list or a text."""
        if name in self.lists:
            return self.lists[name]
        return (self.texts[name],) if name in self.texts else ()


def read_entries(paths: Iterable[Path], shape: Shape) -> tuple[Entry, ...]:
    """All entries of the files, in the order given and of the entries in each file.

    Raises:
        SourceError: a file cannot be used; the message names it, the entry and what to mend.
    """
    entries: dict[str, Entry] = {}
    for path in paths:
        for entry in _entries_of(path, shape):
            if entry.id in entries:
                raise SourceError(
                    f"The {shape.entry} `{entry.id}` comes twice, in {entries[entry.id].file} and {path.name}. "
                    "Put both together, or give one another id."
                )
            entries[entry.id] = entry
    for entry in entries.values():
        _check_referred(entry, entries, shape)
    return tuple(entries.values())


class _Loader(YamlLoader):
    """Reads words as they stand, so that `no` stays a word, and refuses a name that comes twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        names = Counter(key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode))
        for name, times in names.items():
            if times > 1:
                raise yaml.constructor.ConstructorError(None, None, f"`{name}` comes {times} times", node.start_mark)
        return super().construct_mapping(node, deep)


def _entries_of(path: Path, shape: Shape) -> Iterator[Entry]:
    try:
        said = yaml.load(path.read_bytes(), _Loader)  # noqa: S506  # makes strings, lists and tables only
    except (OSError, yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise SourceError(f"{path.name} cannot be read as YAML ({reason}). Mend the line it names.") from error
    if not isinstance(said, list) or not said:
        raise SourceError(f"{path.name} is not a list of {shape.entry}s. Start each {shape.entry} with `- id: ...`.")
    for position, fields in enumerate(said, 1):
        yield _entry(fields, position, path.name, shape)


def _entry(fields: Any, position: int, file: str, shape: Shape) -> Entry:
    if not isinstance(fields, dict):
        name = shape.entry.capitalize()
        raise SourceError(f"{name} {position} of {file} is not a table of names and values. Write `- id: ...`.")
    where = f"the {shape.entry} `{fields['id']}`" if fields.get("id") else f"{shape.entry} {position}"
    where = f"{where} of {file}"
    unknown = sorted(set(map(str, fields)) - set(shape.names))
    if unknown:
        raise SourceError(f"In {where}, nobody knows `{unknown[0]}`. Use: {', '.join(shape.names)}.")
    given = [name for name in shape.optional if fields.get(name)]
    texts = {name: _text(fields, name, where) for name in ("id", *shape.texts, *given)}
    if not SLUG.fullmatch(texts["id"]):
        raise SourceError(f"The id of {where} must be small letters, digits and single hyphens. Change it.")
    lists = {name: _wordings(fields, name, where) for name in (*shape.filled, *shape.lists)}
    for name in shape.filled:
        if not lists[name]:
            raise SourceError(f"`{name}` of {where} is empty. Add what people write.")
    return Entry(texts["id"], where, file, texts, lists)


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


def _check_referred(entry: Entry, entries: Mapping[str, Entry], shape: Shape) -> None:
    for name in shape.refers:
        for other in entry.referred(name):
            if other not in entries or other == entry.id:
                reason = f"is the {shape.entry} itself" if other == entry.id else f"is no {shape.entry}"
                raise SourceError(
                    f"`{other}` in `{name}` of {entry.where} {reason}. Name other {shape.entry}s by their ids."
                )

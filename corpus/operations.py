"""The operations that patients have: what clinics call each, what patients call it, and which are easily confused.

The list stands in `corpus/knowledge/operations.yaml`, for clinicians to read and review. What it serves is elsewhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.errors import SourceError, SourceMissing
from corpus.word_lists import Entry, Shape, read_entries

OPERATIONS = Path(__file__).parent / "knowledge" / "operations.yaml"
SHAPE = Shape(
    entry="operation",
    texts=("label", "body_part"),
    filled=("names", "lay", "describes"),
    lists=("confused_with",),
    optional=("parent",),
    refers=("parent", "confused_with"),
)


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation or procedure, and the words for it.

    `names` are clinical names; `lay` is what patients call it, slips of typing included; `describes` are opening
    sentences of pages about it, illustrative and never shown. `parent` is the id of the operation that this one is
    a kind of, and `confused_with` are the ids of operations that are easily taken for it.
    """

    id: str
    label: str
    names: tuple[str, ...]
    lay: tuple[str, ...]
    body_part: str
    parent: str | None
    confused_with: tuple[str, ...]
    describes: tuple[str, ...]


@cache
def load_operations(path: Path = OPERATIONS) -> tuple[Operation, ...]:
    """All operations, in the order of the file. Read once in a process.

    Raises:
        SourceMissing: there is no such file.
        SourceError: the file cannot be used; the message names the operation and what to mend.
    """
    if not path.is_file():
        raise SourceMissing(f"There is no list of operations at {path}. Put the YAML file there.")
    operations = {entry.id: _operation(entry) for entry in read_entries([path], SHAPE)}
    for operation in operations.values():
        _check_ancestors(operation, operations, path.name)
    return tuple(operations.values())


def _operation(entry: Entry) -> Operation:
    texts = entry.texts
    return Operation(
        id=entry.id,
        label=texts["label"],
        body_part=texts["body_part"],
        parent=texts.get("parent"),
        **entry.lists,
    )


def _check_ancestors(operation: Operation, operations: Mapping[str, Operation], file: str) -> None:
    """Whoever walks from an operation to its parents must arrive."""
    passed = {operation.id}
    parent = operation.parent
    while parent:
        if parent in passed:
            raise SourceError(
                f"The parents of the operation `{operation.id}` of {file} go round in a circle, by `{parent}`. "
                "Take one `parent` away."
            )
        passed.add(parent)
        parent = operations[parent].parent


def families_of(operations: Iterable[Operation]) -> dict[str, str]:
    """The id of each operation with that of the broadest one that it is a kind of: itself, where there is none."""
    parents = {operation.id: operation.parent for operation in operations}

    def broadest(id_: str) -> str:
        parent = parents[id_]
        return broadest(parent) if parent else id_

    return {id_: broadest(id_) for id_ in parents}

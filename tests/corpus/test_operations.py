"""The list of operations: its shape, and what is said when it cannot be used."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.errors import SourceError, SourceMissing
from corpus.operations import OPERATIONS, Operation, load_operations

SMALL = """\
- id: hip-replacement
  label: Hip replacement
  body_part: hip
  names:
    - total hip arthroplasty
  lay:
    - new hip
    - 'joint: the big one'
  describes:
    - You are having a hip replaced.
  confused_with:
    - hip-resurfacing
- id: hip-resurfacing
  label: Hip resurfacing
  body_part: hip
  parent: hip-replacement
  names:
    - HRA
  lay:
    - cap on my hip
  describes:
    - A metal cap is put on the ball.
"""


@pytest.fixture(scope="module")
def operations() -> tuple[Operation, ...]:
    return load_operations()


def loaded(folder: Path, text: str) -> tuple[Operation, ...]:
    path = folder / "list.yaml"
    path.write_text(text, encoding="utf-8")
    return load_operations(path)


def folded(wording: str) -> str:
    return " ".join(wording.casefold().split())


# The list as it stands


def test_the_list_is_broad_and_deep(operations: tuple[Operation, ...]) -> None:
    assert len(operations) >= 170
    assert sum(len(operation.names) + len(operation.lay) for operation in operations) >= 4_236
    assert [operation.id for operation in operations if len(operation.names) < 9 or len(operation.lay) < 13] == []
    assert [operation.id for operation in operations if len(operation.describes) < 4] == []


def test_no_wording_names_two_operations(operations: tuple[Operation, ...]) -> None:
    times = Counter(folded(wording) for operation in operations for wording in operation.names + operation.lay)
    assert [wording for wording, count in times.items() if count > 1] == []


def test_every_operation_has_a_neighbour_that_is_not_its_parent(operations: tuple[Operation, ...]) -> None:
    assert [operation.id for operation in operations if not set(operation.confused_with) - {operation.parent}] == []


def test_each_wording_stands_on_a_line_of_its_own_and_is_clean(operations: tuple[Operation, ...]) -> None:
    lists = [(op.names, op.lay, op.confused_with, op.describes) for op in operations]
    wordings = [wording for each in lists for wordings in each for wording in wordings]
    assert OPERATIONS.read_text(encoding="utf-8").count("\n    - ") == len(wordings)
    assert [wording for wording in wordings if wording != " ".join(wording.split()) or "\ufffd" in wording] == []


# How a list is read


def test_an_operation_is_read_as_it_stands(tmp_path: Path) -> None:
    replacement, resurfacing = loaded(tmp_path, SMALL)
    assert replacement == Operation(
        id="hip-replacement",
        label="Hip replacement",
        names=("total hip arthroplasty",),
        lay=("new hip", "joint: the big one"),
        body_part="hip",
        parent=None,
        confused_with=("hip-resurfacing",),
        describes=("You are having a hip replaced.",),
    )
    assert resurfacing.parent == "hip-replacement"
    assert resurfacing.confused_with == ()


@pytest.mark.parametrize(
    ("was", "becomes", "complaint"),
    [
        (
            "  parent: hip-replacement",
            "  parent: knee",
            "`knee` in `parent` of the operation `hip-resurfacing` of list.yaml is no operation. Name other operations",
        ),
        (
            "  parent: hip-replacement",
            "  parent: hip-resurfacing",
            "`hip-resurfacing` in `parent` .* is the operation itself",
        ),
        (
            "    - hip-resurfacing",
            "    - knee",
            "`knee` in `confused_with` of the operation `hip-replacement` of list.yaml is no operation",
        ),
        ("- id: hip-resurfacing", "- id: hip-replacement", "The operation `hip-replacement` comes twice"),
        ("    - cap on my hip", "", "`lay` of the operation `hip-resurfacing` of list.yaml is empty"),
        (
            "  parent: hip-replacement",
            "  parent:\n    - hip",
            "The operation `hip-resurfacing` of list.yaml has no `parent`",
        ),
        (
            "  parent: hip-replacement",
            "  approach: front",
            "nobody knows `approach`. Use: id, label, body_part, parent, names",
        ),
        ("  body_part: hip\n  parent", "  parent", "The operation `hip-resurfacing` of list.yaml has no `body_part`"),
        (SMALL, "hip-replacement", "list.yaml is not a list of operations. Start each operation with"),
        (
            "  label: Hip replacement",
            "  label: Hip\n  parent: hip-resurfacing",
            "`hip-replacement` .* go round in a circle",
        ),
    ],
)
def test_what_is_wrong_is_told_with_the_operation(tmp_path: Path, was: str, becomes: str, complaint: str) -> None:
    assert was in SMALL
    with pytest.raises(SourceError, match=complaint):
        loaded(tmp_path, SMALL.replace(was, becomes))


def test_a_list_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match="There is no list of operations at"):
        load_operations(tmp_path / "none.yaml")

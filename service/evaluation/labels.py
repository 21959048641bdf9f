"""Labelled questions: what is asked, and which quotes of the pages answer. Nothing is asked or measured here."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import LabelError
from corpus.quotes import ANSWERS, Quote
from service.batch import read_rows

OPERATIONS_FILE = "operations.json"
WRONG_OPERATION = "wrong-operation"  # the kind of a question whose operation has a page, which does not answer it


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question, whether the pages answer it, and the quotes that do.

    `category` is its topic; `operation` the operation that it is about; `kind` what it is there to test.
    `conflict` is true where pages give different answers.
    """

    id: str
    question: str
    style: str
    answerable: bool
    quotes: tuple[Quote, ...]
    category: str | None = None
    operation: str | None = None
    kind: str | None = None
    conflict: bool = False


def read_labelled(path: Path) -> list[LabelledQuestion]:
    """The questions of a JSON Lines file with `id`, `question`, `answerable` and `gold` (file, quote, grade).

    Questions marked `urgent` (true or false) test signposting, not search, and are left out.

    Raises:
        LabelError: the file cannot be read, two questions have one id, or a label is not complete;
            the message names the question.
    """
    labelled = [_labelled(path, row) for row in read_rows(path) if "urgent" not in row]
    seen: set[str] = set()
    for item in labelled:
        if item.id in seen:
            raise LabelError(f"{path}: two questions have the id {item.id}. Give each its own.")
        seen.add(item.id)
    if not labelled:
        raise LabelError(f"{path} holds urgent questions only. Add some that the pages answer.")
    return labelled


@dataclass(frozen=True, slots=True)
class UrgentQuestion:
    """Words that must bring up a notice of urgent care, or where `urgent` is false must not."""

    id: str
    question: str
    urgent: bool


def read_urgent(path: Path) -> list[UrgentQuestion]:
    """The questions of a JSON Lines file that are marked `urgent` (true or false); none where there are none.

    Raises:
        LabelError: the file cannot be read.
    """
    return [
        UrgentQuestion(str(row["id"]), row["question"], bool(row["urgent"]))
        for row in read_rows(path)
        if "urgent" in row
    ]


def _labelled(path: Path, row: dict[str, Any]) -> LabelledQuestion:
    try:
        quotes = tuple(Quote(label["file"], label["quote"], int(label["grade"])) for label in row["gold"])
        answerable = bool(row["answerable"])
    except (KeyError, TypeError, ValueError) as error:
        raise LabelError(
            f"{path}: the labels of question {row['id']} are not complete ({error!r}). "
            "Give answerable, and gold as a list of file, quote and grade."
        ) from error
    if answerable and not any(quote.grade >= ANSWERS for quote in quotes):
        raise LabelError(f"{path}: question {row['id']} is answerable but has no quote of grade {ANSWERS}. Add one.")
    return LabelledQuestion(
        id=str(row["id"]),
        question=row["question"],
        style=str(row.get("style", "?")),
        answerable=answerable,
        quotes=quotes,
        category=_text(row, "category"),
        operation=_text(row, "operation"),
        kind=_text(row, "kind"),
        conflict=bool(row.get("conflict")),
    )


def _text(row: dict[str, Any], name: str) -> str | None:
    return None if row.get(name) is None else str(row[name])


def read_operations(questions: Path) -> dict[str, str]:
    """File of a page -> the operation it is about, from `operations.json` beside the questions; empty without one.

    Raises:
        LabelError: it is not a JSON object of texts.
    """
    path = questions.with_name(OPERATIONS_FILE)
    if not path.is_file():
        return {}
    try:
        operations = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise LabelError(f"{path} cannot be read ({error}). Write a JSON object: file of a page, operation.") from error
    if not isinstance(operations, dict) or not all(isinstance(name, str) for name in operations.values()):
        raise LabelError(f"{path} is not a JSON object of texts. Write: file of a page, operation.")
    return operations


def pages_of_operations(
    labelled: Sequence[LabelledQuestion], operations: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    """Operation -> the files of its pages.

    Args:
        labelled: where `operations` is empty, the pages of an operation are those that answer a question on it.
        operations: file -> operation.
    """
    files: defaultdict[str, set[str]] = defaultdict(set)
    for file, operation in operations.items():
        files[operation].add(file)
    if not operations:
        for item in labelled:
            if item.operation and item.answerable:
                files[item.operation] |= {quote.file for quote in item.quotes if quote.grade >= ANSWERS}
    return {operation: frozenset(names) for operation, names in files.items()}

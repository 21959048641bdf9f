"""A file of questions in, a run file out, one JSON object a line."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from corpus.errors import LabelError, QuestionError
from service.answerer import Answerer
from service.answers import Answer, Outcome


class AskedQuestion(NamedTuple):
    """One line of a file of questions."""

    id: str
    question: str


def read_questions(path: Path) -> list[AskedQuestion]:
    """The questions of a JSON Lines file with `id` and `question`.

    Raises:
        LabelError: the file cannot be read, or a line is not such an object; the message names the line.
    """
    return [AskedQuestion(str(row["id"]), row["question"]) for row in read_rows(path)]


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file, each with at least `id` and a text as `question`.

    Raises:
        LabelError: the file cannot be read, or a line is not such an object; the message names the line.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LabelError(f"The questions {path} cannot be read ({error}). Check the path.") from error
    rows = [_row(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not rows:
        raise LabelError(f"{path} holds no questions. Write one JSON object a line, with id and question.")
    return rows


def _row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        row = None
    if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("question"), str):
        raise LabelError(
            f"{path}, line {number}, is not a question. Write one JSON object a line, with id and question."
        )
    return row


def answer_all(answerer: Answerer, questions: Iterable[AskedQuestion], top: int) -> Iterator[dict[str, Any]]:
    """A row of the run file for every question; one that cannot be searched for has its reason as `error`."""
    for id_, question in questions:
        try:
            yield {"id": id_, **run_row(answerer.answer(question, top))}
        except QuestionError as error:
            nothing = {"answered": False, "outcome": Outcome.NOT_FOUND, "confidence": 0.0, "urgent": False}
            yield {"id": id_, **nothing, "highlight": "", "results": [], "took_ms": 0.0, "error": str(error)}


def run_row(answer: Answer) -> dict[str, Any]:
    """An answer as the run file holds it, without its question and its id."""
    return {
        "answered": answer.outcome is not Outcome.NOT_FOUND,
        "outcome": answer.outcome,
        "confidence": answer.confidence,
        "urgent": answer.urgent is not None,
        "highlight": answer.results[0].highlight.text if answer.results else "",
        "results": [
            {
                "rank": result.rank,
                "kind": result.kind,
                "text": result.text,
                "file": result.source.file,
                "ref": result.ref,
                "question": result.question,
                "confidence": result.confidence,
            }
            for result in answer.results
        ],
        "took_ms": answer.took_ms,
    }


def write_run(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Write a run file, whole or not at all.

    Raises:
        LabelError: it cannot be written.
    """
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise LabelError(f"The run file {path} cannot be written ({error.strerror}). Check its folder.") from error

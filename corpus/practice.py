"""Practice sets: pages of many clinics with questions on them, from which the encoder and the ranking learn.

They are never served, and never measured on: the questions that the project is measured on stand in `tests`.
A set is a folder of `corpus/knowledge/practice` with `pages/` and `questions.jsonl`. Every hospital, person and
telephone number in it is invented.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import LabelError, SourceMissing
from corpus.quotes import ANSWERS, GRADES, Quote

PRACTICE = Path(__file__).parent / "knowledge" / "practice"
QUESTIONS = "questions.jsonl"
PAGES = "pages"


@dataclass(frozen=True, slots=True)
class PracticeQuestion:
    """A question on the pages of a set, and the quotes that answer it; none where the pages do not.

    `style` is how it is put: lay, staff, narrative, caregiver, keyword or typo. `kind` is what it is there for:
    answerable, absent (no page says it), wrong-operation (only the page of another operation seems to answer) or
    off-topic. `operation` is what it is about, in the set's own short names, where it says so.
    """

    id: str
    question: str
    style: str
    kind: str
    operation: str | None
    answerable: bool
    gold: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class PracticeSet:
    """The pages of a set (a folder), and the questions on them."""

    name: str
    pages: Path
    questions: tuple[PracticeQuestion, ...]


def load_practice(folder: Path = PRACTICE) -> tuple[PracticeSet, ...]:
    """All practice sets, in the order of their names; the questions in the order of their file.

    Raises:
        SourceMissing: the folder holds no sets (an installed package has none), or a set has no pages.
        LabelError: a file of questions cannot be used; the message names it, the question and what to mend.
    """
    sets = tuple(_practice_set(path.parent) for path in sorted(folder.glob(f"*/{QUESTIONS}")))
    if not sets:
        raise SourceMissing(f"There are no practice sets in {folder}. Learn from a checkout of the project.")
    return sets


def _practice_set(folder: Path) -> PracticeSet:
    pages = folder / PAGES
    files = {path.name for path in pages.glob("*")}
    if not files:
        raise SourceMissing(f"The practice set `{folder.name}` has no pages. Put them in {pages}.")
    questions: dict[str, PracticeQuestion] = {}
    for question in _questions(folder / QUESTIONS, f"{folder.name}/{QUESTIONS}"):
        if question.id in questions:
            raise LabelError(f"Two questions of {folder.name} have the id {question.id}. Give each its own.")
        for gold in question.gold:
            if gold.file not in files:
                raise LabelError(
                    f"Question {question.id} quotes {gold.file}, which is no page of {folder.name}. Add it."
                )
        questions[question.id] = question
    return PracticeSet(folder.name, pages, tuple(questions.values()))


def _questions(path: Path, name: str) -> Iterator[PracticeQuestion]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LabelError(f"{name} cannot be read ({error}). Write it as UTF-8 text.") from error
    for number, line in enumerate(lines, 1):
        try:
            question = _question(json.loads(line))
        except (KeyError, TypeError, ValueError) as error:
            raise LabelError(
                f"Line {number} of {name} is not a question ({error!r}). Give id, question, style, kind, operation, "
                "answerable, and gold as a list of file, quote and grade."
            ) from error
        _check_gold(question, name)
        yield question


def _question(row: dict[str, Any]) -> PracticeQuestion:
    return PracticeQuestion(
        id=row["id"],
        question=row["question"],
        style=row["style"],
        kind=row["kind"],
        operation=row["operation"],
        answerable=row["answerable"],
        gold=tuple(Quote(gold["file"], gold["quote"], gold["grade"]) for gold in row["gold"]),
    )


def _check_gold(question: PracticeQuestion, name: str) -> None:
    grades = [gold.grade for gold in question.gold]
    if any(grade not in GRADES for grade in grades):
        raise LabelError(f"Question {question.id} of {name} has a grade that is neither 1 nor 2. Use 2 for an answer.")
    if question.answerable is not (ANSWERS in grades):
        missing = "is answerable but has no quote" if question.answerable else "is not answerable but has a quote"
        raise LabelError(f"Question {question.id} of {name} {missing} of grade {ANSWERS}. Change one of both.")

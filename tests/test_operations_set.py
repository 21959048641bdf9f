"""The questions on pages of many operations (`tests/operations`): their labels hold."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.assembly import pages_in

FOLDER = Path(__file__).parent / "operations"
Questions = list[dict[str, Any]]


@pytest.fixture(scope="module")
def questions() -> Questions:
    return [json.loads(line) for line in (FOLDER / "questions.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def operation_of() -> dict[str, str]:
    """File of a page -> the operation it is about."""
    read: dict[str, str] = json.loads((FOLDER / "operations.json").read_text("utf-8"))
    return read


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def text_as_read(path: Path) -> str:
    (page,) = pages_in(path.read_bytes(), path.name, path.name)
    return in_one_line(page.in_full()[0].text)


def test_every_quote_stands_in_its_page(questions: Questions) -> None:
    texts = {path.name: text_as_read(path) for path in (FOLDER / "pages").iterdir()}
    gold = [(question["id"], label) for question in questions for label in question["gold"]]
    assert len(gold) >= 209
    assert [(id_, label) for id_, label in gold if in_one_line(label["quote"]) not in texts[label["file"]]] == []


def test_every_page_is_about_one_operation(operation_of: dict[str, str]) -> None:
    assert set(operation_of) == {path.name for path in (FOLDER / "pages").iterdir()}
    assert len(set(operation_of.values())) == len(operation_of) == 14


def test_an_answer_is_on_the_page_of_the_operation_that_is_asked_about(
    questions: Questions, operation_of: dict[str, str]
) -> None:
    asked = [question for question in questions if question["answerable"] and question["operation"]]
    elsewhere = [
        question["id"]
        for question in asked
        if question["operation"] not in {operation_of[label["file"]] for label in question["gold"]}
    ]
    assert elsewhere == []


def test_a_question_that_only_the_page_of_another_operation_seems_to_answer_has_no_answer(questions: Questions) -> None:
    wrong = [question for question in questions if question["kind"] == "wrong-operation"]
    assert len(wrong) >= 56
    assert [question["id"] for question in wrong if not question["operation"]] == []
    assert [question["id"] for question in wrong if question["gold"] or question["answerable"]] == []

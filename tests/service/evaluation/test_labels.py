import json
from pathlib import Path

import pytest

from corpus.errors import LabelError
from corpus.quotes import Quote
from service.evaluation.labels import (
    LabelledQuestion,
    UrgentQuestion,
    pages_of_operations,
    read_labelled,
    read_operations,
    read_urgent,
)

ANSWERED = {"answerable": True, "gold": [{"file": "f", "quote": "words", "grade": 2}]}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "labels.jsonl"


def write(path: Path, *rows: dict[str, object]) -> None:
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")


def test_urgent_questions_are_read_apart_from_the_rest(path: Path) -> None:
    write(path, {"id": "a", "question": "q", **ANSWERED}, {"id": "u", "question": "help", "urgent": True})
    assert read_labelled(path) == [LabelledQuestion("a", "q", "?", True, (Quote("f", "words", 2),))]
    assert read_urgent(path) == [UrgentQuestion("u", "help", True)]


def test_topic_operation_kind_and_conflict_are_read_where_they_are_given(path: Path) -> None:
    labels = {"category": "driving", "operation": "hip", "kind": "wrong-operation", "conflict": True}
    write(path, {"id": "a", "question": "q", **ANSWERED, **labels})
    (item,) = read_labelled(path)
    assert (item.category, item.operation, item.kind, item.conflict) == ("driving", "hip", "wrong-operation", True)


@pytest.mark.parametrize(
    ("label", "complaint"),
    [
        ({"gold": []}, "not complete"),
        ({"answerable": True}, "not complete"),
        ({"answerable": True, "gold": [{"file": "f", "grade": 2}]}, "not complete"),
        ({"answerable": True, "gold": [{"file": "f", "quote": "w", "grade": 1}]}, "no quote of grade 2"),
    ],
)
def test_an_incomplete_label_is_named_by_its_question(path: Path, label: dict[str, object], complaint: str) -> None:
    write(path, {"id": "P7", "question": "q", **label})
    with pytest.raises(LabelError, match=f"P7.*{complaint}"):
        read_labelled(path)


def test_two_questions_with_one_id_are_refused(path: Path) -> None:
    write(path, {"id": "a", "question": "one", **ANSWERED}, {"id": "a", "question": "other", **ANSWERED})
    with pytest.raises(LabelError, match="two questions have the id a"):
        read_labelled(path)


def test_a_file_of_urgent_questions_alone_is_refused(path: Path) -> None:
    write(path, {"id": "u", "question": "help", "urgent": True})
    with pytest.raises(LabelError, match="urgent questions only"):
        read_labelled(path)


def test_operations_stand_beside_the_questions(path: Path) -> None:
    assert read_operations(path) == {}
    path.with_name("operations.json").write_text('{"hip.md": "hip"}', "utf-8")
    assert read_operations(path) == {"hip.md": "hip"}


@pytest.mark.parametrize("text", ["{", "[]", '{"hip.md": 3}'])
def test_operations_that_cannot_be_used_are_named(path: Path, text: str) -> None:
    path.with_name("operations.json").write_text(text, "utf-8")
    with pytest.raises(LabelError, match=r"operations\.json"):
        read_operations(path)


def test_without_a_mapping_the_pages_of_an_operation_are_those_that_answer_a_question_on_it() -> None:
    quotes = (Quote("hip.md", "answers", 2), Quote("knee.md", "helps", 1))
    asked = [LabelledQuestion("a", "q", "lay", True, quotes, operation="hip")]
    assert pages_of_operations(asked, {}) == {"hip": {"hip.md"}}


def test_with_a_mapping_its_word_holds() -> None:
    asked = [LabelledQuestion("a", "q", "lay", True, (Quote("hip.md", "answers", 2),), operation="hip")]
    assert pages_of_operations(asked, {"new-hip.md": "hip", "knee.md": "knee"}) == {
        "hip": {"new-hip.md"},
        "knee": {"knee.md"},
    }

import json
from pathlib import Path

import pytest

from corpus.errors import LabelError
from service.answerer import Answerer
from service.batch import AskedQuestion, answer_all, read_questions, write_run


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_questions_are_read_with_their_ids_and_empty_lines_passed_over(tmp_path: Path) -> None:
    file = written(tmp_path / "q.jsonl", '{"id": 7, "question": "how long"}', "", '{"id": "b", "question": "where"}')
    assert read_questions(file) == [AskedQuestion("7", "how long"), AskedQuestion("b", "where")]


@pytest.mark.parametrize("line", ["not json", "[]", '{"id": "a"}', '{"question": "q"}', '{"id": "a", "question": 3}'])
def test_a_line_that_is_no_question_is_named_by_its_number(tmp_path: Path, line: str) -> None:
    file = written(tmp_path / "q.jsonl", '{"id": "a", "question": "q"}', line)
    with pytest.raises(LabelError, match="line 2"):
        read_questions(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=r"gone\.jsonl"):
        read_questions(tmp_path / "gone.jsonl")


def test_a_file_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match="holds no questions"):
        read_questions(written(tmp_path / "q.jsonl", "", " "))


def test_a_row_has_what_a_scorer_reads(answerer: Answerer) -> None:
    row = next(answer_all(answerer, [AskedQuestion("a", "how long in hospital")], top=2))
    assert set(row) == {"id", "answered", "outcome", "confidence", "urgent", "highlight", "results", "took_ms"}
    assert set(row["results"][0]) == {"rank", "kind", "text", "file", "ref", "question", "confidence"}
    assert row["highlight"] in row["results"][0]["text"]


def test_a_question_that_cannot_be_searched_for_gets_a_row_with_the_reason(answerer: Answerer) -> None:
    rows = list(answer_all(answerer, [AskedQuestion("a", " "), AskedQuestion("b", "hospital")], top=2))
    assert rows[0]["answered"] is False
    assert "Type your question" in rows[0]["error"]
    assert rows[1]["results"]


def test_a_run_is_written_one_object_a_line(tmp_path: Path) -> None:
    write_run(tmp_path / "run.jsonl", [{"id": "a"}, {"id": "ü"}])
    assert [json.loads(line)["id"] for line in (tmp_path / "run.jsonl").read_text("utf-8").splitlines()] == ["a", "ü"]


def test_a_run_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "run.jsonl").mkdir()
    with pytest.raises(LabelError, match=r"run\.jsonl cannot be written"):
        write_run(tmp_path / "run.jsonl", [{"id": "a"}])
    assert [path.name for path in tmp_path.iterdir()] == ["run.jsonl"]

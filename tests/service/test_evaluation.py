import json
from pathlib import Path

import pytest

from corpus.errors import LabelError
from index.metrics import Quote
from service.answerer import Answerer
from service.evaluation import Evaluation, LabelledQuestion, comparison_lines, evaluated, read_labelled, report_lines

STAY = Quote("stay.md", "Most people stay in hospital for 2-3 days.", 2)


def labelled(id_: str, question: str, *quotes: Quote) -> LabelledQuestion:
    return LabelledQuestion(id_, question, "lay", bool(quotes), quotes)


def measured(answerer: Answerer) -> Evaluation:
    asked = [labelled("a", "how long in hospital", STAY), labelled("b", "shower", STAY), labelled("c", "weather")]
    return evaluated(answerer, asked)


def test_totals_are_means_over_the_answerable_questions(answerer: Answerer) -> None:
    evaluation = measured(answerer)
    assert (evaluation.answerable, evaluation.unanswerable) == (2, 1)
    assert evaluation.totals["S@1"] == 1 / 2
    assert [row["S@1"] for row in evaluation.per_question] == [1.0, 0.0]


def test_the_report_names_every_measure(answerer: Answerer) -> None:
    report = "\n".join(report_lines(measured(answerer)))
    for name in ("S@1", "S@5", "nDCG@10", "H@1", "AUROC", "unanswerable refused"):
        assert name in report


def test_an_index_compared_with_itself_differs_by_nothing(answerer: Answerer) -> None:
    lines = list(comparison_lines(measured(answerer), measured(answerer)))
    assert any("S@1" in line and "+0.000 (+0.000 to +0.000)" in line for line in lines)


def test_labels_are_read_and_urgent_questions_left_out(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "question": "q", "answerable": True, "gold": [{"file": "f", "quote": "words", "grade": 2}]},
        {"id": "u", "question": "q", "answerable": True, "urgent": True, "gold": []},
    ]
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    assert read_labelled(path) == [LabelledQuestion("a", "q", "?", True, (Quote("f", "words", 2),))]


@pytest.mark.parametrize(
    ("label", "complaint"),
    [
        ({"gold": []}, "not complete"),
        ({"answerable": True}, "not complete"),
        ({"answerable": True, "gold": [{"file": "f", "grade": 2}]}, "not complete"),
        ({"answerable": True, "gold": [{"file": "f", "quote": "w", "grade": 1}]}, "no quote of grade 2"),
    ],
)
def test_an_incomplete_label_is_named_by_its_question(tmp_path: Path, label: dict[str, object], complaint: str) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(json.dumps({"id": "P7", "question": "q", **label}), "utf-8")
    with pytest.raises(LabelError, match=f"P7.*{complaint}"):
        read_labelled(path)

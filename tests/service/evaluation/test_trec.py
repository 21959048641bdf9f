from pathlib import Path

import pytest
from ir_measures import calc_aggregate, parse_measure, read_trec_qrels, read_trec_run

from corpus.errors import LabelError
from corpus.quotes import Quote
from service.answerer import Answerer
from service.evaluation import Evaluation, LabelledQuestion, evaluated
from service.evaluation.comparison import differences_from_earlier
from service.evaluation.report import write_lines
from service.evaluation.trec import measures_by_question, qrels_lines, run_lines

STAY = Quote("stay.md", "Most people stay in hospital for 2-3 days.", 2)
WASH_HELPS = Quote("wash.md", "You can take a shower after two days.", 1)


@pytest.fixture
def graded(answerer: Answerer) -> Evaluation:
    """Questions whose answers help before they answer, find nothing, and have ids with a space in them."""
    asked = ["people shower two days", "how long in hospital", "weather"]
    return evaluated(
        answerer,
        [LabelledQuestion(f"id {n}", words, "lay", True, (STAY, WASH_HELPS)) for n, words in enumerate(asked)],
    )


@pytest.fixture
def folder(graded: Evaluation, tmp_path: Path) -> Path:
    write_lines(tmp_path / "qrels.txt", qrels_lines(graded))
    write_lines(tmp_path / "run.txt", run_lines(graded))
    return tmp_path


def test_qrels_hold_the_gain_of_each_quote(evaluation: Evaluation) -> None:
    assert list(qrels_lines(evaluation)) == ["right 0 quote-1 3", "wrong 0 quote-1 3", "wrong 0 quote-2 1"]


def test_a_run_names_at_each_place_the_quote_found_there(evaluation: Evaluation) -> None:
    lines = [line for line in run_lines(evaluation) if line.startswith("wrong")]
    assert lines[0] == "wrong Q0 quote-2 1 10.0 own-words"
    assert lines[1] == "wrong Q0 no-quote-2 2 9.0 own-words"
    assert len(lines) == 10


@pytest.mark.parametrize(
    ("measure", "ours"),
    [("nDCG@10", "nDCG@10"), ("Success(rel=3)@1", "S@1"), ("Success(rel=3)@5", "S@5"), ("RR(rel=3)@10", "MRR@10")],
)
def test_ir_measures_finds_our_figures_in_our_files(
    measure: str, ours: str, graded: Evaluation, folder: Path
) -> None:  # as its command does: ir_measures qrels.txt run.txt "nDCG@10"
    asked = parse_measure(measure)
    qrels, run = read_trec_qrels(str(folder / "qrels.txt")), read_trec_run(str(folder / "run.txt"))
    assert 0 < graded.totals[ours] < 1
    assert calc_aggregate([asked], qrels, run)[asked] == pytest.approx(graded.totals[ours])


def test_an_earlier_report_can_be_compared_with(graded: Evaluation, folder: Path) -> None:
    earlier = measures_by_question(graded, folder)
    assert {one.measure: one.change for one in differences_from_earlier(graded, earlier)} == dict.fromkeys(
        ("S@1", "S@3", "S@5", "MRR@10", "nDCG@10"), 0.0
    )


def test_a_report_on_other_questions_is_refused(evaluation: Evaluation, folder: Path) -> None:
    with pytest.raises(LabelError, match="other questions"):
        measures_by_question(evaluation, folder)


def test_a_report_without_its_run_is_named(graded: Evaluation, folder: Path) -> None:
    (folder / "run.txt").unlink()
    with pytest.raises(LabelError, match=r"run\.txt cannot be read"):
        measures_by_question(graded, folder)

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import ReportError
from service.answerer import Answerer
from service.evaluation import Evaluation, LabelledQuestion, evaluated
from service.evaluation.findings import About, Findings, findings_of
from service.evaluation.plots import drawn
from service.evaluation.report import check_report_folder, report_page, write_report

ABOUT = About("labels.jsonl", "clinic.index", "20261120-1", "2026-11-20T22:00:00+00:00")
FILES = ["figures.json", "per-question.jsonl", "qrels.txt", "report.html", "run.txt"]


@pytest.fixture
def findings(evaluation: Evaluation) -> Findings:
    return findings_of(ABOUT, evaluation)


@pytest.fixture
def page(findings: Findings) -> str:
    return report_page(findings, drawn(findings), None)


def test_a_report_is_a_page_and_files_for_programs(findings: Findings, tmp_path: Path) -> None:
    assert write_report(tmp_path / "new" / "report", findings) is None
    assert sorted(path.name for path in (tmp_path / "new" / "report").iterdir()) == FILES


def test_the_page_needs_no_other_file(page: str) -> None:
    assert re.findall(r'(?:src|href)="(?!data:)', page) == []
    assert page.count("data:image/svg+xml;base64,") == 4
    assert "<script" not in page


def test_the_page_shows_each_measure_with_its_interval(page: str) -> None:
    assert re.search(r"S@1</th><td>\s*0\.500 <small>\(0\.000 to 1\.000\)</small>", page)


def test_a_failure_is_shown_with_what_was_shown_first_what_was_wanted_and_every_channels_score(page: str) -> None:
    failure = page[page.index("wrong: shower") :]
    assert "<mark>You can take a shower after two days.</mark>" in failure
    assert "Most people stay in hospital for 2-3 days." in failure
    assert "not among the first ten" in failure
    assert "lexical" in failure
    assert "right: how long in hospital" not in page


def test_an_answered_question_that_no_page_answers_is_a_failure(
    answerer: Answerer, three: list[LabelledQuestion]
) -> None:
    lured = evaluated(answerer, [*three, replace(three[0], id="lured", answerable=False, quotes=())])
    assert {failure.measured.labelled.id for failure in findings_of(ABOUT, lured).failures} == {"wrong", "lured"}


def test_a_question_is_shown_as_typed_and_not_as_markup(answerer: Answerer, three: list[LabelledQuestion]) -> None:
    asked = [replace(three[1], question="<b>shower</b> two days")]
    assert "&lt;b&gt;shower" in report_page(findings_of(ABOUT, evaluated(answerer, asked)), [], None)


def test_the_figures_are_those_of_the_evaluation(findings: Findings, tmp_path: Path) -> None:
    write_report(tmp_path, findings)
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert figures["totals"]["S@1"] == {"value": 0.5, "interval": [0.0, 1.0], "questions": 2}
    assert figures["index"] == "clinic.index"
    assert [group["name"] for group in figures["groups"]["style"]] == ["lay"]


def test_a_row_for_each_question_tells_what_was_wanted_and_what_was_shown(findings: Findings, tmp_path: Path) -> None:
    write_report(tmp_path, findings)
    rows = [json.loads(line) for line in (tmp_path / "per-question.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["right", "wrong", "none"]
    assert [(quote["file"], quote["rank"]) for quote in rows[1]["wanted"]] == [("stay.md", None), ("wash.md", 1)]
    assert rows[1]["shown"][0]["file"] == "wash.md"


def test_the_same_findings_give_the_same_plots(findings: Findings) -> None:
    assert drawn(findings) == drawn(findings)


def test_without_matplotlib_the_report_says_how_to_get_plots(
    findings: Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    why = write_report(tmp_path, findings)
    assert why is not None
    assert "own-words[evaluate]" in why
    assert sorted(path.name for path in tmp_path.iterdir()) == FILES
    assert "own-words[evaluate]" in (tmp_path / "report.html").read_text("utf-8")


def test_a_report_may_be_written_over_an_earlier_one(findings: Findings, tmp_path: Path) -> None:
    write_report(tmp_path, findings)
    write_report(tmp_path, findings)


@pytest.mark.parametrize("name", ["notes.txt", "figures.json"])
def test_a_folder_that_holds_something_else_is_left_alone(findings: Findings, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("{}", "utf-8")
    with pytest.raises(ReportError, match="not a report's"):
        write_report(tmp_path, findings)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_is_no_folder_for_a_report(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(ReportError, match="not a report's"):
        check_report_folder(tmp_path / "file")

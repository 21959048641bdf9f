"""The tables, word by word, and that the README shows the table of the results that are kept."""

import re
from pathlib import Path

import pytest

from scripts.benchmark.results import MeasuredCorpus, Results
from scripts.benchmark.table import full_lines, number, summary_lines

ROOT = Path(__file__).parent.parent.parent.parent
KEPT = ROOT / "scripts" / "benchmark" / "results.json"


def test_contestants_stand_side_by_side_with_the_ratio_in_brackets(results: Results) -> None:
    lines = list(summary_lines(results))
    assert "| five pages: 5 pages, 84 passages | Own Words | common recipe |" in lines
    assert "| warm question in process, p50, ms | 5 (4 to 6) | 20 (20 to 24) [4] |" in lines
    assert "| over HTTP, 1 worker, 8 clients, answers/s | 210 (200 to 220) | 50 (42 to 55) [4] |" in lines


def test_a_measure_that_nobody_has_gets_no_line(results: Results) -> None:
    assert not [line for line in full_lines(results) if "cold shell" in line]


def test_what_one_contestant_was_not_measured_on_is_an_empty_cell(results: Results) -> None:
    results.add("starter pages", "own-words", {"cold": (0.51,)})
    assert "| one question from a cold shell, s | 0.51 |  |" in list(summary_lines(results))


def test_every_corpus_has_a_line_for_each_contestant(results: Results) -> None:
    results.corpora.append(MeasuredCorpus("big", "a big one", pages=50_000, passages=1_000_000, perturbed=True))
    results.add("big", "own-words", {"warm_p50": (21.4,)})
    assert "| 50,000, 1,000,000 (made) | Own Words | 21 |  |  |  |  |  |" in list(summary_lines(results))


def test_the_full_table_tells_the_stages_and_the_notes(results: Results) -> None:
    results.stages["starter pages"] = {"own-words": {"read sources": 0.54, "build lexical": 12.3}}
    results.notes.append("Haystack is left out.")
    lines = list(full_lines(results))
    assert "\nOwn Words, building by stage: read sources 0.54 s, build lexical 12 s." in lines
    assert lines[-1] == "- Haystack is left out."


@pytest.mark.parametrize(("value", "shown"), [(0.0513, "0.051"), (9.94, "9.9"), (10.4, "10"), (12345.6, "12,346")])
def test_a_number_has_two_figures_or_is_whole(value: float, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.skipif(not KEPT.is_file(), reason="no results are kept yet")
def test_the_readme_shows_the_summary_of_the_results_that_are_kept() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = re.findall(r"<!-- benchmark: .*? -->\n(.*?)\n<!-- benchmark end -->", readme, re.DOTALL)
    assert shown == ["\n".join(summary_lines(Results.read(KEPT)))]

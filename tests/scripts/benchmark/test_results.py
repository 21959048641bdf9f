"""Results as JSON, and what is said of a file that is none."""

from pathlib import Path

import pytest

from corpus.errors import BenchmarkError
from scripts.benchmark.results import Results, StoreSetting


def test_results_come_back_as_they_were_written(results: Results, tmp_path: Path) -> None:
    results.stores.append(StoreSetting("starter pages", "hnsw", "ef 64", 0.98, 0.4))
    results.stages["starter pages"] = {"own-words": {"read sources": 0.5}}
    results.write(tmp_path / "results.json")
    assert Results.read(tmp_path / "results.json") == results


def test_what_is_measured_again_at_the_end_of_a_run_stands_behind_what_was_measured_at_its_beginning(
    results: Results,
) -> None:
    measured = len(results.figures)
    results.add("starter pages", "recipe", {"warm_p50": (30.0, 31.0)})
    figure = results.figure("starter pages", "recipe", "warm_p50")
    assert figure is not None
    assert figure.rounds == (20.0, 20.0, 24.0, 30.0, 31.0)
    assert len(results.figures) == measured


def test_a_ratio_is_none_where_one_side_was_not_measured(results: Results) -> None:
    assert results.ratio("starter pages", "own-words", "recipe", "cold") is None


def test_the_ratio_of_latencies_says_how_many_times_less(results: Results) -> None:
    ratio = results.ratio("starter pages", "own-words", "recipe", "warm_p50")
    assert ratio is not None
    assert ratio.median == 4.0  # 20 / 4, 20 / 5 and 24 / 6


@pytest.mark.parametrize("content", ["", "[]", "7", '{"format": 1}', '{"format": 99}'])
def test_a_file_that_is_no_result_is_refused_by_name(content: str, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text(content)
    with pytest.raises(BenchmarkError, match=r"other\.json"):
        Results.read(file)

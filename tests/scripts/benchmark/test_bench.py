"""What `bench.py` does with results that are there already."""

from pathlib import Path

import pytest

from corpus.errors import BenchmarkError
from scripts.bench import main
from scripts.benchmark.results import Results


def test_results_of_an_earlier_run_are_never_written_over(results: Results, tmp_path: Path) -> None:
    results.write(tmp_path / "results.json")
    with pytest.raises(BenchmarkError, match="holds the results of a run already"):
        main(["--quick", "--out", str(tmp_path)])
    assert Results.read(tmp_path / "results.json") == results


def test_tables_and_plots_are_drawn_anew_beside_the_results_they_show(results: Results, tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    results.write(file)
    main(["--table", str(file), "--out", str(tmp_path)])
    assert (tmp_path / "table.md").is_file()


def test_two_runs_are_compared_by_what_they_wrote(
    results: Results, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    now, before = tmp_path / "now.json", tmp_path / "before.json"
    results.write(now)
    results.write(before)
    main(["--table", str(now), "--compare", str(before)])
    assert "4 of 4 figures lie within the spread of the other run, and so do 2 of 2 ratios" in capsys.readouterr().out

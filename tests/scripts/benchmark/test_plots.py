"""The plots, and the lines that are drawn through their points."""

from pathlib import Path

import pytest

from scripts.benchmark.plots import draw_plots, growth, line_through, points_of
from scripts.benchmark.results import MeasuredCorpus, Results, StoreSetting


def test_a_straight_line_is_found_by_its_slope_and_offset() -> None:
    assert line_through([1, 2, 3], [12, 14, 16]) == pytest.approx((2, 10))


def test_what_doubles_while_the_corpus_grows_fourfold_grows_with_the_power_of_a_half() -> None:
    assert growth([1, 4, 16], [3, 6, 12]) == pytest.approx(0.5)


def test_points_are_ordered_by_the_size_of_the_corpus(results: Results) -> None:
    results.corpora.insert(0, MeasuredCorpus("big", "a big one", pages=2, passages=900, perturbed=True))
    results.add("big", "own-words", {"warm_p50": (9.0,)})
    assert points_of(results, "own-words", "warm_p50") == ([84, 900], [5.0, 9.0])


def test_a_plot_is_written_where_there_is_data_for_it(results: Results, tmp_path: Path) -> None:
    results.stores.append(StoreSetting("big", "inverted lists", "8 lists", recall=0.96, ms=1.5))
    for passages in (1_000, 10_000, 100_000):
        results.corpora.append(MeasuredCorpus(str(passages), "made", pages=1, passages=passages, perturbed=True))
        results.add(str(passages), "own-words", {"build": (passages / 1000,), "warm_p50": (5.0,), "warm_p95": (9.0,)})
    draw_plots(results, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ingest.svg", "latency.svg", "recall.svg"]


def test_without_data_there_is_no_plot(results: Results, tmp_path: Path) -> None:
    draw_plots(results, tmp_path)
    assert not list(tmp_path.iterdir())

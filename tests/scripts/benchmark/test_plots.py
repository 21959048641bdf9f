"""The plots of a run."""

from pathlib import Path

from scripts.benchmark.plots import draw_plots
from scripts.benchmark.results import MeasuredCorpus, Results, StoreSetting


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

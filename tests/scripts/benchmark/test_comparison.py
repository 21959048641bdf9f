"""Which figures of two runs agree."""

from copy import deepcopy

from scripts.benchmark.comparison import compared, comparison_lines
from scripts.benchmark.results import Results


def test_a_run_agrees_with_itself(results: Results) -> None:
    assert list(comparison_lines(results, results)) == [
        "4 of 4 figures lie within the spread of the other run, and so do 2 of 2 ratios to alternatives."
    ]


def test_a_figure_outside_the_spread_is_told_with_both_values(results: Results) -> None:
    before = deepcopy(results)
    before.figures[0] = type(before.figures[0])("starter pages", "own-words", "warm_p50", (10.0, 10.0, 12.0))
    assert list(comparison_lines(results, before)) == [
        "3 of 4 figures lie within the spread of the other run, and so do 1 of 2 ratios to alternatives.",
        "starter pages, own-words, warm_p50: 5 (4 to 6) now, 10 (10 to 12) before (0.5 times)",
    ]


def test_what_only_one_run_measured_is_not_compared(results: Results) -> None:
    before = deepcopy(results)
    before.figures.pop()
    assert len(compared(results, before)) == 3


def test_what_was_measured_once_is_told_apart_as_it_has_no_spread(results: Results) -> None:
    before = deepcopy(results)
    results.add("starter pages", "own-words", {"size": (28.0,)})
    before.add("starter pages", "own-words", {"size": (14.0,)})
    assert list(comparison_lines(results, before)) == [
        "4 of 4 figures lie within the spread of the other run, and so do 2 of 2 ratios to alternatives.",
        "1 figures were measured once in each run and have no spread:",
        "starter pages, own-words, size: 28 now, 14 before (2 times)",
    ]

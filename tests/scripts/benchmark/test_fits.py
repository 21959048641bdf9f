"""How cost grows with the corpus."""

import pytest

from scripts.benchmark.fits import fit_lines, growth, line_through, points_of, r_squared
from scripts.benchmark.results import MeasuredCorpus, Results


def test_a_straight_line_is_found_by_its_slope_and_offset() -> None:
    assert line_through([1, 2, 3], [12, 14, 16]) == pytest.approx((2, 10))


def test_what_doubles_while_the_corpus_grows_fourfold_grows_with_the_power_of_a_half() -> None:
    assert growth([1, 4, 16], [3, 6, 12]) == pytest.approx(0.5)


def test_points_are_ordered_by_the_size_of_the_corpus(results: Results) -> None:
    results.corpora.insert(0, MeasuredCorpus("big", "a big one", pages=2, passages=900, perturbed=True))
    results.add("big", "own-words", {"warm_p50": (9.0,)})
    assert points_of(results, "own-words", "warm_p50") == ([84, 900], [5.0, 9.0])


def test_a_straight_line_explains_all_of_points_on_it_and_less_of_others() -> None:
    assert r_squared([1, 2, 3], [12, 14, 16]) == pytest.approx(1)
    # The line is x - 4/3: what is left of the points is 1/3, -2/3 and 1/3, of a variance of 8/9.
    assert r_squared([1, 2, 3], [0, 0, 2]) == pytest.approx(1 - (6 / 27) / (8 / 9))


def test_growth_is_told_in_sentences_from_three_corpora_on(results: Results) -> None:
    for passages in (1_000, 10_000):
        results.corpora.append(MeasuredCorpus(str(passages), "made", pages=1, passages=passages, perturbed=True))
        results.add(str(passages), "own-words", {"build": (passages / 1000,)})
    assert not list(fit_lines(results))
    results.corpora.append(MeasuredCorpus("big", "made", pages=1, passages=100_000, perturbed=True))
    results.add("big", "own-words", {"build": (100.0,)})
    assert [line.partition(" and ")[0] for line in fit_lines(results)] == [
        "Ingest without encoding takes 1 s for 1,000 passages"
    ]

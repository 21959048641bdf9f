"""Medians, percentiles and ratios, by numbers that can be checked by eye."""

import pytest

from scripts.benchmark.spread import Spread, percentiles, spread_of, times_better


def test_a_spread_is_the_median_with_the_lowest_and_the_highest() -> None:
    assert spread_of([3.0, 1.0, 2.0, 9.0]) == Spread(median=2.5, lowest=1.0, highest=9.0)


def test_percentiles_of_a_hundred_even_steps() -> None:
    assert percentiles(range(101)) == (50.0, 95.0, 99.0)


def test_a_ratio_is_taken_within_each_round() -> None:
    # 10 / 5, 40 / 10 and 30 / 10: a slow second round slows both.
    assert times_better([5.0, 10.0, 10.0], [10.0, 40.0, 30.0], more_is_better=False) == Spread(3.0, 2.0, 4.0)


def test_where_more_is_better_the_ratio_is_turned_round() -> None:
    assert times_better([200.0], [50.0], more_is_better=True).median == 4.0


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (Spread(2.0, 1.0, 3.0), Spread(2.5, 2.4, 2.6), True),  # the wide one holds the median of the narrow one
        (Spread(2.5, 2.4, 2.6), Spread(2.0, 1.0, 3.0), True),
        (Spread(2.0, 1.0, 3.0), Spread(4.0, 3.5, 5.0), False),
        (Spread(2.0, 1.0, 3.4), Spread(4.0, 2.5, 5.0), False),  # they touch, but neither holds the other's median
    ],
)
def test_two_spreads_agree_where_either_holds_the_median_of_the_other(one: Spread, other: Spread, agree: bool) -> None:
    assert one.overlaps(other) is agree

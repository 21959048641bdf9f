"""Memory under load: by tenths of the time, compared with the second, because the first is the warm-up."""

import pytest

from scripts.load_test.memory import LOOKS, Memory, greatest_change


def test_the_tenth_that_differs_most_from_the_second_counts_and_the_first_does_not() -> None:
    assert greatest_change([50.0, 200.0, 202.0, 206.0, 199.0]) == pytest.approx(6 / 200)
    assert greatest_change([50.0, 200.0, 190.0, 206.0]) == pytest.approx(-10 / 200)


def test_memory_is_looked_at_all_the_time_and_told_by_tenths() -> None:
    seen = iter(range(LOOKS))
    memory = Memory(lambda: float(next(seen)))
    for step in range(2 * LOOKS):  # twice as often as it looks
        memory.look(step / 2, LOOKS)
    said = memory.summary()
    assert said["by tenths"] == [29.5 + 60 * tenth for tenth in range(10)]
    assert (said["peak"], said["change"]) == (599.0, round((569.5 - 89.5) / 89.5, 4))

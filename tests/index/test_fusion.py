"""Several channels' scores into one."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import fuse_standardised

ONE_EACH = {"passage": 1.0, "lexical": 1.0}
SPREAD = sqrt(2 / 3)  # the standard deviation of 1, 2, 3, and of any three numbers one apart
SCORES = st.lists(st.floats(-1, 20), min_size=4, max_size=4)


def test_a_score_counts_by_how_far_it_lies_above_the_average() -> None:
    fused = fuse_standardised({"passage": [1, 2, 3]}, ["a", "b", "c"], ONE_EACH)
    assert fused == pytest.approx({"a": -1 / SPREAD, "b": 0, "c": 1 / SPREAD})


def test_the_channels_add_up() -> None:
    fused = fuse_standardised({"passage": [1, 2, 3], "lexical": [3, 2, 1]}, ["a", "b", "c"], ONE_EACH)
    assert fused == pytest.approx({"a": -1 / SPREAD + 1 / SPREAD, "b": 0, "c": 1 / SPREAD - 1 / SPREAD})


def test_a_cosine_counts_as_much_as_a_bm25_score() -> None:
    fused = fuse_standardised({"passage": [0.1, 0.2, 0.3], "lexical": [10, 20, 30]}, ["a", "b", "c"], ONE_EACH)
    assert fused == pytest.approx({"a": -2 / SPREAD, "b": 0, "c": 2 / SPREAD})


def test_a_weight_multiplies_its_channel() -> None:
    weights = {"passage": 2.0, "lexical": 0.5}
    fused = fuse_standardised({"passage": [1, 2, 3], "lexical": [3, 2, 1]}, ["a", "b", "c"], weights)
    assert fused == pytest.approx({"a": -1.5 / SPREAD, "b": 0, "c": 1.5 / SPREAD})


def test_a_channel_without_a_weight_does_not_count() -> None:
    fused = fuse_standardised({"passage": [1, 2, 3], "unknown": [9, 0, 0]}, ["a", "b", "c"], ONE_EACH)
    assert fused == pytest.approx({"a": -1 / SPREAD, "b": 0, "c": 1 / SPREAD})


@pytest.mark.parametrize("score", [0.0, 0.1, 1 / 3, -0.7])
def test_a_channel_that_scores_all_alike_adds_nothing(score: float) -> None:
    fused = fuse_standardised({"passage": [1, 2, 3], "lexical": [score] * 3}, ["a", "b", "c"], ONE_EACH)
    assert fused == pytest.approx({"a": -1 / SPREAD, "b": 0, "c": 1 / SPREAD})


def test_a_single_passage_scores_nothing_above_the_average() -> None:
    assert fuse_standardised({"passage": [0.7], "lexical": [3.1]}, ["a"], ONE_EACH) == {"a": 0}


def test_no_passages_have_no_scores() -> None:
    assert fuse_standardised({"passage": [], "lexical": []}, [], ONE_EACH) == {}


def test_scores_without_a_passage_are_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="shapes"):
        fuse_standardised({"passage": [1, 2, 3]}, ["a", "b", "c", "d"], ONE_EACH)


@given(SCORES, SCORES, SCORES)
def test_the_order_of_the_channels_does_not_matter(
    passage: list[float], sentence: list[float], lexical: list[float]
) -> None:
    channels = {"passage": passage, "sentence": sentence, "lexical": lexical}
    ids = ["a", "b", "c", "d"]
    assert fuse_standardised(dict(reversed(channels.items())), ids) == fuse_standardised(channels, ids)


@given(st.lists(st.integers(0, 100), min_size=2, max_size=8), st.integers(1, 50), st.integers(-20, 20))
def test_the_scale_and_zero_of_a_channel_do_not_matter(scores: list[int], scale: int, shift: int) -> None:
    ids = [f"{number}" for number in range(len(scores))]
    moved = [score * scale + shift for score in scores]
    plain = fuse_standardised({"passage": scores}, ids, ONE_EACH)
    assert fuse_standardised({"passage": moved}, ids, ONE_EACH) == pytest.approx(plain, abs=1e-9)

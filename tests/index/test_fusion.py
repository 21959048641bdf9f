"""Several scores of a passage into one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import PASSAGE_MARK
from index.fusion import WEIGHTS, bound, fuse_weighted, standings
from index.results import Hit, Standing

ONE_EACH = {"titled": 1.0, "lexical": 1.0}
SCORES = st.lists(st.floats(-1, 20), min_size=4, max_size=4)


def test_the_scores_of_a_passage_add_up() -> None:
    fused = fuse_weighted({"titled": [0.5, 0.25], "lexical": [1.0, 3.0]}, ["a", "b"], ONE_EACH)
    assert fused == {"a": 0.5 + 1.0, "b": 0.25 + 3.0}


def test_a_weight_multiplies_its_scorer() -> None:
    fused = fuse_weighted({"titled": [0.5], "lexical": [3.0]}, ["a"], {"titled": 2.0, "lexical": 0.5})
    assert fused == {"a": 2.0 * 0.5 + 0.5 * 3.0}


def test_a_scorer_without_a_weight_does_not_count() -> None:
    assert fuse_weighted({"titled": [0.5], "unknown": [9.0]}, ["a"], ONE_EACH) == {"a": 0.5}


def test_a_passage_scores_the_same_whatever_else_was_found() -> None:
    alone = fuse_weighted({"titled": [0.5], "lexical": [3.0]}, ["a"])
    among = fuse_weighted({"titled": [0.9, 0.5, 0.1], "lexical": [0.0, 3.0, 7.0]}, ["b", "a", "c"])
    assert among["a"] == alone["a"]


def test_no_passages_have_no_scores() -> None:
    assert fuse_weighted({"titled": [], "lexical": []}, []) == {}


def test_scores_without_a_passage_are_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="shapes"):
        fuse_weighted({"titled": [1, 2, 3]}, ["a", "b", "c", "d"])


def test_passages_of_pages_that_are_ruled_out_come_last_in_their_order() -> None:
    fused = {"hip.1": 9.0, "hip.2": 8.0, "knee.1": 1.0, "hippo.1": 0.5}
    fused = bound(fused, {"hip"})
    assert sorted(fused, key=fused.__getitem__, reverse=True) == ["knee.1", "hippo.1", "hip.1", "hip.2"]


@pytest.mark.parametrize("name", WEIGHTS)
def test_a_higher_score_never_counts_against_a_passage(name: str) -> None:
    assert WEIGHTS[name] >= 0


@given(SCORES, SCORES, SCORES)
def test_the_order_of_the_scorers_does_not_matter(
    titled: list[float], sentence: list[float], lexical: list[float]
) -> None:
    scorers = {"titled": titled, "sentence": sentence, "lexical": lexical}
    ids = ["a", "b", "c", "d"]
    assert fuse_weighted(dict(reversed(scorers.items())), ids) == fuse_weighted(scorers, ids)


def test_a_hit_stands_over_the_fifth_passage_that_is_allowed_and_under_the_best_ruled_out_but_for_its_page() -> None:
    scores = {"topic": [0.2, 0.9, 0.5], "operation": [0.0, -3.0, 0.0]}
    ids = [f"right{PASSAGE_MARK}1", f"wrong{PASSAGE_MARK}1", f"right{PASSAGE_MARK}2"]
    standing = standings([Hit(ids[2], 0.0)], scores, ids, {"wrong"})[ids[2]]
    assert standing == pytest.approx((WEIGHTS["topic"] * (0.5 - 0.2), WEIGHTS["topic"] * (0.9 - 0.5)))


def test_where_nothing_is_ruled_out_nothing_is_missed() -> None:
    ids = [f"page{PASSAGE_MARK}{number}" for number in range(6)]
    standing = standings([Hit(ids[0], 0.0)], {"topic": [0.9, 0.8, 0.7, 0.6, 0.5, 0.4]}, ids, set())[ids[0]]
    assert standing == pytest.approx(Standing(lead=WEIGHTS["topic"] * (0.9 - 0.5), missed=0))

"""The one function that sorts."""

from hypothesis import given
from hypothesis import strategies as st

from index.results import Hit, ranked

SCORES = st.dictionaries(st.text(max_size=3), st.sampled_from([-1.0, 0.0, 0.25, 0.5, 1.0]), max_size=12)


def test_the_highest_score_comes_first() -> None:
    assert ranked({"low": 0.1, "high": 0.9, "middle": 0.5}, 3) == (
        Hit("high", 0.9),
        Hit("middle", 0.5),
        Hit("low", 0.1),
    )


def test_equal_scores_are_ordered_by_passage_id() -> None:
    assert [hit.id for hit in ranked({"c": 0.5, "a": 0.5, "b": 0.5}, 3)] == ["a", "b", "c"]


def test_only_the_k_best_are_kept() -> None:
    assert [hit.id for hit in ranked({"a": 0.1, "b": 0.2, "c": 0.3}, 2)] == ["c", "b"]


def test_equal_scores_at_the_edge_are_cut_by_passage_id() -> None:
    assert [hit.id for hit in ranked({"c": 0.5, "b": 0.5, "a": 0.1, "d": 0.9}, 2)] == ["d", "b"]


def test_fewer_than_k_give_all_there_are() -> None:
    assert ranked({"a": 0.5}, 10) == (Hit("a", 0.5),)


def test_nothing_gives_an_empty_ranking() -> None:
    assert ranked({}, 5) == ()


@given(SCORES, st.integers(0, 15))
def test_the_order_in_which_scores_arrive_does_not_matter(scores: dict[str, float], k: int) -> None:
    assert ranked(dict(reversed(scores.items())), k) == ranked(scores, k)


@given(SCORES, st.integers(0, 15))
def test_a_shorter_ranking_is_the_beginning_of_a_longer_one(scores: dict[str, float], k: int) -> None:
    assert ranked(scores, k) == ranked(scores, len(scores))[:k]

"""Results from several pages."""

from hypothesis import given
from hypothesis import strategies as st

from index.diversity import PRICE, spread
from index.results import Hit, Ranking, ranked

RANKINGS = st.dictionaries(st.sampled_from([f"{page}.{n}" for page in "abc" for n in range(5)]), st.floats(-5, 5))


def ids(ranking: Ranking) -> list[str]:
    return [hit.id for hit in ranking]


def ranking_of(**scores: float) -> Ranking:
    """A ranking of passages, named as "page_number"."""
    return ranked({name.replace("_", "."): score for name, score in scores.items()}, len(scores))


def test_a_passage_of_another_page_passes_a_second_one_that_is_little_better() -> None:
    assert ids(spread(ranking_of(knee_1=3.0, knee_2=2.9, hip_1=2.6), 3)) == ["knee.1", "hip.1", "knee.2"]


def test_a_second_passage_that_is_clearly_better_stays_in_front() -> None:
    assert ids(spread(ranking_of(knee_1=3.0, knee_2=2.9, hip_1=2.3), 3)) == ["knee.1", "knee.2", "hip.1"]


def test_each_further_passage_of_a_page_costs_more() -> None:
    """The third has two before it, and 2.9 - 2 * 0.5 is less than 2.3."""
    ranking = ranking_of(knee_1=3.0, knee_2=2.95, knee_3=2.9, hip_1=2.3)
    assert ids(spread(ranking, 4)) == ["knee.1", "knee.2", "hip.1", "knee.3"]


def test_at_the_price_itself_the_ranking_stays() -> None:
    assert ids(spread(ranking_of(knee_1=3.0, knee_2=3.0, hip_1=3.0 - PRICE), 3)) == ["knee.1", "knee.2", "hip.1"]


def test_scores_stay_as_they_were() -> None:
    assert spread(ranking_of(knee_1=3.0, knee_2=2.9), 2) == (Hit("knee.1", 3.0), Hit("knee.2", 2.9))


def test_nothing_gives_an_empty_ranking() -> None:
    assert spread((), 5) == ()


@given(RANKINGS, st.integers(0, 20))
def test_the_first_stays_the_first_and_nothing_is_lost(scores: dict[str, float], k: int) -> None:
    ranking = ranked(scores, len(scores))
    assert spread(ranking, k)[:1] == ranking[: min(1, k)]
    assert sorted(spread(ranking, len(ranking))) == sorted(ranking)


@given(RANKINGS, st.integers(0, 20))
def test_fewer_are_the_beginning_of_more(scores: dict[str, float], k: int) -> None:
    ranking = ranked(scores, len(scores))
    assert spread(ranking, k) == spread(ranking, len(ranking))[:k]


@given(RANKINGS)
def test_the_passages_of_a_page_keep_their_order(scores: dict[str, float]) -> None:
    ranking = ranked(scores, len(scores))
    for page in "abc":
        chosen = [hit for hit in spread(ranking, len(ranking)) if hit.id.startswith(page)]
        assert chosen == [hit for hit in ranking if hit.id.startswith(page)]

from collections.abc import Collection

import pytest

from index.results import SearchResult
from service.answerer import Answerer
from service.evaluation import Evaluation, LabelledQuestion, evaluated
from service.evaluation.ablation import ablation
from service.evaluation.comparison import differences, mean_difference
from service.evaluation.tables import ablation_lines, comparison_lines


class PartedSearcher:
    """Searches as another does, with two parts; without "words" it finds nothing, without "luck" nothing changes."""

    parts = ("words", "luck")
    version = "20261120-1"

    def __init__(self, searcher: Answerer) -> None:
        self._searcher = searcher

    def search(self, question: str, /, k: int, without: Collection[str] = ()) -> SearchResult:
        """What the other finds, unless it has to do without words."""
        return SearchResult((), 0.0) if "words" in without else self._searcher.search(question, k)


@pytest.fixture
def parted(searcher: Answerer) -> Answerer:
    return Answerer(PartedSearcher(searcher), answered_from=0.7, maybe_from=0.3)


def test_an_index_compared_with_itself_differs_by_nothing(evaluation: Evaluation) -> None:
    lines = list(comparison_lines(differences(evaluation, evaluation)))
    assert any("S@1" in line and "+0.000 (+0.000 to +0.000)   1.0000" in line for line in lines)


def test_a_difference_is_there_less_here_over_the_same_questions() -> None:
    here, there = {"a": 0.0, "b": 0.5, "c": 1.0}, {"c": 1.0, "b": 1.0, "a": 1.0}
    one = mean_difference("S@1", here, there)
    assert (one.here, one.there, one.change) == (0.5, 1.0, 0.5)
    assert one.interval is not None
    assert one.interval.low >= 0
    assert one.p == 2 * 2 / 2**3  # of eight ways to exchange, two change the mean as much upwards, two downwards


def test_each_part_left_out_in_turn_shows_what_it_is_worth(parted: Answerer, three: list[LabelledQuestion]) -> None:
    words, luck = ablation(parted, three, evaluated(parted, three))
    assert (words.part, luck.part) == ("words", "luck")
    assert {one.measure: one.change for one in words.differences}["S@1"] == 0.0 - 0.5
    assert {one.change for one in luck.differences} == {0.0}


def test_a_part_that_is_left_out_throughout_is_not_left_out_again(
    parted: Answerer, three: list[LabelledQuestion]
) -> None:
    rest = evaluated(parted, three, without=["luck"])
    assert [row.part for row in ablation(parted, three, rest, without=["luck"])] == ["words"]


def test_the_table_of_an_ablation_has_a_line_for_each_part(parted: Answerer, three: list[LabelledQuestion]) -> None:
    lines = list(ablation_lines(ablation(parted, three, evaluated(parted, three))))
    assert [line.split()[:2] for line in lines[2:]] == [["words", "-0.500"], ["luck", "+0.000"]]

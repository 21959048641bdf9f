from collections.abc import Callable
from typing import Any

import pytest

from corpus.quotes import Quote
from service.answerer import Answerer
from service.answers import Urgent
from service.evaluation import Evaluation, LabelledQuestion, evaluated
from service.evaluation.labels import UrgentQuestion
from service.evaluation.signposting import signposting

STAY = Quote("stay.md", "Most people stay in hospital for 2-3 days.", 2)
WASH = Quote("wash.md", "You can take a shower after two days.", 2)

Labelled = Callable[..., LabelledQuestion]


def measured(
    answerer: Answerer, *asked: LabelledQuestion, operations: dict[str, str] | None = None
) -> dict[str, float]:
    """The measures of the first question."""
    return dict(evaluated(answerer, asked, operations).questions[0].measures)


def test_totals_are_means_over_the_answerable_questions(evaluation: Evaluation) -> None:
    assert (evaluation.answerable, evaluation.unanswerable) == (2, 1)
    assert evaluation.totals["S@1"] == 1 / 2
    assert evaluation.values("S@1") == {"right": 1.0, "wrong": 0.0}


def test_the_brier_score_is_the_squared_distance_of_confidence_and_right_first(evaluation: Evaluation) -> None:
    assert evaluation.values("Brier") == pytest.approx(
        {"right": (0.9 - 1) ** 2, "wrong": (0.9 - 0) ** 2, "none": (0.0 - 0) ** 2}
    )


def test_a_question_that_nothing_is_found_for_is_refused(evaluation: Evaluation) -> None:
    assert evaluation.totals["unanswerable refused"] == 1.0
    assert evaluation.totals["answerable refused"] == 0.0


def test_a_question_that_cannot_be_searched_for_is_refused_and_right_nowhere(
    answerer: Answerer, labelled: Labelled
) -> None:
    measures = measured(answerer, labelled("empty", " ", STAY))
    assert (measures["S@5"], measures["H@1"], measures["answerable refused"]) == (0.0, 0.0, 1.0)


def test_a_first_result_of_another_operations_page_is_of_the_wrong_operation(
    answerer: Answerer, labelled: Labelled
) -> None:
    assert measured(answerer, labelled("a", "how long in hospital", STAY, operation="hip"))["wrong operation"] == 0.0
    assert measured(answerer, labelled("a", "shower", STAY, operation="hip"))["wrong operation"] == 1.0


def test_which_page_is_about_which_operation_may_be_given(answerer: Answerer, labelled: Labelled) -> None:
    asked = labelled("a", "shower", STAY, operation="hip")
    assert measured(answerer, asked, operations={"wash.md": "hip"})["wrong operation"] == 0.0


def test_an_unanswerable_question_counts_for_its_operation_only_when_it_is_there_for_that(
    answerer: Answerer, labelled: Labelled
) -> None:
    known = labelled("known", "how long in hospital", STAY, operation="hip")
    lured = labelled("lured", "shower", operation="hip", kind="wrong-operation")
    assert measured(answerer, lured, known)["wrong operation"] == 1.0
    assert "wrong operation" not in measured(answerer, labelled("other", "shower", operation="hip"), known)


def test_both_sides_of_a_conflict_are_shown_when_two_pages_are(answerer: Answerer, labelled: Labelled) -> None:
    both = labelled("both", "most people shower", STAY, WASH, conflict=True)
    one = labelled("one", "shower", STAY, WASH, conflict=True)
    assert measured(answerer, both)["conflict@5"] == 1.0
    assert measured(answerer, one)["conflict@5"] == 0.0
    assert "conflict@5" not in measured(answerer, labelled("calm", "shower", STAY, WASH))


def test_the_rank_of_the_first_right_result_is_known(answerer: Answerer, labelled: Labelled) -> None:
    asked = [labelled("first", "hospital stay", STAY), labelled("second", "people shower two days", STAY)]
    ranks = [question.right_rank for question in evaluated(answerer, asked).questions]
    assert ranks == [1, 2]


def test_measures_without_their_kind_of_question_have_no_value(answerer: Answerer, labelled: Labelled) -> None:
    totals = evaluated(answerer, [labelled("a", "hospital", STAY)]).totals
    assert totals["AUROC"] is None
    assert totals["unanswerable refused"] is None
    assert "conflict@5" not in totals


def test_a_file_without_answerable_questions_can_be_measured(answerer: Answerer, labelled: Labelled) -> None:
    totals = evaluated(answerer, [labelled("a", "weather")]).totals
    assert totals["unanswerable refused"] == 1.0
    assert "S@1" not in totals


def test_notices_of_urgent_care_are_measured_where_they_must_come_and_where_they_must_not(
    answerer: Any,  # a DressedAnswerer
) -> None:
    urgent, calm = UrgentQuestion("u", "cannot breathe", True), UrgentQuestion("c", "how long in hospital", False)
    never = signposting(answerer, [urgent, calm])
    assert (never["urgent recall"].value, never["urgent false alarms"].value) == (0.0, 0.0)
    answerer.dressing = {"urgent": Urgent("emergency", "breathing", "Call 112 now", [], "112")}
    assert {name: one.value for name, one in signposting(answerer, [urgent]).items()} == {"urgent recall": 1.0}
    assert {name: one.value for name, one in signposting(answerer, [calm]).items()} == {"urgent false alarms": 1.0}

"""One result, ready to be shown: its heading, its review, its operation, and the words inside the highlight."""

from dataclasses import replace
from datetime import date

import pytest

from service.answers import Answer, Highlight, Outcome, Result, ResultSource
from service.result_view import overdue_since, questions_near, shown_groups, shown_result

TODAY = date(2026, 11, 20)
SOURCE = ResultSource(
    *("stay", "stay.md", "Your stay", "Hill Clinic", None, "/pages/stay#at-0", ["Your stay", "Going home"], 0, 9),
    reviewed="2025-01-31",
    ingested="2026-11-20T00:00:00Z",
)
RESULT = Result(1, "passage", "stay.1", None, False, "Two days.", Highlight(0, 9, "Two days."), 0.9, {}, SOURCE)


def about(operation: str | None, rank: int) -> Result:
    return replace(RESULT, rank=rank, ref=f"stay.{rank}", source=replace(SOURCE, operation=operation))


def grouped(*operations: str | None) -> list[tuple[str | None, list[str]]]:
    """The groups of the results after the first, which are about these operations."""
    shown = [shown_result(about(operation, rank), TODAY) for rank, operation in enumerate(operations, start=1)]
    groups = shown_groups(shown[0], shown[1:])
    return [(group.operation, [result.anchor for result in group.results]) for group in groups]


def test_without_a_question_the_heading_is_that_of_the_section() -> None:
    shown = shown_result(RESULT, TODAY)
    assert (shown.heading, shown.asked, shown.inferred, shown.section) == ("Going home", False, False, ())


@pytest.mark.parametrize("inferred", [False, True])
def test_a_question_is_the_heading_and_it_is_known_whose_it_is(inferred: bool) -> None:
    shown = shown_result(replace(RESULT, question="When can I go?", question_inferred=inferred), TODAY)
    assert (shown.heading, shown.asked, shown.inferred) == ("When can I go?", not inferred, inferred)


@pytest.mark.parametrize(
    ("due", "overdue"), [(None, None), ("2026-11-19", "19 November 2026"), ("2026-11-20", None), ("2027-01-01", None)]
)
def test_a_review_is_overdue_from_the_day_after_it_was_due(due: str | None, overdue: str | None) -> None:
    assert shown_result(replace(RESULT, source=replace(SOURCE, review_due=due)), TODAY).overdue == overdue
    assert overdue_since(due, TODAY) == overdue


def test_results_about_one_operation_need_no_name_above_them() -> None:
    assert grouped("Knee", "Knee", "Knee") == [(None, ["result-2", "result-3"])]
    assert grouped(None, None) == [(None, ["result-2"])]
    assert grouped("Knee") == []


def test_results_about_different_operations_are_kept_apart_that_of_the_first_result_first() -> None:
    assert grouped("Knee", "Hip", "Knee", None, "Hip") == [
        ("Knee", ["result-3"]),
        ("Hip", ["result-2", "result-5"]),
        (None, ["result-4"]),
    ]


def test_questions_near_are_the_pages_own_each_once_and_not_the_one_that_was_asked() -> None:
    questions = [("Can I drive?", False), ("can i fly?", False), ("Ours?", True), ("Can I drive?", False)]
    results = [replace(RESULT, question=question, question_inferred=inferred) for question, inferred in questions]
    answer = Answer("Can I fly?", Outcome.MAYBE, 0.5, None, results, "1", 1.0)
    assert questions_near(answer) == ["Can I drive?"]

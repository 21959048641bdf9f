import numpy as np
import pytest

from index.metrics import auroc
from service.evaluation.calibration import SET_MEASURES, Confidences
from service.evaluation.chance import (
    auroc_along,
    auroc_difference_interval,
    auroc_interval,
    mean_interval,
    paired_auroc_p,
    paired_p,
    set_interval,
)

YES, NO = [0.9, 0.4, 0.5], [0.5, 0.1]


def confidences(answerable: list[float], unanswerable: list[float]) -> Confidences:
    labels = np.array([True] * len(answerable) + [False] * len(unanswerable))
    return Confidences(np.array([*answerable, *unanswerable]), labels, labels)


def test_the_interval_of_a_mean_is_two_standard_errors_to_each_side() -> None:
    interval = mean_interval([0.0, 1.0] * 50)
    assert interval is not None
    assert interval == pytest.approx((0.5 - 1.96 * 0.05, 0.5 + 1.96 * 0.05), abs=0.02)


def test_questions_that_agree_leave_no_room_for_chance() -> None:
    assert mean_interval([1.0, 1.0, 1.0]) == (1.0, 1.0)


def test_one_question_has_no_interval() -> None:
    assert mean_interval([1.0]) is None
    assert auroc_interval(confidences([0.9], [0.1])) is None


def test_three_questions_that_all_got_better_could_be_chance_one_time_in_four() -> None:
    assert paired_p([0.5, 0.5, 0.5]) == 2 / 2**3  # of eight ways to exchange, all better and all worse


def test_nothing_that_differs_is_all_chance() -> None:
    assert paired_p([0.0, 0.0]) == 1.0


def test_many_questions_that_got_better_are_hardly_chance() -> None:
    assert paired_p([0.2] * 40 + [-0.2] * 5) < 0.001


def test_the_quick_auroc_is_the_kept_librarys() -> None:
    assert auroc_along(np.array(YES), np.array(NO)) == pytest.approx(auroc(YES, NO)) == (1 + 1 + 1 + 1 + 0.5) / 6


def test_both_ways_to_an_interval_of_the_auroc_agree() -> None:
    asked = confidences([0.9, 0.4, 0.5, 0.7, 0.8, 0.6], [0.5, 0.1, 0.3, 0.7, 0.2])
    slow = set_interval(asked, SET_MEASURES["AUROC"])
    assert slow is not None
    assert auroc_interval(asked) == pytest.approx(slow, abs=0.05)


def test_a_perfect_auroc_turned_round_is_chance_one_time_in_eight() -> None:
    here, there = confidences([0.9, 0.8], [0.2, 0.1]), confidences([0.1, 0.2], [0.8, 0.9])
    assert paired_auroc_p(here, there) == 2 / 2**4  # of sixteen ways to exchange, one as it is and one turned round


def test_the_same_confidences_differ_by_nothing() -> None:
    asked = confidences(YES, NO)
    assert paired_auroc_p(asked, asked) == 1.0
    assert auroc_difference_interval(asked, asked) == (0.0, 0.0)


def test_only_the_order_of_the_confidences_matters_and_not_their_scale() -> None:
    here, there = confidences([0.9, 0.7, 0.3], [0.4, 0.2]), confidences([0.2, 0.9, 0.5], [0.8, 0.4])
    smaller = confidences([0.02, 0.09, 0.05], [0.08, 0.04])
    assert paired_auroc_p(here, smaller) == paired_auroc_p(here, there)


def test_without_unanswerable_questions_there_is_no_auroc_to_test() -> None:
    asked = confidences(YES, [])
    assert paired_auroc_p(asked, asked) is None
    assert set_interval(asked, SET_MEASURES["AUROC"]) is None
    assert auroc_difference_interval(asked, asked) is None

import numpy as np
import pytest

from service.evaluation.calibration import (
    Confidences,
    ReliabilityBin,
    calibration_error,
    coverage_at,
    refused_at_thresholds,
    reliability,
    risk_area,
    risk_curve,
)

# Sure and right; two equally sure and wrong, of which one has an answer; unsure and without an answer.
ASKED = Confidences(
    np.array([0.8, 0.9, 0.1, 0.8]), np.array([True, True, False, False]), np.array([False, True, False, False])
)


def test_risk_is_the_share_of_wrong_answers_among_the_surest() -> None:
    curve = risk_curve(ASKED)
    assert curve.threshold.tolist() == [0.9, 0.8, 0.1]
    assert curve.coverage.tolist() == [1 / 4, 3 / 4, 1.0]
    assert curve.risk.tolist() == pytest.approx([0.0, 2 / 3, 3 / 4])


def test_coverage_is_the_most_that_can_be_answered_at_a_rate_of_wrong_answers() -> None:
    curve = risk_curve(ASKED)
    assert coverage_at(curve) == 1 / 4
    assert coverage_at(curve, most_wrong=0.7) == 3 / 4


def test_nothing_can_be_answered_when_even_the_surest_is_wrong() -> None:
    wrong = Confidences(np.array([0.9]), np.array([False]), np.array([False]))
    assert coverage_at(risk_curve(wrong)) == 0.0


def test_the_risk_area_weighs_each_risk_by_its_coverage() -> None:
    assert risk_area(risk_curve(ASKED)) == pytest.approx(1 / 4 * 0 + 2 / 4 * 2 / 3 + 1 / 4 * 3 / 4)


def test_reliability_sorts_questions_into_bins_by_their_confidence() -> None:
    assert reliability(ASKED) == [
        ReliabilityBin(0.1, 0.2, 1, 0.1, 0.0),
        ReliabilityBin(0.8, 0.9, 2, 0.8, 0.0),
        ReliabilityBin(0.9, 1.0, 1, 0.9, 1.0),
    ]


def test_full_confidence_falls_into_the_last_bin() -> None:
    certain = Confidences(np.array([1.0]), np.array([True]), np.array([True]))
    assert [bin_.low for bin_ in reliability(certain)] == [0.9]


def test_the_calibration_error_is_the_mean_distance_of_confidence_and_share_right() -> None:
    assert calibration_error(reliability(ASKED)) == pytest.approx((1 * 0.1 + 2 * 0.8 + 1 * 0.1) / 4)


def test_a_threshold_refuses_what_is_less_sure() -> None:
    (row,) = refused_at_thresholds(ASKED, [0.8])
    assert (row.unanswerable, row.answerable) == (1 / 2, 0.0)


def test_without_unanswerable_questions_none_can_be_refused() -> None:
    answerable = ASKED.at(np.array([0, 1]))
    assert [row.unanswerable for row in refused_at_thresholds(answerable, [0.5])] == [None]

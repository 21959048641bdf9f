"""How much of a figure is chance: bootstrap intervals and paired randomisation tests. Seeded, so runs agree.

Sources: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993; Smucker, Allan and Carterette, "A comparison
of statistical significance tests for information retrieval evaluation", CIKM 2007.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import bootstrap, permutation_test, rankdata

from service.evaluation.calibration import Confidences, Numbers, Positions

LEVEL = 0.95
RESAMPLES = 2000
SHUFFLES = 9999  # so that the smallest p is 1 in 10,000
BATCH = 500  # resamples held in memory at a time
SEED = 1


class Interval(NamedTuple):
    """Where a figure would lie in 95 of 100 samples of questions like these."""

    low: float
    high: float


def mean_interval(values: Sequence[float]) -> Interval | None:
    """The interval of a mean over questions; None for fewer than two."""
    return _bootstrapped((np.asarray(values, dtype=np.float64),), np.mean)


def set_interval(asked: Confidences, measure: Callable[[Confidences], float | None]) -> Interval | None:
    """The interval of a measure of all questions together; None where there are too few of a kind.

    Answerable and unanswerable questions are drawn apart, so that every sample has as many of each.
    """
    kinds = tuple(np.flatnonzero(asked.answerable == kind) for kind in (True, False))
    drawn = tuple(positions for positions in kinds if len(positions))

    def of(*positions: Positions) -> float:
        value = measure(asked.at(np.concatenate(positions)))
        return float("nan") if value is None else value

    return None if measure(asked) is None else _bootstrapped(drawn, of, vectorized=False)


def auroc_interval(asked: Confidences) -> Interval | None:
    """The interval of the AUROC, as `set_interval` draws it but much quicker; None without two of each kind."""
    kinds = (asked.confidence[asked.answerable], asked.confidence[~asked.answerable])
    return _bootstrapped(kinds, auroc_along)


def paired_p(differences: Sequence[float]) -> float:
    """How often chance alone gives a mean difference this far from 0, either way; 1 where nothing differs.

    Under chance each question's two values could as well have been exchanged.
    """
    changes = np.asarray(differences, dtype=np.float64)
    if not changes.any():
        return 1.0
    return _shuffled_p((changes,), np.mean)


def auroc_difference_interval(here: Confidences, there: Confidences) -> Interval | None:
    """The interval of there - here of the AUROC, over the same questions."""
    kinds = (np.flatnonzero(here.answerable), np.flatnonzero(~here.answerable))

    def difference(yes: Positions, no: Positions, axis: int) -> Numbers:
        return auroc_along(there.confidence[yes], there.confidence[no], axis) - auroc_along(
            here.confidence[yes], here.confidence[no], axis
        )

    return _bootstrapped(kinds, difference)


def paired_auroc_p(here: Confidences, there: Confidences) -> float | None:
    """How often chance alone gives an AUROC difference this far from 0; None without both kinds of question.

    Confidences are replaced by their ranks first, so that two scales can be exchanged.
    """
    count = int(here.answerable.sum())
    if count in (0, len(here)):
        return None
    order = np.argsort(~here.answerable, kind="stable")  # the answerable questions first
    ranks = rankdata(here.confidence)[order], rankdata(there.confidence)[order]
    if (ranks[0] == ranks[1]).all():
        return 1.0

    def difference(one: Numbers, other: Numbers, axis: int) -> Numbers:
        return auroc_along(one[..., :count], one[..., count:], axis) - auroc_along(
            other[..., :count], other[..., count:], axis
        )

    return _shuffled_p(ranks, difference)


def auroc_along(answerable: Numbers, unanswerable: Numbers, axis: int = -1) -> Numbers:
    """The AUROC of many samples at once, by the sum of ranks (Mann and Whitney, 1947). `axis` must be the last."""
    ranks = rankdata(np.concatenate([answerable, unanswerable], axis=axis), axis=axis)
    yes, no = answerable.shape[axis], unanswerable.shape[axis]
    shares: Numbers = (ranks[..., :yes].sum(axis=axis) - yes * (yes + 1) / 2) / (yes * no)
    return shares


def _bootstrapped(samples: tuple[Any, ...], statistic: Callable[..., Any], **options: Any) -> Interval | None:
    if any(len(sample) < 2 for sample in samples):
        return None
    made = bootstrap(
        samples,
        statistic,
        n_resamples=RESAMPLES,
        batch=BATCH,
        confidence_level=LEVEL,
        method="percentile",
        rng=SEED,
        **options,
    )
    return Interval(float(made.confidence_interval.low), float(made.confidence_interval.high))


def _shuffled_p(samples: tuple[Any, ...], statistic: Callable[..., Any]) -> float:
    made = permutation_test(
        samples, statistic, permutation_type="samples", vectorized=True, n_resamples=SHUFFLES, batch=BATCH, rng=SEED
    )
    return float(made.pvalue)

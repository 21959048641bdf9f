"""The coefficients of index/confidence.py and the shares of index/topic_shares.tsv, fitted together and checked."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Self

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from index.evidence import evidence_for
from index.fusion import bound, fuse_weighted, standings
from index.results import Evidence, ranked
from index.topic_shares import OF_ALL, shares_from
from scripts.ranking_fit.asked import LabelledSet, Numbers

STRENGTH = 0.3  # inverse penalty on the coefficients, all evidence scaled to a standard deviation of 1
FOLDS = 10
SHOWN = 5
SHARE = [field.name for field in fields(Evidence)].index("answered_share")

Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class FirstResults:
    """The first result of each question of a set.

    `evidence` has shape (n_questions, n_pieces), `topics` (n_questions, n_topics); `answerable`, `first` (the first
    result answers), `among_five` and `learnt_from` (by the encoder) have shape (n_questions,).
    """

    evidence: Numbers
    topics: Numbers
    answerable: Truths
    first: Truths
    among_five: Truths
    learnt_from: Truths

    def some(self, rows: npt.NDArray[np.intp]) -> Self:
        """Those of some questions."""
        return type(self)(*(getattr(self, field.name)[rows] for field in fields(self)))


def first_results(some: LabelledSet, weights: Mapping[str, float], learnt_from: bool) -> FirstResults:
    """What comes first for every question of a set, with these weights; has the encoder learnt from the set?"""
    evidence, first, five = [], [], []
    for each in some.asked:
        ids, scores = each.candidates.ids, each.candidates.scores
        best = ranked(bound(fuse_weighted(scores, ids, weights), each.ruled_out), SHOWN)
        answers = dict(zip(ids, each.answers.tolist(), strict=True))
        first.append(answers[best[0].id])
        five.append(any(answers[hit.id] for hit in best))
        standing = standings(best[:1], scores, ids, each.ruled_out)[best[0].id]
        text = each.texts[ids.index(best[0].id)]
        evidence.append(astuple(evidence_for(best[0].id, text, each.candidates, standing, each.evidence)))
    topics = np.array([each.question.topics for each in some.asked], dtype=np.float64)
    answerable = np.array([each.answerable for each in some.asked])
    learnt = np.full(len(answerable), learnt_from)
    return FirstResults(np.array(evidence), topics, answerable, np.array(first), np.array(five), learnt)


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """Intercept and coefficients, for evidence in its own units, and the share of every topic and of all."""

    intercept: float
    coefficients: Numbers
    shares: Mapping[str, float]

    @classmethod
    def fitted(cls, sets: Sequence[FirstResults], kinds: Sequence[str]) -> Self:
        """Fit on some sets. A set's shares are counted on the others, as those of a new clinic's questions are.

        Args:
            sets: at least two.
            kinds: the topics, in the order of `FirstResults.topics`.
        """
        parts = [
            with_shares(one, _counted([other for other in sets if other is not one], kinds), kinds) for one in sets
        ]
        evidence, right = np.concatenate(parts), np.concatenate([one.answerable for one in sets])
        # Cosines are higher in sets that the encoder has learnt from. What that adds is fitted apart, and not served.
        learnt = np.concatenate([one.learnt_from for one in sets])
        mean, spread = evidence.mean(axis=0), evidence.std(axis=0) + 1e-9
        model = LogisticRegression(C=STRENGTH).fit(np.column_stack([(evidence - mean) / spread, learnt]), right)
        coefficients = model.coef_[0, :-1] / spread
        return cls(float(model.intercept_[0] - coefficients @ mean), coefficients, _counted(sets, kinds))

    def probability(self, results: FirstResults, kinds: Sequence[str]) -> Numbers:
        """The confidence in each first result, 0 to 1."""
        made: Numbers = 1 / (
            1 + np.exp(-(self.intercept + with_shares(results, self.shares, kinds) @ self.coefficients))
        )
        return made


def with_shares(results: FirstResults, shares: Mapping[str, float], kinds: Sequence[str]) -> Numbers:
    """The evidence, with these shares in place of those that it was gathered with."""
    evidence = results.evidence.copy()
    evidence[:, SHARE] = results.topics @ np.array([shares.get(kind, shares[OF_ALL]) for kind in kinds])
    return evidence


def cross_validated(own: FirstResults, others: Sequence[FirstResults], kinds: Sequence[str]) -> Numbers:
    """The confidence of each question of a set, from other sets and the other folds of its own."""
    sure = np.zeros(len(own.answerable))
    for learn, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(own.evidence, own.answerable):
        sure[test] = ConfidenceModel.fitted([*others, own.some(learn)], kinds).probability(own.some(test), kinds)
    return sure


def _counted(sets: Sequence[FirstResults], kinds: Sequence[str]) -> dict[str, float]:
    topics, answerable = (np.concatenate([getattr(one, name) for one in sets]) for name in ("topics", "answerable"))
    return shares_from(kinds, topics, answerable)

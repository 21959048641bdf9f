"""The weights of index/fusion.py and index/meant_pages.py: conditional logits over candidates, and over pages."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import logsumexp

from index.fusion import OF_PAGES, WEIGHTS, fuse_weighted
from index.results import Candidates
from scripts.ranking_fit.asked import LabelledSet, Numbers

PENALTY = 0.003  # on the squares of the weights, in the units of UNITS
PAGE_PENALTY = 0.01  # on the squares of the weights of pages
UNITS = {"titled": 10.0, "sentence": 10.0, "titled_sentence": 10.0, "lexical": 0.5, "topic": 3.0, "operation": 1.0}


def features_of(candidates: Candidates) -> Numbers:
    """Shape (n_candidates, n_scorers), in the units of UNITS."""
    return np.array([np.array(candidates.scores[name]) * unit for name, unit in UNITS.items()]).T


def fitted_weights(sets: Sequence[LabelledSet]) -> dict[str, float]:
    """The weights under which the passages that answer are likeliest to be first; none is below 0."""
    rows = [(features_of(each.candidates), each.answers) for some in sets for each in some.asked if each.answers.any()]
    found = fitted_choice(rows, PENALTY)
    fitted = {name: round(float(weight * unit), 2) for (name, unit), weight in zip(UNITS.items(), found, strict=True)}
    return {**WEIGHTS, **fitted}  # that of the kind is set, not fitted


def fitted_weight_of_pages(sets: Sequence[LabelledSet]) -> dict[str, float]:
    """The weights as they are, but for that of the operation, which is fitted."""
    rows = []
    for each in (each for some in sets for each in some.asked if each.answers.any()):
        scores = {name: values for name, values in each.candidates.scores.items() if name not in OF_PAGES}
        others = list(fuse_weighted(scores, each.candidates.ids).values())
        rows.append((np.column_stack([others, each.candidates.scores["operation"]]), each.answers))
    scale, weight = fitted_choice(rows, PENALTY)
    return {**WEIGHTS, "operation": round(float(weight / scale), 2)}


def fitted_pages(sets: Sequence[LabelledSet]) -> tuple[float, ...]:
    """The weights under which the pages about the operation asked for are likeliest to be meant."""
    rows = [(each.page_features, each.meant) for some in sets for each in some.asked if each.meant.any()]
    return tuple(round(float(weight), 2) for weight in fitted_choice(rows, PAGE_PENALTY))


def fitted_choice(rows: Sequence[tuple[Numbers, npt.NDArray[np.bool_]]], penalty: float) -> Numbers:
    """The weights, at least 0, of a conditional logit.

    Args:
        rows: for each question the features, shape (n_choices, n_features), and which choices are right.
        penalty: on the squares of the weights.
    """

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        total, slope = 0.0, np.zeros_like(weights)
        for features, right in rows:
            scores = features @ weights
            likely = np.exp(scores - logsumexp(scores))
            share = max(float(likely @ right), 1e-12)
            total -= np.log(share)
            slope += features.T @ (likely - likely * right / share)
        return float(total / len(rows) + penalty * weights @ weights), slope / len(rows) + 2 * penalty * weights

    n_features = rows[0][0].shape[1]
    start = np.full(n_features, 0.3)
    found: Numbers = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * n_features).x
    return found

"""Several scores of a passage into one. All are on scales of their own that do not change from question to question."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nlargest

import numpy as np

from corpus.records import PASSAGE_MARK
from index.results import Hit, Standing

# Fitted on the practice sets by scripts/fit_ranking.py, which prints them; see README, "How good it is", for what
# each one is worth. That of the kind was set: where all pages are about one operation, it lets the right kind win
# between passages that are nearly as good. Cosines and agreements lie between 0 and 1, BM25 between 0 and about 5.
WEIGHTS: Mapping[str, float] = {
    "titled": 6.9,
    "sentence": 2.5,
    "titled_sentence": 8.0,
    "lexical": 1.0,
    "topic": 3.5,
    "operation": 1.24,
    "kind": 0.3,
}
OF_PAGES = ("operation", "kind")  # the scorers that tell pages apart, and nothing on a page
STANDS_OUT = 5  # the rank that a passage is compared with
BOUND = 20.0  # what a passage loses whose page is about another operation: more than anything can make good


def fuse_weighted(
    scores: Mapping[str, Sequence[float]], passage_ids: Sequence[str], weights: Mapping[str, float] = WEIGHTS
) -> dict[str, float]:
    """One score a passage: the weighted sum of its scores.

    The exponential of a fused score is proportional to how likely the passage is the best answer, which is what the
    weights are fitted for.

    Args:
        scores: name of the scorer -> one score for each passage, higher is better.
        passage_ids: the passages, in the order of the scores.
        weights: name of the scorer -> weight, at least 0; a scorer that is not named does not count.

    Returns:
        Passage id -> score.

    Source: a conditional logit over the candidates of a question, McFadden, "Conditional logit analysis of
    qualitative choice behavior", 1973; in ranking known as ListNet's top-one loss (Cao et al., ICML 2007).
    """
    fused = np.zeros(len(passage_ids))
    for name in sorted(scores):
        fused += weights.get(name, 0.0) * np.asarray(scores[name], dtype=np.float64)
    return dict(zip(passage_ids, fused.tolist(), strict=True))


def bound(fused: Mapping[str, float], ruled_out: Collection[str]) -> dict[str, float]:
    """The scores with the passages of some pages, by page id, behind all others. Those keep their order."""
    if not ruled_out:
        return dict(fused)
    return {
        id_: score - BOUND if id_.partition(PASSAGE_MARK)[0] in ruled_out else score for id_, score in fused.items()
    }


def standings(
    hits: Iterable[Hit], scores: Mapping[str, Sequence[float]], passage_ids: Sequence[str], ruled_out: Collection[str]
) -> dict[str, Standing]:
    """Where each hit stands among all passages, but for what its page is about.

    Where the page on the right operation says nothing of what is asked, that of another often does.

    Returns:
        Passage id -> its standing.
    """
    said = fuse_weighted({name: values for name, values in scores.items() if name not in OF_PAGES}, passage_ids)
    others = {id_ for id_ in said if id_.partition(PASSAGE_MARK)[0] in ruled_out} if ruled_out else set()
    allowed = nlargest(STANDS_OUT, (score for id_, score in said.items() if id_ not in others))
    lowest = allowed[-1] if allowed else 0.0
    highest = max((said[id_] for id_ in others), default=-math.inf)
    return {hit.id: Standing(said[hit.id] - lowest, max(0.0, highest - said[hit.id])) for hit in hits}

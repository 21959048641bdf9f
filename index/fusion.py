"""Several channels' scores into one. Scores are standardised first, so that a cosine and a BM25 score compare."""

from collections.abc import Mapping, Sequence

import numpy as np

# Equal weight for every way of looking; see README, "How good it is", for what each one is worth.
WEIGHTS: Mapping[str, float] = {"passage": 1.0, "titled": 1.0, "sentence": 1.0, "question": 0.5, "lexical": 1.0}


ALIKE = 1e-6  # scores that spread less than this differ by rounding only


def fuse_standardised(
    channel_scores: Mapping[str, Sequence[float]], passage_ids: Sequence[str], weights: Mapping[str, float] = WEIGHTS
) -> dict[str, float]:
    """One score a passage: the weighted sum of how far it lies above the average in every channel.

    Args:
        channel_scores: channel name -> one score for each passage, higher is better.
        passage_ids: the passages, in the order of the scores.
        weights: channel name -> weight, at least 0; a channel that is not named does not count.

    Returns:
        Passage id -> score, in standard deviations; a channel that scores all passages alike adds 0.

    Source: score standardisation ("z-score" fusion), Montague and Aslam, "Relevance score normalization
    for metasearch", CIKM 2001.
    """
    fused = np.zeros(len(passage_ids))
    for name in sorted(channel_scores):
        scores = np.asarray(channel_scores[name], dtype=np.float64)
        spread = scores.std() if passage_ids else 0.0
        if spread > ALIKE:
            fused += weights.get(name, 0.0) * (scores - scores.mean()) / spread
    return dict(zip(passage_ids, fused.tolist(), strict=True))

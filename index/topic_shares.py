"""How often the pages of clinics answer questions about each topic, as counted on labelled questions.

Nearly every page says how long people stay, and hardly any what the car park costs. The shares stand in
`topic_shares.tsv`, for people to read; scripts/fit_ranking.py counts them, together with the coefficients that go with
them.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.classifier import Probabilities

FILE = Path(__file__).parent / "topic_shares.tsv"
DOUBT = 4.0  # questions of a topic by which its share is drawn half way to that of all; from 2 to 15 nothing changes
OF_ALL = "all"  # the line of all topics together: the share of a topic that nobody has counted

Numbers = npt.NDArray[np.float64]


class TopicShares:
    """The share of questions that pages answer, 0 to 1, by topic."""

    def __init__(self, kinds: Sequence[str], shares: Mapping[str, float]) -> None:
        """Args:
        kinds: the topics, in the order of a question's probabilities.
        shares: by topic, and under `OF_ALL` that of all.
        """
        self._shares = np.array([shares.get(kind, shares[OF_ALL]) for kind in kinds], dtype=np.float32)

    def of(self, topics: Probabilities) -> float:
        """The share of a question that asks about topics with these probabilities, shape (n_topics,)."""
        return float(topics @ self._shares)


@cache
def counted_shares() -> dict[str, float]:
    """Topic -> share, as the file has them."""
    lines = (line.split("\t") for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {topic: float(share) for topic, share in lines}


def shares_from(kinds: Sequence[str], topics: Numbers, answerable: npt.NDArray[np.bool_]) -> dict[str, float]:
    """Count the share of every topic.

    Args:
        kinds: the topics.
        topics: the probabilities of each question's topics, shape (n_questions, n_topics).
        answerable: whether the pages answer it, shape (n_questions,).

    Returns:
        Topic -> share, drawn towards that of all questions where few ask about it; and `OF_ALL`.

    Source: additive smoothing with the share of all as prior, as in Zhai and Lafferty, "A study of smoothing methods
    for language models", 2004.
    """
    of_all = float(answerable.mean())
    shares = of_all + (answerable - of_all) @ topics / (topics.sum(axis=0) + DOUBT)
    return {OF_ALL: of_all, **dict(zip(kinds, shares.tolist(), strict=True))}


def write_shares(shares: Mapping[str, float]) -> None:
    """Write the file, the topics that are answered least first."""
    FILE.write_text("\n".join([*_heading(), *_lines(shares)]) + "\n", "utf-8")


def _heading() -> Iterable[str]:
    yield "# The share of labelled questions on each topic that pages answer. Written by scripts/fit_ranking.py."


def _lines(shares: Mapping[str, float]) -> Iterable[str]:
    for topic, share in sorted(shares.items(), key=lambda item: (item[0] != OF_ALL, item[1], item[0])):
        yield f"{topic}\t{share:.3f}"

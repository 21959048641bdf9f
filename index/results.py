"""What a search gives, and the one function that sorts. A higher score is always better."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.records import Page, Passage, Span


class Hit(NamedTuple):
    """The id of a passage (or of a sentence, inside a sentence store) and its score."""

    id: str
    score: float


Ranking = tuple[Hit, ...]


def ranked(scores: Mapping[str, float], k: int) -> Ranking:
    """The `k` highest scores, best first; equal scores are ordered by id, so every run agrees."""
    by_id = sorted(scores.items())  # the second sort keeps this order among equal scores
    return tuple(map(Hit._make, sorted(by_id, key=itemgetter(1), reverse=True)[:k]))


@dataclass(frozen=True, slots=True)
class Candidates:
    """The passages that may answer a question, and name of the scorer -> the score of each, in the same order."""

    ids: tuple[str, ...]
    scores: Mapping[str, Sequence[float]]

    def scores_of(self, passage_id: str) -> dict[str, float]:
        """Name of the scorer -> the score of one of the candidates."""
        row = self.ids.index(passage_id)
        return {name: values[row] for name, values in self.scores.items()}


class Standing(NamedTuple):
    """How far the fused score of a passage lies above that of the fifth, and below that of the best ruled out.

    Passages of pages that the question does not mean are ruled out; where there is none, `missed` is 0.
    """

    lead: float
    missed: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a passage being an answer, or against it.

    `sentence` and `titled_sentence` are cosines of the question with the passage's best sentence, alone and with
    what stands above it. `topic` says how far its topic agrees with the question's, 0 to 1. `lead` and `missed` are
    those of its `Standing`. `words` is the logarithm of the number of words in the question. `one_topic` is the
    probability of the question's likeliest topic, 0 to 1, and `answered_share` how often pages answer questions on its
    topics, 0 to 1. `unknown_words` is the logarithm of 1 and the number of its words that no passage holds.
    `lacks_figure` is 1 where it asks for a figure and the passage holds none, else 0.
    """

    sentence: float
    titled_sentence: float
    topic: float
    lead: float
    missed: float
    words: float
    one_topic: float
    answered_share: float
    unknown_words: float
    lacks_figure: float


@dataclass(frozen=True, slots=True)
class Place:
    """A passage and the page it stands on."""

    passage: Passage
    page: Page


@dataclass(frozen=True, slots=True)
class Found:
    """One passage that was found: where it stands, how well it fits, and its words that fit best.

    `score` is the fused score; `channel_scores` holds each channel's own.
    `confidence` is the estimated probability, 0 to 1, that this passage answers.
    `page` is without its blocks. `operation` is the label of the operation that its page is about, where that is plain.
    `also_in` are other places that say the same in nearly the same words.
    """

    passage: Passage
    page: Page
    score: float
    channel_scores: Mapping[str, float]
    highlight: Span
    evidence: Evidence
    confidence: float
    operation: str | None = None
    also_in: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The passages found for one question, best first, and how sure the index is of the first.

    `corrected` are the words that were taken for slips, with what was searched instead.
    `also_searched` are the plain words of its shorthand, and the labels of the topics that it was taken to ask about.
    `stages` are the seconds that each stage took.
    `vector` is that of the question, shape (dim,); None where it was corrected or its shorthand written out.
    `unfamiliar` says that it holds words that nobody knows, as one in another language does.
    """

    found: tuple[Found, ...]
    confidence: float
    corrected: Mapping[str, str] = field(default_factory=dict)
    also_searched: tuple[str, ...] = ()
    stages: Mapping[str, float] = field(default_factory=dict, compare=False)
    vector: npt.NDArray[np.float32] | None = field(default=None, compare=False)
    unfamiliar: bool = False

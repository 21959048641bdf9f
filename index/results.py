"""What a search gives, and the one function that sorts. A higher score is always better."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from corpus.records import Page, Passage, Span


class Hit(NamedTuple):
    """The id of a passage (or of a sentence, inside a sentence store) and its score."""

    id: str
    score: float


Ranking = tuple[Hit, ...]


def ranked(scores: Mapping[str, float], k: int) -> Ranking:
    """The `k` highest scores, best first; equal scores are ordered by id, so every run agrees."""
    best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:k]
    return tuple(Hit(id_, score) for id_, score in best)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a passage being an answer.

    `sentence` and `passage` are cosines of the question with the passage's best sentence and with all of it.
    `known_words` is the share of the question's words that the pages use at all, 0 to 1.
    `lead` is how far its fused score lies above that of the fifth passage, in standard deviations.
    """

    sentence: float
    passage: float
    known_words: float
    lead: float


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
    `also_in` are other places that say the same in nearly the same words.
    """

    passage: Passage
    page: Page
    score: float
    channel_scores: Mapping[str, float]
    highlight: Span
    evidence: Evidence
    confidence: float
    also_in: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The passages found for one question, best first, and how sure the index is of the first."""

    found: tuple[Found, ...]
    confidence: float

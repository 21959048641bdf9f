"""What speaks for a passage being an answer, gathered from the question, the ranking and the passage's words."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from index.figures_asked import asks_for_a_figure, holds_a_figure
from index.protocols import EncodedQuestion
from index.results import Candidates, Evidence, Standing
from index.topic_shares import TopicShares

SHORTEST_TELLING = 3  # letters; shorter words say little, figures apart


@dataclass(frozen=True, slots=True)
class QuestionEvidence:
    """What the question alone says of how likely any passage is to answer it.

    `words`, `one_topic`, `answered_share` and `unknown_words` are those of `Evidence`.
    `asks_for_a_figure` says that it asks how long, how many, when and the like.
    """

    words: float
    one_topic: float
    answered_share: float
    unknown_words: float
    asks_for_a_figure: bool


def question_evidence(question: EncodedQuestion, shares: TopicShares, known: Callable[[str], bool]) -> QuestionEvidence:
    """The evidence of a question.

    Args:
        question: what was asked.
        shares: how often pages answer questions on its topics.
        known: tells whether any passage holds a word, normalised.
    """
    telling = {word for word in question.words if len(word) >= SHORTEST_TELLING or word.isdigit()}
    return QuestionEvidence(
        words=math.log(max(1, len(question.text.split()))),
        one_topic=float(question.topics.max()),
        answered_share=shares.of(question.topics),
        unknown_words=math.log1p(sum(not known(word) for word in telling)),
        asks_for_a_figure=asks_for_a_figure(question.text),
    )


def evidence_for(
    passage_id: str, text: str, candidates: Candidates, standing: Standing, asked: QuestionEvidence
) -> Evidence:
    """The evidence for one passage of a ranking.

    Args:
        passage_id: one of the candidates.
        text: its words.
        candidates: all passages that may answer.
        standing: where it stands among them.
        asked: the evidence of the question.
    """
    scores = candidates.scores_of(passage_id)
    return Evidence(
        sentence=scores["sentence"],
        titled_sentence=scores["titled_sentence"],
        topic=scores["topic"],
        lead=standing.lead,
        missed=standing.missed,
        words=asked.words,
        one_topic=asked.one_topic,
        answered_share=asked.answered_share,
        unknown_words=asked.unknown_words,
        lacks_figure=float(asked.asks_for_a_figure and not holds_a_figure(text)),
    )

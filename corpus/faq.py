"""Question-answer pairs that a page states: a heading that asks, and the text that answers under it."""

import re

from corpus.records import BlockKind, Section, Span
from corpus.split import Thought, sentences_of

MAX_ANSWER_WORDS = 120  # a longer text under a question is a chapter, and is split like any other

FEWEST_LOST = 3  # fewer paragraphs under an FAQ heading are an introduction
FAQ_HEADING = re.compile(
    r"\b(frequently|commonly|often) asked questions\b|\bfaqs?\b|\bquestions (and|&) answers\b|\bq ?& ?a\b",
    re.IGNORECASE,
)
# Questions that a page puts to its reader, to lead into an invitation; no patient asks them.
ASKS_THE_READER = re.compile(
    r"(do|are|have|did|would|could) (you|your|these|any of)\b|(ready|need|looking|want|worried|suffering|struggling)\b",
    re.IGNORECASE,
)


def stated_question(section: Section) -> str | None:
    """The question that the section's own heading asks, or None.

    A question put to the reader is none, unless it stands under an FAQ heading: there, "Do you have parking?" is
    the reader's own.
    """
    *above, heading = section.path or ("",)
    put_to_the_reader = ASKS_THE_READER.match(heading) and not any(FAQ_HEADING.search(words) for words in above)
    return heading if heading.endswith("?") and not put_to_the_reader else None


def stated_answer(section: Section, text: str) -> Thought | None:
    """The whole text under a question heading as one answer, or None where there is none or it is too long."""
    sentences = sentences_of(section.blocks, text)
    if not sentences:
        return None
    answer = _answer_of(sentences)
    words = sum(len(sentence.of(text).split()) for sentence in answer.sentences)
    return answer if words <= MAX_ANSWER_WORDS else None


def whole_answer(section: Section, text: str) -> Thought:
    """Everything that a section says, as one answer. The section must hold words."""
    return _answer_of(sentences_of(section.blocks, text))


def _answer_of(sentences: list[Span]) -> Thought:
    return Thought(Span(sentences[0].start, sentences[-1].end), tuple(sentences))


def lost_questions(section: Section) -> bool:
    """Whether a section is a list of answers whose questions were lost: paragraphs right under an FAQ heading.

    The caller has to see that no question heading stands below the same FAQ heading: then these paragraphs
    only lead into the questions.
    """
    heading = section.path[-1] if section.path else ""
    paragraphs = all(block.kind is BlockKind.PARAGRAPH for block in section.blocks)
    return bool(FAQ_HEADING.search(heading)) and paragraphs and len(section.blocks) >= FEWEST_LOST

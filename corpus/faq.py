"""Question-answer pairs that a page states: a heading that asks, and the text that answers under it."""

import re

from corpus.records import Section, Span
from corpus.split import Thought, thoughts_of

MAX_ANSWER_WORDS = 120  # a longer text under a question is a chapter, and is split like any other

# Questions that a page puts to its reader, to lead into an invitation; no patient asks them.
ASKS_THE_READER = re.compile(
    r"(do|are|have|did|would|could) (you|your|these|any of)\b|(ready|need|looking|want|worried|suffering|struggling)\b",
    re.IGNORECASE,
)


def stated_question(section: Section) -> str | None:
    """The question that the section's own heading asks, or None. A question put to the reader is not one."""
    heading = section.path[-1] if section.path else ""
    return heading if heading.endswith("?") and not ASKS_THE_READER.match(heading) else None


def stated_answer(section: Section, text: str) -> Thought | None:
    """The whole text under a question heading as one answer, or None where it is too long to be one."""
    sentences = [sentence for thought in thoughts_of(section, text) for sentence in thought.sentences]
    words = sum(len(sentence.of(text).split()) for sentence in sentences)
    if not sentences or words > MAX_ANSWER_WORDS:
        return None
    return Thought(Span(sentences[0].start, sentences[-1].end), tuple(sentences))

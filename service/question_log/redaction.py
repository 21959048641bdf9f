"""A question as the log may hold it: in our own words' vocabulary, without figures and names that tell who asks."""

import re
from collections.abc import Mapping

from service.question_log.identifiers import without_identifiers
from service.question_log.names import ALSO_NAMES, without_names
from service.question_log.vocabulary import WORD, load_vocabulary, plain_word

UNKNOWN = "[word]"
MARK_OR_WORD = re.compile(rf"\[[a-z]+\]|(?P<word>{WORD.pattern})")
SAME_MARKS = re.compile(r"(\[[a-z]+\])(?:[\s,.&'-]*\1)+")
# A known word next to an unknown one may be the rest of a name: Rolls [word], [word] Hill.
CAPITAL_BEFORE = re.compile(
    r"\b(?!(?:Am|Are|Can|Did|Do|Does|Has|Have|How|I|Is|May|My|Should|The|What|When|Who|Will)\b)"
    r"[A-Z][a-z]+(?=[\s-]\[(?:word|name)\])"
)
WORD_AFTER = re.compile(r"(?<=\[(?:word|name)\] )[^\W\d_]+")
LONGEST_KEPT = 300  # characters; what is longer is a story, and a story is somebody's own
SHOUTED_FROM = 0.6  # the share of capital letters from which they say nothing of names


class Redactor:
    """Takes out of questions what can tell who asked. Safe to share between threads."""

    def __init__(self, vocabulary: frozenset[str] | None = None) -> None:
        """`vocabulary` holds the words that may be kept; None takes those of our word lists."""
        self._vocabulary = load_vocabulary() if vocabulary is None else vocabulary

    def redacted(self, question: str, corrected: Mapping[str, str] | None = None) -> str:
        """A question without what can tell who asked; nothing at all of one that is long.

        Args:
            question: as typed.
            corrected: words that were taken for slips of typing, with what was meant.
        """
        if len(question) > LONGEST_KEPT:
            return ""
        letters = [c for c in question if c.isalpha()]
        if letters and sum(c.isupper() for c in letters) / len(letters) > SHOUTED_FROM:
            question = question.lower()
        meant = {plain_word(typed): used for typed, used in (corrected or {}).items()}

        def kept(found: re.Match[str]) -> str:
            if not found["word"]:
                return found[0]
            word = meant.get(plain_word(found[0]), found[0])
            known = all(self._is_known(plain_word(part)) for part in WORD.findall(word))
            return word if known else UNKNOWN

        text = MARK_OR_WORD.sub(kept, without_names(without_identifiers(question)))
        text = CAPITAL_BEFORE.sub(UNKNOWN, text)
        text = WORD_AFTER.sub(lambda found: UNKNOWN if _is_rather_name(found[0]) else found[0], text)
        return SAME_MARKS.sub(r"\1", " ".join(text.split()))

    def _is_known(self, word: str) -> bool:
        return word in self._vocabulary or word.removesuffix("'s") in self._vocabulary


def _is_rather_name(word: str) -> bool:
    return word[0].isupper() or word in ALSO_NAMES

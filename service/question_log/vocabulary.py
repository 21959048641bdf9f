"""The words that the question log may keep: those that our own word lists use in small letters.

The lists hold some 15,000 words of patients and clinics, and no person. Whatever is not among them, a name first of
all, never reaches the disk. A rare but harmless word is lost as well, which is the cheaper mistake.
"""

import re
from pathlib import Path

import corpus

KNOWLEDGE = Path(corpus.__file__).parent / "knowledge"
NOT_INSTALLED = "practice"  # a checkout has these sets, an installed package has not
RATHER_NAMES = frozenset(("bishop", "eve", "frank", "jack", "mason", "ruby"))  # in small letters, too
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def load_vocabulary() -> frozenset[str]:
    """Every word that stands in small letters in a word list."""
    lists = [path for path in KNOWLEDGE.rglob("*.yaml") if NOT_INSTALLED not in path.parts]
    words = (word for path in lists for word in WORD.findall(path.read_text("utf-8")))
    return frozenset(plain_word(word) for word in words if word.islower()) - RATHER_NAMES


def plain_word(word: str) -> str:
    """A word in small letters, with straight apostrophes."""
    return word.lower().replace("’", "'")

"""Slips of typing as they happen on a phone, put into the questions that the encoder learns from."""

import re
from random import Random

from index.slips import KEY_ROWS

NEIGHBOURS = {key: (row[max(0, n - 1) : n] + row[n + 1 : n + 2]) for row in KEY_ROWS for n, key in enumerate(row)}
SHORTEST = 4  # letters; a shorter word with a slip in it is often another word


def with_slips(rng: Random, text: str, rate: float) -> str:
    """The text with a slip in about this share of its longer words."""
    return " ".join(
        _slipped(rng, word) if len(word) >= SHORTEST and rng.random() < rate else word for word in text.split(" ")
    )


def _slipped(rng: Random, word: str) -> str:
    """The word with a letter left out, two swapped, one doubled, the key beside it, or a vowel left out."""
    at = rng.randrange(1, len(word) - 1)
    before, letter, following, after = word[:at], word[at], word[at + 1], word[at + 2 :]
    match rng.randrange(5):
        case 0:
            return before + following + after
        case 1:
            return before + following + letter + after
        case 2:
            return before + letter + letter + following + after
        case 3:
            return before + rng.choice(NEIGHBOURS.get(letter.lower(), letter)) + following + after
        case _:
            return word[0] + re.sub("[aeiou]", "", word[1:], count=1)

"""Short forms that texts define themselves: "posterior cervical fusion (PCF)", "PCF (posterior cervical fusion)".

Source: Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text", Pacific
Symposium on Biocomputing 2003. The limits below are theirs, but for the capitals, which keep out "hip (see below)".
"""

import re
from collections.abc import Iterator

BRACKET = re.compile(r"\(([^()]{2,120})\)")  # the longest long form is far below 120 characters
SENTENCE_END = re.compile(r"[.!?;:]\s|\n|[()]")
LEAST_LETTERS, MOST_LETTERS, MOST_SHORT_WORDS = 2, 10, 2  # of a short form
FIRST_PART = re.compile(r"[,;]")  # "(PCF, from the back)": the short form ends there
LEAST_CAPITALS = 2


def definitions_in(text: str) -> Iterator[tuple[str, str]]:
    """Each (short form, long form) that a text defines, as they stand in it, in its order."""
    for bracket in BRACKET.finditer(text):
        inside = FIRST_PART.split(bracket.group(1))[0].strip()
        before = SENTENCE_END.split(text[max(0, bracket.start() - 200) : bracket.start()])[-1].split()
        if not before:
            continue
        if is_short_form(inside):
            words = before[-_most_words(inside) :]
            short, long = inside, best_long_form(inside, " ".join(words))
        else:
            short = before[-1]
            whole = len(inside.split()) <= _most_words(short) and is_short_form(short)
            long = best_long_form(short, inside) if whole else None
        if long:
            yield short, long


def is_short_form(text: str) -> bool:
    """Whether a text may be a short form: 2 to 10 characters, one or two words, begun by a letter or a figure."""
    return (
        LEAST_LETTERS <= len(text) <= MOST_LETTERS
        and len(text.split()) <= MOST_SHORT_WORDS
        and text[0].isalnum()
        and sum(map(str.isupper, text)) >= LEAST_CAPITALS
    )


def best_long_form(short: str, long: str) -> str | None:
    """The shortest end of `long` that holds the letters of `short` in order, its first letter at the start of a word.

    None where there is none, or where it is no longer than the short form or holds it.
    """
    end = len(long)
    for position in range(len(short) - 1, -1, -1):
        letter = short[position].lower()
        if not letter.isalnum():
            continue
        end -= 1
        while end >= 0 and (long[end].lower() != letter or (position == 0 and end > 0 and long[end - 1].isalnum())):
            end -= 1
        if end < 0:
            return None
    found = long[end:]
    return found if len(found) > len(short) and short not in found.split() else None


def _most_words(short: str) -> int:
    """The words that a long form may have: the least of twice the letters, and five more than there are."""
    return min(len(short) + 5, 2 * len(short))

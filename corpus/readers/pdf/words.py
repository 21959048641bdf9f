"""The words of a paragraph: its rows joined, and words mended that were parted at the end of a row."""

import re
from collections.abc import Callable, Sequence

from corpus.readers.pdf.rows import Row

MAX_LETTERS = 60  # in a word


def joiner(pages: Sequence[list[list[Row]]]) -> Callable[[Sequence[str]], str]:
    """A function that joins the rows of a paragraph, hyphens at their ends as the file itself writes these words."""
    rows = (row for stretches in pages for stretch in stretches for row in stretch)
    seen = {word for row in rows for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", row.words.lower())}

    def join(rows: Sequence[str]) -> str:
        words = rows[0]
        for row in rows[1:]:
            words = joined(words, row, seen)
        return words.replace("\u00ad", "")

    return join


def joined(words: str, row: str, seen: set[str]) -> str:
    """Words with one more row. `seen` holds the words of the file, in small letters, with their hyphens."""
    if words.endswith("\u00ad"):
        return words[:-1] + row
    if not re.search(r"\w[-\u2010]$", words[-2:]):
        return f"{words} {row}"
    first, second = re.search(r"[^\W\d_]+$", words[-MAX_LETTERS:-1]), re.match(r"[^\W\d_]+", row)
    if second and second[0] in ("and", "or", "to"):
        return f"{words} {row}"  # "pre- and post-operative"
    if not first or not second or not second[0][0].islower():
        return words + row
    halves = first[0].lower(), second[0]
    return words + row if "-".join(halves) in seen and "".join(halves) not in seen else words[:-1] + row

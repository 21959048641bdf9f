"""Shorthand of hospital staff and its plain words: YAML for clinicians to read and review.

What the clinic's own pages define is found by `index/definitions.py`, and goes first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.errors import SourceError
from corpus.word_lists import Shape, read_entries

ABBREVIATIONS = Path(__file__).parent / "knowledge" / "abbreviations.yaml"
SHAPE = Shape(entry="abbreviation", texts=("means",), filled=("typed",), optional=("capitals",))


@dataclass(frozen=True, slots=True)
class Shorthand:
    """Short forms and what they mean.

    `in_capitals` are those that count only as they are written; the keys of `in_any_case` are in small letters.
    """

    in_capitals: Mapping[str, str]
    in_any_case: Mapping[str, str]


@cache
def load_abbreviations(path: Path = ABBREVIATIONS) -> Shorthand:
    """The reviewed list. Read once in a process.

    Raises:
        SourceError: the file cannot be used, `capitals` is not `true`, or a short form is given two meanings; the
            message names the entry and what to mend.
    """
    in_capitals: dict[str, str] = {}
    in_any_case: dict[str, str] = {}
    for entry in read_entries([path], SHAPE):
        capitals = entry.texts.get("capitals", "false")
        if capitals not in ("true", "false"):
            raise SourceError(f"`capitals` of {entry.where} is {capitals!r}. Write `true`, or take it away.")
        meant = in_capitals if capitals == "true" else in_any_case
        for typed in entry.lists["typed"]:
            short = typed if capitals == "true" else typed.lower()
            if short in meant:
                raise SourceError(
                    f"{typed!r} of {entry.where} already means {meant[short]!r}. A short form that can mean two things "
                    "means neither: take it away from both."
                )
            meant[short] = entry.texts["means"]
    return Shorthand(in_capitals, in_any_case)

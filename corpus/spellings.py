"""How people spell on phones, and which words no speller may touch: YAML for anyone to read and review.

Only spellings that can mean one word, whatever the question; slips of the finger are found by `index/spelling.py`.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from corpus.errors import SourceError
from corpus.word_lists import Shape, read_entries

KNOWLEDGE = Path(__file__).parent / "knowledge"
PHONE_SPELLINGS, LEFT_ALONE = KNOWLEDGE / "phone_spellings.yaml", KNOWLEDGE / "left_alone.yaml"
SPELLINGS_SHAPE = Shape(entry="word", texts=("means",), filled=("typed",))
LEFT_ALONE_SHAPE = Shape(entry="group", texts=("why",), filled=("words",))


@cache
def load_phone_spellings(path: Path = PHONE_SPELLINGS) -> Mapping[str, str]:
    """What is typed -> the word it means, all in small letters. Read once in a process.

    Raises:
        SourceError: the file cannot be used, or a spelling is given to two words; the message says which.
    """
    meant: dict[str, str] = {}
    for entry in read_entries([path], SPELLINGS_SHAPE):
        for typed in entry.lists["typed"]:
            if typed in meant:
                raise SourceError(
                    f"{typed!r} of {entry.where} already means {meant[typed]!r}. A spelling that can mean two words "
                    "means neither: take it away from both."
                )
            meant[typed] = entry.texts["means"]
    return meant


@cache
def load_left_alone(path: Path = LEFT_ALONE) -> frozenset[str]:
    """Words in small letters that are right although no page and no word list may hold them. Read once in a process.

    Raises:
        SourceError: the file cannot be used; the message names it, the group and what to mend.
    """
    lines = (line for entry in read_entries([path], LEFT_ALONE_SHAPE) for line in entry.lists["words"])
    return frozenset(word for line in lines for word in line.split())

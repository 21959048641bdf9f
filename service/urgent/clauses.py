"""A message as sentences, and sentences as words in clauses: what the clues of signs are looked for in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

WORD = re.compile(r"[a-z0-9]+(?:[./][0-9]+)*\*?|[,:?]|(?<=\s)-+(?=\s)")
SENTENCE_END = re.compile(r"(?<=[.!?;\n])\s+|\n+|(?<=[a-z])[.;!](?=[A-Z])")
APOSTROPHES = str.maketrans("", "", "'’‘`´")
BREAKS = frozenset(", : -".split())
TURNS = frozenset("but however though although because so except yet and plus then".split())
SUBJECTS = frozenset(
    "i im ive he hes she shes it its we they my his her our their mum mums dad dads mom moms husband wife son daughter "
    "now just can should is what do does when how who am are there theres pt patient everything also please cant "
    "cannot feel feels feeling today still".split()
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: as typed, its words in small letters without apostrophes, and the clause of each word."""

    text: str
    words: tuple[str, ...]
    clauses: tuple[int, ...]
    asks: bool


def sentences_of(message: str) -> list[Sentence]:
    """The sentences of a message that hold words, in order."""
    read = (_sentence(text) for text in SENTENCE_END.split(message))
    return [sentence for sentence in read if sentence.words]


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text as clues are written in: "Can't pee" gives cant, pee."""
    return tuple(found for found in _pieces(text) if found not in BREAKS and found != "?")


def _pieces(text: str) -> list[str]:
    plain = text.lower().translate(APOSTROPHES).replace("can not ", "cannot ")
    return [found.replace("--", "-") for found in WORD.findall(plain)]


def _sentence(text: str) -> Sentence:
    pieces = _pieces(text)
    numbered = list(_in_clauses(pieces))
    return Sentence(text.strip(), tuple(w for w, _ in numbered), tuple(c for _, c in numbered), "?" in pieces)


def _in_clauses(pieces: list[str]) -> Iterator[tuple[str, int]]:
    """Each word with the number of its clause. A turn ("but") or a break before a subject begins another."""
    clause, before = 0, ""
    for position, piece in enumerate(pieces):
        if piece in BREAKS or piece == "?":
            before = piece
            continue
        follows = pieces[position + 1] if position + 1 < len(pieces) else ""
        turns = piece in TURNS and (piece == "but" or follows in SUBJECTS)
        if position and (turns or (before in BREAKS and piece in SUBJECTS)):
            clause += 1
        yield piece, clause
        before = piece

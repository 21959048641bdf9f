"""Urgent signs, what is easily taken for one, and whom to call: YAML for clinicians to read and review.

How a message is held against them is elsewhere, in `service/urgent`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from corpus.errors import SourceError
from corpus.word_lists import Entry, Shape, read_entries

KNOWLEDGE = Path(__file__).parent / "knowledge"
SIGNS_FILE, WORDS_FILE, LOOK_ALIKES_FILE = "urgent.yaml", "urgent_words.yaml", "urgent_look_alikes.yaml"
TOPICS_FILE, ADVICE_FILE, NUMBERS_FILE = "urgent_topics.yaml", "emergency_advice.yaml", "emergency_numbers.yaml"
PRESENT = "present"  # the one kind of wording that says that a sign is there
SIGN_PLACE = "{sign}"
UNNAMED_COUNTRY = "anywhere"  # its entry says "your local emergency number"
GROUP = re.compile(r"<([a-z-]+)>")

Level = Literal["emergency", "urgent"]
Called = Literal["emergency", "urgent", "crisis"]
Clue = tuple[tuple[str, ...], ...]
"""Words and word groups of which each must be there: (("leg", "arm"), ("numb", "tingl*"))."""


@dataclass(frozen=True, slots=True)
class UrgentSign:
    """Something that people write about when they may need help today. `says` are wordings of people who do."""

    id: str
    label: str
    level: Level
    advice: str
    names: tuple[str, ...]
    clues: tuple[Clue, ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A way in which words of a sign are used. All but the kind `present` are look-alikes.

    `cues` are words that mark it, `frames` sentences for the name of a sign, `says` whole messages.
    """

    id: str
    why: str
    cues: tuple[str, ...]
    frames: tuple[str, ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """What a person reads. Numbers stand in it as {emergency}, {department}, {urgent} and {crisis}."""

    id: str
    heading: str
    call: Called
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """Whom to call in a country. `crisis_lines` are sentences on who else will listen."""

    id: str
    label: str
    emergency: str
    department: str
    urgent: str
    crisis: str
    crisis_lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UrgentKnowledge:
    """Everything that is known about urgent signs, each part in the order of its file.

    `topics` are the ids of those of the question bank in which people ask about signs, too.
    """

    signs: tuple[UrgentSign, ...]
    wordings: tuple[Wording, ...]
    advice: Mapping[str, Advice]
    countries: Mapping[str, Country]
    topics: frozenset[str]


def load_urgent_knowledge(folder: Path = KNOWLEDGE) -> UrgentKnowledge:
    """What the six files say.

    Raises:
        SourceError: a file cannot be used; the message names it, the entry and what to mend.
    """
    groups = {entry.id: _alternatives(entry.lists["words"]) for entry in _read(folder, WORDS_FILE, WORDS_SHAPE)}
    advice = {entry.id: _advice(entry) for entry in _read(folder, ADVICE_FILE, ADVICE_SHAPE)}
    return UrgentKnowledge(
        tuple(_sign(entry, groups, advice) for entry in _read(folder, SIGNS_FILE, SIGN_SHAPE)),
        tuple(_wording(entry) for entry in _read(folder, LOOK_ALIKES_FILE, WORDING_SHAPE)),
        advice,
        load_countries(folder),
        frozenset(entry.id for entry in _read(folder, TOPICS_FILE, TOPIC_SHAPE)),
    )


def load_countries(folder: Path = KNOWLEDGE) -> dict[str, Country]:
    """The countries whose numbers are known, by id.

    Raises:
        SourceError: the file cannot be used.
    """
    entries = _read(folder, NUMBERS_FILE, COUNTRY_SHAPE)
    return {entry.id: Country(**entry.texts, crisis_lines=entry.lists["crisis_lines"]) for entry in entries}


SIGN_SHAPE = Shape("sign", ("label", "level"), ("names", "clues", "says"), optional=("advice",))
TOPIC_SHAPE = Shape("topic", (), ())
WORDS_SHAPE = Shape("word group", (), ("words",))
WORDING_SHAPE = Shape("wording", ("why",), (), ("cues", "frames", "says"))
ADVICE_SHAPE = Shape("advice", ("heading", "call"), ("advice",))
COUNTRY_SHAPE = Shape("country", ("label", "emergency", "department", "urgent", "crisis"), (), ("crisis_lines",))


def _read(folder: Path, file: str, shape: Shape) -> tuple[Entry, ...]:
    return read_entries([folder / file], shape)


def _sign(entry: Entry, groups: Mapping[str, tuple[str, ...]], advice: Mapping[str, Advice]) -> UrgentSign:
    level = _level(entry)
    shown = entry.texts.get("advice", level)
    if shown not in advice:
        raise SourceError(f"`advice` of {entry.where} is `{shown}`. Name one of: {', '.join(advice)}.")
    clues = tuple(_clue(clue, groups, entry) for clue in entry.lists["clues"])
    label, names, says = entry.texts["label"], entry.lists["names"], entry.lists["says"]
    return UrgentSign(entry.id, label, level, shown, names, clues, says)


def _level(entry: Entry) -> Level:
    for level in get_args(Level):
        if entry.texts["level"] == level:
            found: Level = level
            return found
    raise SourceError(f"`level` of {entry.where} is `{entry.texts['level']}`. Write emergency or urgent.")


def _clue(written: str, groups: Mapping[str, tuple[str, ...]], entry: Entry) -> Clue:
    unknown = [name for name in GROUP.findall(written) if name not in groups]
    if unknown:
        raise SourceError(f"<{unknown[0]}> in `clues` of {entry.where} is no group. Use: {', '.join(groups)}.")
    return tuple(
        tuple(word for named in _alternatives([part]) for word in groups.get(named.strip("<>"), (named,)))
        for part in written.split(" + ")
    )


def _alternatives(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.strip() for line in lines for word in line.split(" / "))


def _wording(entry: Entry) -> Wording:
    frames = entry.lists["frames"]
    for frame in frames:
        if SIGN_PLACE not in frame:
            raise SourceError(f"The frame {frame!r} of {entry.where} has no {SIGN_PLACE}. Write where the sign goes.")
    return Wording(entry.id, entry.texts["why"], _alternatives(entry.lists["cues"]), frames, entry.lists["says"])


def _advice(entry: Entry) -> Advice:
    for called in get_args(Called):
        if entry.texts["call"] == called:
            return Advice(entry.id, entry.texts["heading"], called, entry.lists["advice"])
    raise SourceError(f"`call` of {entry.where} is `{entry.texts['call']}`. Write emergency, urgent or crisis.")

"""The facts on which pages are compared, and the words by which a page states them.

They stand in `corpus/knowledge/facts.yaml`, for clinicians to read and review. How they are found is elsewhere.
"""

from dataclasses import dataclass
from pathlib import Path

from corpus.errors import SourceError
from corpus.word_lists import Entry, Shape, read_entries

FACTS = Path(__file__).parent / "knowledge" / "facts.yaml"
SHAPE = Shape(
    entry="fact",
    texts=("label",),
    filled=("measures", "cues"),
    lists=("unless", "asked"),
    optional=("least", "most"),
)
MEASURES = frozenset({"duration", "length", "weight", "share", "need"})


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that pages state with a figure, or of which they say whether it is needed.

    `cues` are the words by which a clause states it, `unless` those by which it states something else. `asked` are
    words of questions and headings about it, which need not repeat a cue. In all three, "..." stands for up to six
    other words, "/" parts alternatives, and "*" stands for any ending. Durations outside `least` to `most` are of
    something else.
    """

    id: str
    label: str
    measures: tuple[str, ...]
    cues: tuple[str, ...]
    unless: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    least: str | None = None
    most: str | None = None


def load_facts(path: Path = FACTS) -> tuple[Fact, ...]:
    """All facts, in the order of the file.

    Raises:
        SourceError: the file cannot be used; the message names the fact and what to mend.
    """
    return tuple(_fact(entry) for entry in read_entries([path], SHAPE))


def _fact(entry: Entry) -> Fact:
    for measure in entry.lists["measures"]:
        if measure not in MEASURES:
            known = ", ".join(sorted(MEASURES))
            raise SourceError(f"Nobody knows the measure {measure!r} of {entry.where}. Use: {known}.")
    return Fact(
        id=entry.id,
        label=entry.texts["label"],
        least=entry.texts.get("least"),
        most=entry.texts.get("most"),
        **entry.lists,
    )

"""One thing that was looked at, and whether it is as it should be."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`well` is false where something has to be mended; `what` says what was found, and how to mend it."""

    well: bool
    what: str

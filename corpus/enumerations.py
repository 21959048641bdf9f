"""The items of a list that a sentence runs together: "Risks: bleeding, infection, blood clots in the leg and pain"."""

import re

LEAST_ITEMS = 4  # fewer things in a row are what a sentence says, and not a list
LONGEST_ITEM = 15  # words; what is longer between two commas is a clause, not an item
LEAD_IN = re.compile(r"^[^:,;]{1,80}:\s+(?=\S)")
BETWEEN = re.compile(r"\s*;\s*(?:and\s+|or\s+)?|,\s+(?:and\s+|or\s+)?(?![^(]*\))")  # no comma in brackets parts items
LAST_TWO = re.compile(r"\s+(?:and|or)\s+")


def listed_items(sentence: str) -> tuple[str, ...]:
    """The items of a sentence that is a list, in order, without what leads in; none where it is no list.

    Patients ask for one item ("could I get a clot"), and a list of ten is near to none of its items in meaning.

    Args:
        sentence: one sentence, with or without its full stop.
    """
    pieces = BETWEEN.split(LEAD_IN.sub("", sentence).rstrip(" .;"))
    if len(pieces) < LEAST_ITEMS - 1:
        return ()
    *firsts, last = (piece.strip() for piece in pieces)
    items = tuple(piece for piece in (*firsts, *LAST_TWO.split(last, maxsplit=1)) if piece)
    if len(items) < LEAST_ITEMS or max(len(item.split()) for item in items) > LONGEST_ITEM:
        return ()
    return items

"""Passages that were looked up before, so that a question does not pay for reading them from the library again."""

from collections.abc import Sequence

from corpus.library import Library
from corpus.records import Passage

REMEMBERED = 5_000  # passages, some 10 MB: all of a clinic's; reading fifteen from the library takes half a millisecond


class RememberedPassages:
    """The passages of a library that does not change. Safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[str, Passage] = {}

    def with_ids(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages and pairs with these ids; an id that is not there is left out."""
        known = self._known
        missing = [id_ for id_ in ids if id_ not in known]
        if missing:
            known = known | self._library.passages_with(missing)
            # A new table in place of the old one: another thread that reads the old one is not disturbed.
            self._known = known if len(known) <= REMEMBERED else {id_: known[id_] for id_ in ids if id_ in known}
        return {id_: known[id_] for id_ in ids if id_ in known}

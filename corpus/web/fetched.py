"""What became of a web address: a page as its server gave it, or why there is none."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.readers import READERS, reader_for
from corpus.records import Seen
from corpus.sources import LeftOut


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as its server gave it.

    `address` is where it was found after all redirects, in the one spelling by which we know it.
    `charset` is what the server says the bytes are, if Python knows it; servers are often wrong.
    `canonical` is the address by which the page would rather be known.
    Where `unchanged`, the server says that nothing changed since `seen`; `data` and `media_type` are empty.
    """

    address: str
    data: bytes
    media_type: str
    charset: str | None
    seen: Seen
    canonical: str | None = None
    unchanged: bool = False

    @property
    def file_name(self) -> str:
        """A file name for the readers, with the ending of the media type."""
        name = self.address.partition("?")[0].rsplit("/", 1)[-1] or "index"
        reader = reader_for(name)
        if reader is not None and reader.media_type == self.media_type:
            return name
        ending = next((ending for ending, reader in READERS.items() if reader.media_type == self.media_type), "")
        return name + ending


class Why(StrEnum):
    """Why there is no page, for programs to decide by; the words for people are in the reason."""

    GONE = "gone"  # the server says there is no such page: withdraw it
    MOVED = "moved"  # the address leads to another one
    DUPLICATE = "duplicate"  # it is another page, which was read
    REFUSED = "refused"  # by robots.txt, by a login, or by our own guard
    UNUSABLE = "unusable"  # too large, or in a format that no reader knows
    UNREACHABLE = "unreachable"  # this time: an earlier version may stay, and so may pages that only it leads to
    BEYOND = "beyond"  # too deep, or one of too many with the same path: never asked for
    LIMIT = "limit"  # part of the site was not looked at: nothing is known of the pages that were not reached


@dataclass(frozen=True, slots=True)
class NotFetched(LeftOut):
    """An address that did not become a page."""

    why: Why

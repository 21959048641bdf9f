"""What an HTML page says of other pages: its links, and the address it would rather be known by."""

import re
import warnings
from dataclasses import dataclass
from itertools import islice

from bs4 import BeautifulSoup
from bs4.element import Tag
from bs4.exceptions import ParserRejectedMarkup
from bs4.filter import SoupStrainer

from corpus.errors import SourceError
from corpus.readers.encoding import decoded
from corpus.readers.html.walker import MAX_MARKS
from corpus.web.address import WebAddress, web_address

MAX_LINKS = 5_000  # far above any page for people; bounds the time that a made-up one can take
LINKING = ["a", "area", "base", "link", "meta"]


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Where a page leads, each address once and in the order of the page; `canonical` is its preferred address."""

    links: tuple[WebAddress, ...] = ()
    canonical: WebAddress | None = None


def links_of(data: bytes, address: WebAddress, charset: str | None = None) -> PageLinks:
    """The links of an HTML page that lies at `address`. Links marked nofollow are passed over."""
    with warnings.catch_warnings(action="ignore"):  # bs4 takes a short page for an address, and XHTML for XML
        try:
            text = _text(data, address, charset)
            if text.count("<") > MAX_MARKS:
                return PageLinks()
            soup = BeautifulSoup(text, "lxml", parse_only=SoupStrainer(LINKING))
        except (
            ParserRejectedMarkup,
            SourceError,
        ):  # a page without links is still a page; its reader will say what is wrong
            return PageLinks()
    base, canonical, follow = address, None, True
    found: list[str] = []
    for tag in soup.find_all(LINKING):
        place = _words(tag, "href")
        if tag.name == "base" and place:
            base = _address(place, address) or address
        elif tag.name in {"a", "area"} and place and "nofollow" not in _words(tag, "rel").lower().split():
            found.append(place)
        elif tag.name == "link" and place and "canonical" in _words(tag, "rel").lower().split():
            canonical = canonical or _address(place, base)
        elif tag.name == "meta":
            content = _words(tag, "content")
            if _words(tag, "name").lower() == "robots" and re.search(r"\b(nofollow|none)\b", content, re.IGNORECASE):
                follow = False
            moved = re.match(r"[\d.\s]*[;,]\s*url\s*=\s*['\"]?([^'\"]+)", content, re.IGNORECASE)
            if moved and _words(tag, "http-equiv").lower() == "refresh":
                found.append(moved[1])
    links = (
        (_address(place, base) for place in islice(dict.fromkeys(found), MAX_LINKS) if not place.startswith("#"))
        if follow
        else ()
    )
    return PageLinks(tuple(dict.fromkeys(link for link in links if link and link != address)), canonical)


def _text(data: bytes, address: WebAddress, charset: str | None) -> str:
    try:
        return data.decode(charset or "utf-8")
    except ValueError:  # the server is wrong about its own page
        return decoded(data, str(address))


def _address(place: str, base: WebAddress) -> WebAddress | None:
    try:
        return web_address(place, base)
    except SourceError:  # a telephone number, an e-mail address, a script, or a slip of the pen
        return None


def _words(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return (value if isinstance(value, str) else " ".join(value or ())).strip()

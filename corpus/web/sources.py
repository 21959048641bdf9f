"""Pages from addresses: fetched, read, and put beside what was known of them before."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from corpus.assembly import PART_MARK, ReadPage, pages_in
from corpus.errors import OwnWordsError, SourceError
from corpus.library import Library
from corpus.records import Rendition, Seen
from corpus.sources import LeftOut
from corpus.web.crawl import fetch_site
from corpus.web.fetch import Fetcher, FetchLimits
from corpus.web.fetched import Fetched, NotFetched, Why

SITEMAP_ENDINGS = (".xml", ".xml.gz")
STAY = {Why.UNREACHABLE}  # the page was not there this time; what it said before still stands
UNKNOWN_REST = {Why.UNREACHABLE, Why.LIMIT}  # nothing is known of the pages that were not reached


@dataclass(frozen=True, slots=True)
class WebReading:
    """How addresses are read. `whole_sites` follows links from every address, not from a site's front page alone."""

    limits: FetchLimits = field(default_factory=FetchLimits)
    whole_sites: bool = False
    allow_private: bool = False
    progress: Callable[[Iterator[Fetched | NotFetched]], Iterator[Fetched | NotFetched]] = iter


@dataclass(slots=True)
class WebPages:
    """What addresses gave.

    `kept` are the locations whose pages stay as they were before: unchanged, or not reachable this time.
    `seen` is what the next ingest should know of every address.
    """

    read: list[ReadPage] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    seen: dict[str, Seen] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)


def is_address(source: str) -> bool:
    """Whether a source is a web address, and not a file or folder."""
    return "://" in source


def read_addresses(addresses: Sequence[str], before: Library | None, reading: WebReading) -> WebPages:
    """Fetch and read what the addresses name. One bad page, or one site that is down, never stops the rest.

    Args:
        addresses: of pages, sitemaps and sites.
        before: the library that serves until now, for conditional requests and for pages that stay.
        reading: how.
    """
    known = before.seen() if before else {}
    fetcher = Fetcher(reading.limits, allow_private=reading.allow_private, seen=known)
    pages = WebPages()
    for address in addresses:
        _read_address(address, fetcher, before, reading, pages)
    return pages


def _read_address(address: str, fetcher: Fetcher, before: Library | None, reading: WebReading, pages: WebPages) -> None:
    whole = reading.whole_sites or _names_a_site(address)
    reached, complete = set(), True
    try:
        found = fetch_site(fetcher, address) if whole else iter([fetcher.fetch_page(address)])
        for each in reading.progress(found):
            location = _take_in(each, pages)
            reached.add(location)
            complete = complete and not (isinstance(each, NotFetched) and each.why in UNKNOWN_REST)
    except SourceError as error:
        pages.left_out.append(LeftOut(address, str(error)))
        complete = False
    if before and not complete:
        site = urlsplit(address).netloc if whole else None
        pages.kept |= _locations_on(before, site, address) - reached


def _names_a_site(address: str) -> bool:
    path = urlsplit(address).path
    return path in ("", "/") or path.endswith(SITEMAP_ENDINGS)


def _take_in(found: Fetched | NotFetched, pages: WebPages) -> str:
    """Note what one address gave; returns the location that was looked at."""
    if isinstance(found, NotFetched):
        pages.left_out.append(found)
        if found.why in STAY:
            pages.kept.add(found.location)
        return found.location
    pages.seen[found.address] = found.seen
    if found.unchanged:
        pages.kept.add(found.address)
        return found.address
    try:
        pages.read.extend(_read(found))
    except OwnWordsError as error:
        pages.left_out.append(LeftOut(found.address, str(error)))
        pages.kept.add(found.address)
    return found.address


def _read(found: Fetched) -> Iterator[ReadPage]:
    for page in pages_in(_as_utf8(found), found.file_name, found.address):
        yield replace(page, rendition=_with_address(page.rendition, found.address))


def _with_address(rendition: Rendition, address: str) -> Rendition:
    """The rendition with its address, so that its words can be linked where they stand on the web."""
    return replace(rendition, facts=replace(rendition.facts, url=rendition.facts.url or address))


def _as_utf8(found: Fetched) -> bytes:
    """The bytes of a text in UTF-8, where they are not and the server says what they are."""
    if found.charset is None or not found.media_type.startswith("text/"):
        return found.data
    try:
        found.data.decode("utf-8")
    except UnicodeDecodeError:
        return found.data.decode(found.charset, errors="replace").encode("utf-8")
    return found.data


def _locations_on(before: Library, site: str | None, address: str) -> set[str]:
    """The locations of earlier pages on a site, or of one address."""
    locations = {page.source.location.partition(PART_MARK)[0] for page in before.pages()}
    if site is None:
        return locations & {address}
    return {location for location in locations if is_address(location) and urlsplit(location).netloc == site}

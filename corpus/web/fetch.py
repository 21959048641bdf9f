"""Pages from the web: one address at a time, politely, within limits, and never into a network that was not named.

How one request is made is in corpus/web/exchange.py, what may be connected to in corpus/web/address_guard.py, what a
reply says in corpus/web/replies.py, and how a whole site is walked in corpus/web/crawl.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from time import monotonic, sleep

from corpus.errors import SourceError
from corpus.records import Seen
from corpus.web.address import Site, WebAddress, web_address
from corpus.web.address_guard import AddressGuard, Resolver, resolved
from corpus.web.exchange import GZIP, Deadline, Reply, TooLarge, Unreachable, ask, unpacked
from corpus.web.fetched import Fetched, NotFetched, Why
from corpus.web.page_links import PageLinks, links_of
from corpus.web.replies import (
    BUSY,
    HTML,
    charset_of,
    is_known,
    known_types,
    media_type_of,
    status_words,
    too_large,
    why_no_page,
    without_robots,
)
from corpus.web.robots import Robots, read_robots

MAX_SITEMAP_BYTES = 10_000_000  # 50,000 addresses, the most that a sitemap may list, take less
MAX_ROBOTS_ANSWER_BYTES = 5_000_000  # only its beginning is looked at
REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How much is asked for, and how fast.

    `timeout_seconds` is for one page with all its redirects, waits between requests not counted;
    `delay_seconds` is the least wait between two requests; `total_seconds` is for a whole site.
    `max_pages` counts the pages asked for, whether or not they were there. The start has depth 0.
    `max_queries` is how many addresses may differ in nothing but what follows the question mark.
    """

    max_pages: int = 500
    max_depth: int = 5
    max_bytes: int = 5_000_000
    max_redirects: int = 5
    max_queries: int = 20
    timeout_seconds: float = 15.0
    delay_seconds: float = 1.0
    total_seconds: float = 3_600.0


class Fetcher:
    """Fetches pages by one set of limits."""

    def __init__(
        self,
        limits: FetchLimits | None = None,
        *,
        allow_private: bool = False,
        seen: Mapping[str, Seen] | None = None,
        resolver: Resolver = resolved,
        pause: Callable[[float], None] = sleep,
    ) -> None:
        """Keep the settings.

        Args:
            limits: how much, and how fast.
            allow_private: whether the server of a named address may stand in the own network or on this machine.
            seen: what is known of addresses from earlier, by `Fetched.address`.
            resolver: looks up the IP addresses of a server.
            pause: waits for so many seconds.
        """
        self.limits = limits or FetchLimits()
        self._allow_private = allow_private
        self._seen = seen or {}
        self._resolver = resolver
        self._pause = pause

    def fetch_page(self, address: str) -> Fetched:
        """The page at one address, wherever its redirects lead.

        Raises:
            SourceError: there is no page to be had; the message says why and what to do.
        """
        visit = self.visit(address)
        outcome = visit.fetch(visit.start)
        if isinstance(outcome, NotFetched):
            raise SourceError(outcome.reason)
        return outcome

    def visit(self, address: str) -> "Visit":
        """A visit that starts at the address.

        Raises:
            SourceError: it is not an address on the web.
        """
        start = web_address(address)
        guard = AddressGuard(start.site, self._allow_private, self._resolver)
        return Visit(start, guard, self.limits, self._seen, self._pause)


@dataclass(slots=True)
class Visit:
    """All that is asked for on account of one start address, one request after the other."""

    start: WebAddress
    guard: AddressGuard
    limits: FetchLimits
    seen: Mapping[str, Seen]
    pause: Callable[[float], None]
    _robots: dict[Site, Robots | NotFetched] = field(default_factory=dict)
    _last_request: float | None = None

    def fetch(self, address: WebAddress, site: Site | None = None, *, sitemap: bool = False) -> Fetched | NotFetched:
        """Ask for a page and follow its redirects.

        Args:
            address: what to ask for.
            site: where redirects may lead; None for anywhere.
            sitemap: whether sitemaps are wanted too.
        """
        seen = self.seen.get(str(address))
        max_bytes = max(self.limits.max_bytes, MAX_SITEMAP_BYTES) if sitemap else self.limits.max_bytes

        def is_wanted(place: WebAddress, reply: Reply) -> bool:
            return reply.status == HTTPStatus.OK and is_known(media_type_of(reply, place), sitemap)

        found = self._followed(address, site, max_bytes, is_wanted, _conditions(seen))
        if isinstance(found, NotFetched):
            return found
        address, reply = found
        if reply.status == HTTPStatus.NOT_MODIFIED and (seen := self.seen.get(str(address))):
            return Fetched(str(address), b"", "", None, seen, unchanged=True)
        return self._page(address, reply, sitemap)

    def robots(self, site: Site) -> Robots | NotFetched:
        """The rules of a site, asked for once; or why there are none and nothing may be asked for.

        A site without a robots.txt allows everything; one that cannot give it just now allows nothing (RFC 9309).
        """
        if site not in self._robots:
            self._robots[site] = self._fetch_robots(WebAddress(site, "/robots.txt"))
        return self._robots[site]

    def _fetch_robots(self, address: WebAddress) -> Robots | NotFetched:
        found = self._followed(
            address, None, MAX_ROBOTS_ANSWER_BYTES, lambda _, reply: reply.status == HTTPStatus.OK, None
        )
        if isinstance(found, NotFetched):
            return found if found.why is Why.REFUSED else without_robots(address, found.reason)
        _, reply = found
        if reply.status == HTTPStatus.OK:
            return read_robots(reply.data)
        if 400 <= reply.status < 500 and reply.status not in BUSY:
            return Robots()
        return without_robots(address, f"It answered {status_words(reply)}.")

    def _followed(
        self,
        address: WebAddress,
        site: Site | None,
        max_bytes: int,
        wanted: Callable[[WebAddress, Reply], bool],
        conditions: Mapping[str, str] | None,
    ) -> tuple[WebAddress, Reply] | NotFetched:
        """The first answer that is no redirect, and where it came from. Robots are asked about all but robots.txt."""
        first, passed, left_seconds = address, [address], self.limits.timeout_seconds
        while True:
            refusal = self._refusal(address) if first.target != "/robots.txt" else None
            if refusal is not None:
                return refusal
            self._wait(address.site)
            began = monotonic()
            reply = self._asked(address, Deadline.after(left_seconds), max_bytes, wanted, conditions)
            left_seconds -= monotonic() - began
            if isinstance(reply, NotFetched):
                return reply
            if reply.status not in REDIRECTS or "location" not in reply.headers:
                return address, reply
            try:
                address = web_address(_utf8(reply.headers["location"]), address)
            except SourceError as error:
                return NotFetched(str(first), f"{first} leads to what cannot be asked for: {error}", Why.UNUSABLE)
            address = address.on(site) if site else address
            if site and address.site != site:
                return NotFetched(
                    str(first),
                    f"{first} leads off the site, to {address}. Name that address too if it is yours.",
                    Why.MOVED,
                )
            if address in passed or len(passed) > self.limits.max_redirects:
                how = "in a circle" if address in passed else f"on more than {self.limits.max_redirects} times"
                return NotFetched(
                    str(first), f"{first} leads {how}. Have the site mend its redirects.", Why.UNREACHABLE
                )
            passed.append(address)
            conditions = _conditions(self.seen.get(str(address))) if conditions is not None else None

    def _asked(
        self,
        address: WebAddress,
        deadline: Deadline,
        max_bytes: int,
        wanted: Callable[[WebAddress, Reply], bool],
        conditions: Mapping[str, str] | None,
    ) -> Reply | NotFetched:
        try:
            return ask(address, self.guard, deadline, max_bytes, partial(wanted, address), conditions)
        except SourceError as error:
            return NotFetched(str(address), f"{address} was not read. {error}", Why.REFUSED)
        except TooLarge:
            return too_large(address, max_bytes)
        except Unreachable as error:
            return NotFetched(str(address), f"{address} could not be read: {error}. Try again later.", Why.UNREACHABLE)
        finally:
            self._last_request = monotonic()

    def _refusal(self, address: WebAddress) -> NotFetched | None:
        robots = self.robots(address.site)
        if isinstance(robots, NotFetched):
            return NotFetched(str(address), robots.reason, robots.why)
        if robots.allow(address):
            return None
        reason = f"{address} was not read: robots.txt of {address.site} asks robots not to. Allow OwnWords there."
        return NotFetched(str(address), reason, Why.REFUSED)

    def _wait(self, site: Site) -> None:
        robots = self._robots.get(site)
        asked = robots.delay_seconds if isinstance(robots, Robots) else 0.0
        if self._last_request is not None:
            seconds = self._last_request + max(asked, self.limits.delay_seconds) - monotonic()
            if seconds > 0:
                self.pause(seconds)

    def _page(self, address: WebAddress, reply: Reply, sitemap: bool) -> Fetched | NotFetched:
        trouble = why_no_page(address, reply)
        if trouble is not None:
            return trouble
        media_type = media_type_of(reply, address)
        if not is_known(media_type, sitemap):
            known = ", ".join(sorted(known_types()))
            reason = f"{address} is {media_type or 'of an unknown format'}, and no reader knows that; known: {known}."
            return NotFetched(str(address), reason, Why.UNUSABLE)
        data = reply.data
        if sitemap and data.startswith(GZIP):
            try:
                data = unpacked(data, MAX_SITEMAP_BYTES)
            except TooLarge:
                return too_large(address, MAX_SITEMAP_BYTES)
            except Unreachable as error:
                return NotFetched(str(address), f"{address} could not be read: {error}. Try again.", Why.UNREACHABLE)
        charset = charset_of(reply)
        told = links_of(data, address, charset) if media_type == HTML else PageLinks()
        own = (link.on(address.site) for link in told.links)
        links = tuple(dict.fromkeys(str(link) for link in own if link.site == address.site and link != address))
        seen = Seen(reply.headers.get("etag"), reply.headers.get("last-modified"), links)
        canonical = str(told.canonical.on(address.site)) if told.canonical else None
        return Fetched(str(address), data, media_type, charset, seen, canonical)


def _conditions(seen: Seen | None) -> dict[str, str]:
    told = {"If-None-Match": seen.etag, "If-Modified-Since": seen.last_modified} if seen else {}
    return {name: value for name, value in told.items() if value and value.isascii() and value.isprintable()}


def _utf8(header: str) -> str:
    """A header as UTF-8 where it is; headers are Latin-1 by the letter of the law, and UTF-8 in practice."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header

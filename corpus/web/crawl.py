"""A whole site, page by page: which addresses are asked for, in which order, and where it ends."""

import mimetypes
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from time import monotonic

from corpus.errors import SourceError
from corpus.readers import reader_for
from corpus.web.address import Site, WebAddress, nearly_same, web_address
from corpus.web.fetch import Fetcher, Visit
from corpus.web.fetched import Fetched, NotFetched, Why
from corpus.web.robots import Robots
from corpus.web.sitemap import is_sitemap, read_sitemap

MAX_SITEMAPS = 50
NO_PAGES = ("image/", "audio/", "video/", "font/")  # by their names, not worth a request


def fetch_site(fetcher: Fetcher, address: str) -> Iterator[Fetched | NotFetched]:
    """Every page of a site, breadth first, each once; and every address that did not become a page, with its reason.

    A sitemap gives the pages that it lists. Any other address gives itself, the pages of the sitemaps that robots.txt
    names, and all pages that links lead to. Only pages with the scheme, host and port of the start are asked for.
    Where the start itself leads to the same name with or without `www.`, or with https, the site is read there.

    Raises:
        SourceError: on the first step, the start cannot be read, or leads to another site.
    """
    visit = fetcher.visit(address)
    first = visit.fetch(visit.start, sitemap=True)
    if isinstance(first, NotFetched):
        raise SourceError(first.reason)
    found = web_address(first.address)
    if not nearly_same(found.site, visit.start.site):
        raise SourceError(
            f"{visit.start} leads to another site, {found}. Name that address itself if its pages are meant."
        )
    crawl = _Crawl(visit, found.site)
    if found.site != visit.start.site:
        reason = f"{visit.start} leads to {found}, and the site is read as {found.site}."
        yield NotFetched(str(visit.start), reason, Why.MOVED)
    yield from crawl.from_sitemap(first) if is_sitemap(first.data) else crawl.from_page(first)


@dataclass(slots=True)
class _Crawl:
    visit: Visit
    site: Site
    began: float = field(default_factory=monotonic)
    waiting: deque[tuple[WebAddress, int]] = field(default_factory=deque)
    known: set[WebAddress] = field(default_factory=set)  # asked for, waiting, or decided against
    done: set[WebAddress] = field(default_factory=set)  # asked for
    read: set[WebAddress] = field(default_factory=set)  # became pages
    queries: Counter[str] = field(default_factory=Counter)
    too_deep: list[WebAddress] = field(default_factory=list)

    def from_page(self, first: Fetched) -> Iterator[Fetched | NotFetched]:
        start = web_address(first.address)
        if first.media_type.endswith("xml"):
            raise SourceError(f"{start} is XML, but not a sitemap. Name a sitemap or a page.")
        self.known |= {start, self.visit.start}
        self.done |= {start, self.visit.start}
        yield from self.settled(first, 0)
        robots = self.visit.robots(self.site)
        if isinstance(robots, Robots):
            yield from self.listed(deque(robots.sitemaps))
        yield from self.walked(follow=True)

    def from_sitemap(self, first: Fetched) -> Iterator[Fetched | NotFetched]:
        index: deque[str] = deque()
        yield from self.entries(first, index)
        yield from self.listed(index)
        yield from self.walked(follow=False)

    def listed(self, sitemaps: deque[str]) -> Iterator[NotFetched]:
        """Let the pages of sitemaps, and of the sitemaps they name, wait for their turn."""
        asked: set[WebAddress] = set()
        while sitemaps:
            address = self.address_of(sitemaps.popleft())
            if isinstance(address, NotFetched):
                yield address
            elif len(asked) == MAX_SITEMAPS:
                reason = f"{self.site} has more than {MAX_SITEMAPS} sitemaps; from {address} on they were not read."
                yield NotFetched(str(address), f"{reason} Name them as sources of their own.", Why.LIMIT)
                return
            elif address not in asked:
                asked.add(address)
                outcome = self.visit.fetch(address, self.site, sitemap=True)
                if isinstance(outcome, NotFetched):
                    yield replace(outcome, why=Why.LIMIT)
                else:
                    yield from self.entries(outcome, sitemaps)

    def entries(self, found: Fetched, sitemaps: deque[str]) -> Iterator[NotFetched]:
        """Let the pages of a sitemap wait for their turn, and put the sitemaps that it names with the others."""
        try:
            sitemap = read_sitemap(found.data, found.address)
        except SourceError as error:
            yield NotFetched(found.address, str(error), Why.LIMIT)
            return
        sitemaps.extend(sitemap.sitemaps)
        for page in sitemap.pages:
            address = self.address_of(page)
            refused = address if isinstance(address, NotFetched) else self.offered(address, 0)
            if refused is not None:
                yield refused

    def address_of(self, listed: str) -> WebAddress | NotFetched:
        """An address that the site itself lists, unless it is none of this site."""
        try:
            address = web_address(listed).on(self.site)
        except SourceError as error:
            return NotFetched(listed[:200], str(error), Why.UNUSABLE)
        if address.site == self.site:
            return address
        reason = f"{address} is listed by {self.site}, but is not on it. Name it as a source of its own if it is yours."
        return NotFetched(str(address), reason, Why.REFUSED)

    def walked(self, *, follow: bool) -> Iterator[Fetched | NotFetched]:
        """Ask for what is waiting until nothing is, or a limit is reached."""
        while self.waiting:
            address, depth = self.waiting.popleft()
            if address in self.done:
                continue
            if stop := self.reason_to_stop():
                self.waiting.appendleft((address, depth))
                left = len({waiting for waiting, _ in self.waiting} - self.done)
                reason = (
                    f"The site was read only in part: {stop}. {left:,} known addresses were not asked for, "
                    f"the first {address}. Raise the limit, or name a sitemap."
                )
                yield NotFetched(str(self.visit.start), reason, Why.LIMIT)
                break
            self.done.add(address)
            yield from self.settled(self.visit.fetch(address, self.site), depth, follow=follow)
        yield from self.passed_over()

    def settled(
        self, outcome: Fetched | NotFetched, depth: int, *, follow: bool = True
    ) -> Iterator[Fetched | NotFetched]:
        """What comes of one answer: a page, a copy of another page, or none."""
        if isinstance(outcome, NotFetched):
            yield outcome
            return
        address = web_address(outcome.address)
        self.done.add(address)
        if address in self.read:  # a redirect to a page that was read
            return
        preferred = self.preferred(outcome, address)
        if preferred is not None and preferred not in self.done and not self.reason_to_stop():
            self.done.add(preferred)
            self.known.add(preferred)
            other = self.visit.fetch(preferred, self.site)
            if isinstance(other, NotFetched) or other.address not in {str(address), *map(str, self.read)}:
                yield other
            if isinstance(other, Fetched) and other.address != str(address):
                preferred = web_address(other.address)
                self.read.add(preferred)
                self.done.add(preferred)
                yield from self.links(other, depth, follow)
        if preferred in self.read:
            reason = f"{address} says that it is the same page as {preferred}, which was read."
            yield NotFetched(str(address), reason, Why.DUPLICATE)
        else:
            self.read.add(address)
            yield outcome
        yield from self.links(outcome, depth, follow)

    def preferred(self, page: Fetched, address: WebAddress) -> WebAddress | None:
        """The other address of this site by which a page would rather be known.

        Templates that name the front page as the preferred address of every page are common, and are not believed.
        """
        if page.canonical is None:
            return None
        preferred = web_address(page.canonical).on(self.site)
        front_page = preferred.target == "/" and address.path != "/"
        return None if preferred.site != self.site or preferred == address or front_page else preferred

    def links(self, page: Fetched, depth: int, follow: bool) -> Iterator[NotFetched]:
        """Offer what a page links to; gives what was decided against."""
        for link in page.seen.links if follow else ():
            refused = self.offered(web_address(link), depth + 1)
            if refused is not None:
                yield refused

    def offered(self, address: WebAddress, depth: int) -> NotFetched | None:
        """Let an address wait for its turn, or say why it is not asked for; nothing for what is known already."""
        address = address.on(self.site)
        if address in self.known or address.site != self.site:
            return None
        if depth > self.visit.limits.max_depth:
            self.too_deep.append(address)
            return None
        self.known.add(address)
        name = address.path.rsplit("/", 1)[-1]
        kind = mimetypes.guess_type(name)[0] or ""
        if kind.startswith(NO_PAGES) and reader_for(name) is None:
            return NotFetched(str(address), f"{address} is {kind} by its name, and holds no page.", Why.UNUSABLE)
        if address.query:
            self.queries[address.path] += 1
            if self.queries[address.path] > self.visit.limits.max_queries:
                return None
        self.waiting.append((address, depth))
        return None

    def passed_over(self) -> Iterator[NotFetched]:
        """What the limits on depth and queries kept out, one line for each path."""
        limits = self.visit.limits
        for path, count in self.queries.items():
            if count > limits.max_queries:
                reason = (
                    f"{count - limits.max_queries:,} more addresses {self.site}{path}?… were not asked for: at most "
                    f"{limits.max_queries} that differ in what follows the question mark are. Raise the limit."
                )
                yield NotFetched(f"{self.site}{path}", reason, Why.BEYOND)
        deep = [address for address in dict.fromkeys(self.too_deep) if address not in self.known]
        if deep:
            reason = (
                f"{len(deep):,} addresses more than {limits.max_depth} links away from the start were not asked for, "
                f"the first {deep[0]}. Raise the limit, or name a sitemap."
            )
            yield NotFetched(str(deep[0]), reason, Why.BEYOND)

    def reason_to_stop(self) -> str:
        """Which limit of the whole crawl is reached; empty while none is."""
        limits = self.visit.limits
        if len(self.done) >= limits.max_pages:
            return f"{limits.max_pages:,} pages were asked for"
        if monotonic() - self.began >= limits.total_seconds:
            return f"it took longer than {limits.total_seconds:,.0f} seconds"
        return ""

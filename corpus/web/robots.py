"""What a site asks of robots, from its robots.txt."""

from dataclasses import dataclass

from protego import Protego

from corpus.web.address import WebAddress

USER_AGENT = "OwnWords"
MAX_ROBOTS_BYTES = 512_000  # what every robot must read at least, by RFC 9309; the rest is not looked at
MAX_CRAWL_DELAY_SECONDS = 10.0  # some sites ask for hours, which would never end


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site; without rules everything may be read."""

    rules: Protego | None = None

    def allow(self, address: WebAddress) -> bool:
        """Whether the page may be asked for."""
        return self.rules is None or self.rules.can_fetch(str(address), USER_AGENT)

    @property
    def delay_seconds(self) -> float:
        """The wait between two requests that the site asks for, at most ten seconds; 0 where it asks for none."""
        return min((self.rules and self.rules.crawl_delay(USER_AGENT)) or 0.0, MAX_CRAWL_DELAY_SECONDS)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that it names, as it writes them."""
        return tuple(self.rules.sitemaps) if self.rules else ()


def read_robots(data: bytes) -> Robots:
    """The rules in the bytes of a robots.txt. Lines that make no sense are passed over."""
    return Robots(Protego.parse(data[:MAX_ROBOTS_BYTES].decode("utf-8-sig", errors="replace")))

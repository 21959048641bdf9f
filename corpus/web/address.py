"""Addresses on the web, written in one way only. Nothing here touches the network; see corpus/web/fetch.py."""

import re
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

import idna

from corpus.errors import SourceError

DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_ADDRESS_LENGTH = 2_000  # longer ones come from traps and forms, and some servers refuse them
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id", re.IGNORECASE
)  # say who sent a visitor, not which page
HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*|[0-9a-f:.]*:[0-9a-f:.]*")  # a name, an IPv4 or an IPv6 address
UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


class Site(NamedTuple):
    """What makes pages belong together: the same scheme, host and port."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}")


@dataclass(frozen=True, slots=True)
class WebAddress:
    """The address of a page: two spellings of one address are equal. `target` is its path and query, in ASCII."""

    site: Site
    target: str

    def __str__(self) -> str:
        return f"{self.site}{self.target}"

    @property
    def path(self) -> str:
        """The address without its query and its site; starts with a slash."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """What follows the question mark, or nothing."""
        return self.target.partition("?")[2]

    def on(self, site: Site) -> "WebAddress":
        """This address on the site, where both differ by nothing but `www.` or by http and https; else unchanged.

        Many sites link to themselves in several ways; the way that was named is the one that is asked.
        """
        return replace(self, site=site) if nearly_same(self.site, site) else self


def nearly_same(one: Site, other: Site) -> bool:
    """Whether two sites differ at most by `www.`, or by http and https on their usual ports."""
    usual = all(site.port == DEFAULT_PORTS[site.scheme] for site in (one, other))
    same_door = usual or (one.scheme, one.port) == (other.scheme, other.port)
    return same_door and one.host.removeprefix("www.") == other.host.removeprefix("www.")


def web_address(text: str, base: WebAddress | None = None) -> WebAddress:
    """The address that a text means, seen from the page `base` where it stands.

    The fragment and tracking parameters are dropped; everything else that is kept is kept in its order.

    Raises:
        SourceError: it is not the address of a page on the web, or carries a name and password.
    """
    try:
        parts = urlsplit(urljoin(str(base), text.strip()) if base else text.strip())
        port = parts.port
        host = _host(parts.hostname or "")
    except (ValueError, UnicodeError) as error:
        raise SourceError(f"{text[:200]} is not an address ({error}). Check how it is written.") from error
    if parts.username is not None or parts.password is not None:
        raise SourceError(
            f"The address on {host} holds a name or password, and these are never sent. Take them out of the address."
        )
    if parts.scheme not in DEFAULT_PORTS:
        raise SourceError(
            f"{text[:200]} is not an address of a web page. Use one that starts with https:// or http://."
        )
    if not HOST.fullmatch(host):
        raise SourceError(f"{text[:200]} names no server. Check how it is written.")
    site = Site(parts.scheme, host, DEFAULT_PORTS[parts.scheme] if port is None else port)
    path = _without_dots(_escaped(parts.path))
    query = _escaped("&".join(part for part in parts.query.split("&") if part and not _is_tracking(part)))
    target = f"{path}?{query}" if query else path
    if len(target) > MAX_ADDRESS_LENGTH:
        raise SourceError(
            f"{text[:100]}… is {len(target):,} characters long. At most {MAX_ADDRESS_LENGTH:,} are asked for."
        )
    return WebAddress(site, target)


def _host(name: str) -> str:
    name = name.removesuffix(".")
    return name if name.isascii() else idna.encode(name, uts46=True).decode("ascii")


def _without_dots(path: str) -> str:
    """The path with `.` and `..` followed, as RFC 3986 has it; always starts with a slash."""
    steps = path.split("/")[1:]
    kept: list[str] = []
    for step in steps:
        if step == "..":
            kept[-1:] = []
        elif step != ".":
            kept.append(step)
    return "/" + "/".join([*kept, ""] if steps[-1:] in ([".."], ["."]) else kept)


def _escaped(text: str) -> str:
    """The text with unreserved letters as they are, and everything that is not ASCII percent-encoded as UTF-8."""
    plain = re.sub(r"%([0-9A-Fa-f]{2})", _unescaped_if_unreserved, text)
    return quote(plain, safe="/%:@!$&'()*+,;=~?")


def _unescaped_if_unreserved(match: re.Match[str]) -> str:
    letter = unquote(match[0], errors="ignore")
    return letter if UNRESERVED.fullmatch(letter) else match[0].upper()


def _is_tracking(part: str) -> bool:
    return any(TRACKING.fullmatch(name) for name, _ in parse_qsl(part, keep_blank_values=True))

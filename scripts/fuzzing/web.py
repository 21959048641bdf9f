"""What the web sends: addresses, links of pages, robots.txt and sitemaps."""

from ipaddress import ip_address
from pathlib import Path

from corpus.errors import SourceError
from corpus.web.address import WebAddress, web_address
from corpus.web.address_guard import AddressGuard
from corpus.web.page_links import links_of
from corpus.web.robots import MAX_CRAWL_DELAY_SECONDS, read_robots
from corpus.web.sitemap import is_sitemap, read_sitemap
from scripts.fuzzing.target import Check, Target, hold

HOME = web_address("https://clinic.test/pages/knee?lang=en")
ADDRESSES = [
    b"https://www.clinic.test:8443/a/./b/../c?utm_source=x&q=1#part",
    b"//[2001:db8::1]/%7Euser/%e4",
    "http://krankenhäuser.test/ö?ü=ß".encode(),
    b"http://127.0.0.1/admin",
    b"../../etc?x;y",
]
PARTS = (
    b"http://", b"https://", b"//", b"/../", b"/./", b"?", b"&", b"#", b"@", b":80", b":443", b":65536", b"[::1]",
    b"[::ffff:10.0.0.1]", b"%2e", b"%00", b"%c3%a4", b"0x7f000001", b"localhost", b"xn--", b"\xe3\x80\x82", b"\xc2\xad",
    b"www.", b"utm_a=", b"169.254.169.254", b"\t", b"\\",
)  # fmt: skip
PAGE = b"""<html><head><base href="/en/"><link rel="canonical" href="https://clinic.test/knee">
<meta http-equiv="refresh" content="5; url=/moved"><meta name="robots" content="index"></head>
<body><a href="hip">Hip</a> <a rel="nofollow" href="ad">ad</a><area href="//other.test/x">
<a href="mailto:a@b.test">m</a>
"""
MARKS = (
    b"<a href=",
    b"<base href=",
    b'<meta http-equiv="refresh" content="0;url=',
    b'rel="canonical"',
    b"nofollow",
    *PARTS,
)
ROBOTS = b"""User-agent: *
Disallow: /private*
Allow: /private/open$
Crawl-delay: 2
Sitemap: https://clinic.test/sitemap.xml
"""
RULES: tuple[bytes, ...] = (
    b"User-agent: ",
    b"OwnWords",
    b"Disallow: ",
    b"Allow: ",
    b"Crawl-delay: ",
    b"Sitemap: ",
    b"*",
    b"$",
    b"inf",
    b"nan",
)
RULES = (*RULES, b"Request-rate: 1/5", b"Visit-time: 0600-0845", b"1e400", b"-1", b"%2A", b"\r")
SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://clinic.test/knee</loc></url><url><loc> https://clinic.test/hip </loc></url></urlset>"""
INDEX = b"<sitemapindex><sitemap><loc>https://clinic.test/more.xml</loc></sitemap></sitemapindex>"
TAGS: tuple[bytes, ...] = (
    b"<url>",
    b"<loc>",
    b"</loc>",
    b"<urlset>",
    b"<!DOCTYPE a [",
    b"<!ENTITY b ",
    b"&b;",
    b'encoding="',
    b"utf-16",
)
TAGS = (*TAGS, b"<![CDATA[", b"xmlns:x=", b"<!--", b"<?")


def address_check(_: Path) -> Check:
    """An address has one spelling, is ASCII, and reads back as itself; so does one seen from a page."""

    def check(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        for base in (None, HOME):
            try:
                address = web_address(text, base)
            except SourceError:
                continue
            hold_address(address)

    return check


def hold_address(address: WebAddress) -> None:
    """What must hold for every address that is asked for."""
    written = str(address)
    hold(written.isascii() and written.isprintable() and " " not in written, f"{written!r} cannot be sent")
    hold(address.target.startswith("/") and "#" not in address.target, f"{address.target!r} is no target")
    hold(web_address(written) == address, f"{written!r} reads back as {str(web_address(written))!r}")


def guard_check(_: Path) -> Check:
    """No text that a name server may give opens the own network: lines are the IP addresses, the first one the site."""

    def check(data: bytes) -> None:
        first, *lines = data.decode("utf-8", "replace").split("\n")
        found = list(filter(_is_ip, lines))  # a system looks up addresses, and nothing else
        start = web_address(first).site
        for allow_private in (False, True):
            guard = AddressGuard(start, allow_private, lambda *_: found)
            try:
                allowed = guard.addresses_of(start.host, start.port)
            except (SourceError, OSError):
                continue
            inside = [ip for ip in allowed if ip.startswith(("127.", "10.", "192.168.", "169.254.", "::1", "fe80"))]
            hold(allow_private or not inside, f"{inside} would be asked")
            hold(not any(ip.startswith("169.254.") for ip in inside), f"{inside} would be asked")

    return check


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def links_check(_: Path) -> Check:
    """The links of a page are addresses that can be asked for, each once."""

    def check(data: bytes) -> None:
        found = links_of(data, HOME)
        hold(len(set(found.links)) == len(found.links), "a link comes twice")
        for address in (*found.links, *((found.canonical,) if found.canonical else ())):
            hold_address(address)

    return check


def robots_check(_: Path) -> Check:
    """Any robots.txt gives rules, and a wait that ends."""

    def check(data: bytes) -> None:
        rules = read_robots(data)
        rules.allow(HOME)
        hold(0 <= rules.delay_seconds <= MAX_CRAWL_DELAY_SECONDS, f"the wait is {rules.delay_seconds} seconds")
        hold(all(isinstance(place, str) for place in rules.sitemaps), "a sitemap has no address")

    return check


def sitemap_check(_: Path) -> Check:
    """A sitemap lists addresses, or is refused."""

    def check(data: bytes) -> None:
        is_sitemap(data)
        found = read_sitemap(data, "https://clinic.test/sitemap.xml")
        hold(all(place.strip() == place != "" for place in (*found.pages, *found.sitemaps)), "an address has no words")

    return check


TARGETS = [
    Target("address", address_check, lambda: ADDRESSES, PARTS, max_bytes=512),
    Target(
        "address-guard", guard_check, lambda: [b"http://clinic.test\n93.184.215.14\n10.0.0.1\n::ffff:7f00:1"], PARTS,
        max_bytes=256,
    ),
    Target("links", links_check, lambda: [PAGE], MARKS, max_bytes=1024),
    Target("robots", robots_check, lambda: [ROBOTS], RULES, max_bytes=1024),
    Target("sitemap", sitemap_check, lambda: [SITEMAP, INDEX], TAGS, max_bytes=1024),
]  # fmt: skip

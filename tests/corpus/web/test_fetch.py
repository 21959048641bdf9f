"""Pages from the web, against a small site served on this machine."""

import gzip
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from threading import Thread

import httpcore2
import pytest

from corpus.errors import SourceError
from corpus.records import Seen
from corpus.web.address import Site, web_address
from corpus.web.address_guard import AddressGuard, kind_of
from corpus.web.crawl import fetch_site
from corpus.web.exchange import TooLarge, unpacked
from corpus.web.fetch import Fetcher, FetchLimits
from corpus.web.fetched import Fetched, NotFetched, Why
from corpus.web.sitemap import read_sitemap

QUICK = FetchLimits(delay_seconds=0, timeout_seconds=2, max_bytes=50_000)
OPEN_ADDRESS = "93.184.215.14"  # of the open internet; no test connects to it


@dataclass
class Answer:
    """What the site answers under one path. `drip_seconds` is the wait after every byte."""

    body: bytes | str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip_seconds: float = 0
    endless: bool = False


def page(*links: str, head: str = "", words: str = "Rest for two days.") -> Answer:
    anchors = "".join(f'<a href="{link}">more</a>' for link in links)
    return Answer(f"<html><head>{head}</head><body><p>{words}</p>{anchors}</body></html>")


def moved(to: str, status: int = 301) -> Answer:
    return Answer(status=status, headers={"Location": to})


def robots(*lines: str) -> Answer:
    return Answer("\n".join(lines), headers={"Content-Type": "text/plain"})


class TestSite(ThreadingHTTPServer):
    """A site on this machine; `asked` holds the path and headers of every request."""

    __test__ = False
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Answer | Callable[[dict[str, str]], Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def paths_asked(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up early is what many of these tests are about."""


class Handler(BaseHTTPRequestHandler):
    server: TestSite

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append((self.path, headers))
        answer = self.server.pages.get(self.path, Answer("<p>Not here.</p>", 404))
        answer = answer(headers) if callable(answer) else answer
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        self.send_response(answer.status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        while answer.endless:
            self.wfile.write(b"word " * 2_000)
        if not answer.drip_seconds:
            self.wfile.write(body)
        for byte in body if answer.drip_seconds else b"":
            self.wfile.write(bytes([byte]))
            time.sleep(answer.drip_seconds)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[TestSite]:
    server = TestSite()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def fetcher(limits: FetchLimits = QUICK, **settings: object) -> Fetcher:
    return Fetcher(limits, **{"allow_private": True, **settings})  # type: ignore[arg-type]


def walk(
    site: TestSite, path: str = "/", limits: FetchLimits = QUICK, **settings: object
) -> list[Fetched | NotFetched]:
    return list(fetch_site(fetcher(limits, **settings), site.address + path))


def read(site: TestSite, outcomes: Sequence[Fetched | NotFetched]) -> list[str]:
    """The paths that became pages, in order."""
    return [one.address.removeprefix(site.address) for one in outcomes if isinstance(one, Fetched)]


def left_out(site: TestSite, outcomes: Sequence[Fetched | NotFetched]) -> dict[str, Why]:
    return {one.location.removeprefix(site.address): one.why for one in outcomes if isinstance(one, NotFetched)}


def reason(outcomes: Sequence[Fetched | NotFetched], why: Why) -> str:
    return next(one.reason for one in outcomes if isinstance(one, NotFetched) and one.why is why)


# One page


def test_a_page_comes_with_its_bytes_and_what_the_server_says_of_them(site: TestSite) -> None:
    headers = {"Content-Type": "text/html; charset=ISO-8859-1", "ETag": '"1"', "Last-Modified": "yesterday"}
    site.pages["/faq"] = Answer("Fünf Wochen <a href='/more#top'>x</a>".encode("latin-1"), headers=headers)
    found = fetcher().fetch_page(f"{site.address}/faq#top")
    assert found.data.decode(found.charset or "") == "Fünf Wochen <a href='/more#top'>x</a>"
    assert (found.address, found.media_type, found.file_name) == (f"{site.address}/faq", "text/html", "faq.html")
    assert found.seen == Seen('"1"', "yesterday", (f"{site.address}/more",))


def test_a_charset_that_python_does_not_know_is_no_charset(site: TestSite) -> None:
    site.pages["/"] = Answer("Words.", headers={"Content-Type": "text/html; charset=klingon-8"})
    assert fetcher().fetch_page(site.address).charset is None


def test_bytes_that_are_not_what_the_charset_says_come_as_they_are(site: TestSite) -> None:
    site.pages["/"] = Answer("Fünf <a href='/m\u00fcde'>x</a>".encode("latin-1"))  # the header says UTF-8
    found = fetcher().fetch_page(site.address)
    assert found.data.startswith(b"F\xfcnf")
    assert found.seen.links == (f"{site.address}/m%C3%BCde",)


def test_an_unchanged_page_is_not_sent_again(site: TestSite) -> None:
    def answer(headers: dict[str, str]) -> Answer:
        known = (headers.get("if-none-match"), headers.get("if-modified-since")) == ('"1"', "yesterday")
        return Answer(status=304) if known else page()

    site.pages["/"] = answer
    seen = Seen('"1"', "yesterday", ("http://elsewhere/",))
    found = fetcher(seen={f"{site.address}/": seen}).fetch_page(site.address)
    assert (found.unchanged, found.data, found.seen) == (True, b"", seen)
    assert not fetcher().fetch_page(site.address).unchanged


def test_a_redirect_gives_the_address_where_it_ends(site: TestSite) -> None:
    site.pages |= {"/old": moved("/new", 302), "/new": page()}
    assert fetcher().fetch_page(f"{site.address}/old").address == f"{site.address}/new"


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        ({"/": moved("/b"), "/b": moved("/")}, "in a circle"),
        ({"/": moved("/1")} | {f"/{n}": moved(f"/{n + 1}") for n in range(1, 9)}, "more than 5 times"),
        ({"/": Answer(status=404)}, "404"),
        ({"/": Answer(status=500)}, "500.*Try again later"),
        ({"/": Answer(status=401)}, "401.*open to everyone"),
        ({"/": Answer(status=299)}, "299.*no page"),
        ({"/": moved("mailto:a@b.example")}, "cannot be asked for"),
        ({"/": Answer(headers={"Content-Type": "image/png"})}, "image/png.*no reader knows"),
        ({"/": Answer(headers={"Content-Encoding": "br"})}, "packed as br"),
        ({"/": Answer(b"\x1f\x8bno", headers={"Content-Encoding": "gzip"})}, "damaged"),
        ({"/": Answer("Half", headers={"Content-Length": "400"})}, "connection failed"),
        ({"/": Answer("Large", headers={"Content-Length": "400000"})}, "more than 50,000 bytes"),
        ({"/": Answer(endless=True)}, "more than 50,000 bytes"),
        ({"/": page(), "/robots.txt": Answer(status=503)}, "robots.txt cannot be had.*503"),
        ({"/": page(), "/robots.txt": robots("User-agent: *", "Disallow: /")}, "asks robots not to"),
    ],
)
def test_what_is_no_page_is_refused_with_the_reason(site: TestSite, pages: dict[str, Answer], told: str) -> None:
    site.pages |= pages
    with pytest.raises(SourceError, match=told):
        fetcher().fetch_page(site.address)


def test_a_page_that_drips_is_given_up_when_its_whole_time_is_over(site: TestSite) -> None:
    site.pages["/"] = Answer("It never pauses for long, and never ends." * 9, drip_seconds=0.05)
    began = time.monotonic()
    with pytest.raises(SourceError, match="took too long"):
        fetcher(replace(QUICK, timeout_seconds=0.4)).fetch_page(site.address)
    assert time.monotonic() - began < 1.5


def test_a_small_answer_that_unpacks_to_a_huge_one_is_refused(site: TestSite) -> None:
    bomb = gzip.compress(b"\0" * 30_000_000)
    assert len(bomb) < QUICK.max_bytes
    site.pages["/"] = Answer(bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(SourceError, match="more than 50,000 bytes"):
        fetcher().fetch_page(site.address)


def test_unpacking_stops_at_the_limit_and_never_holds_the_whole() -> None:
    bomb = gzip.compress(b"\0" * 30_000_000)
    tracemalloc.start()
    with pytest.raises(TooLarge):
        unpacked(bomb, 50_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def test_a_circle_of_redirects_is_left_at_its_first_turn(site: TestSite) -> None:
    site.pages |= {"/": moved("/b"), "/b": moved("/#again")}
    with pytest.raises(SourceError, match="in a circle"):
        fetcher().fetch_page(site.address)
    assert site.paths_asked == ["/", "/b"]


def test_a_packed_page_is_unpacked(site: TestSite) -> None:
    site.pages["/"] = Answer(gzip.compress(b"One. ") + gzip.compress(b"Two."), headers={"Content-Encoding": "gzip"})
    assert fetcher().fetch_page(site.address).data == b"One. Two."


def test_no_cookie_is_sent_back(site: TestSite) -> None:
    site.pages |= {"/": Answer(status=302, headers={"Location": "/b", "Set-Cookie": "who=you"}), "/b": page()}
    fetcher().fetch_page(site.address)
    assert not [headers for _, headers in site.asked if "cookie" in headers or "authorization" in headers]


# What may be connected to


@pytest.mark.parametrize(
    "text",
    """127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 192.0.2.1
    198.18.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fec0::1 ff02::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1
    64:ff9b:1::1 2002:7f00:1::1 2001:0:1::1 2001:db8::1 ::7f00:1""".split(),
)
def test_an_address_that_is_not_of_the_open_internet_is_refused(text: str) -> None:
    assert kind_of(ip_address(text))
    with pytest.raises(SourceError, match="was not asked"):
        AddressGuard(Site("http", "clinic.example", 80), resolver=lambda *_: [text]).addresses_of("clinic.example", 80)


@pytest.mark.parametrize("text", [OPEN_ADDRESS, "2606:4700:4700::1111"])
def test_an_address_of_the_open_internet_is_allowed(text: str) -> None:
    guard = AddressGuard(Site("http", "clinic.example", 80), resolver=lambda *_: [text, "10.0.0.1"])
    assert guard.addresses_of("clinic.example", 80) == [text]


@pytest.mark.parametrize("text", ["169.254.169.254", "0.0.0.0", "224.0.0.1", "fe80::1", "::ffff:10.0.0.1"])
def test_allowing_private_addresses_allows_those_of_an_intranet_only(text: str) -> None:
    guard = AddressGuard(Site("http", "wiki", 80), allow_private=True, resolver=lambda *_: [text])
    with pytest.raises(SourceError, match="was not asked"):
        guard.addresses_of("wiki", 80)


def test_this_machine_is_refused_unless_it_was_allowed(site: TestSite) -> None:
    site.pages["/"] = page()
    with pytest.raises(SourceError, match=r"127\.0\.0\.1, a loopback address"):
        fetcher(allow_private=False).fetch_page(site.address)
    assert not site.asked


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("http://169.254.169.254/latest/meta-data", "a link-local address"),
        ("http://127.0.0.2/", "a loopback address"),
        ("http://2130706433/", "a loopback address"),
        ("http://[::1]/", "a loopback address"),
        ("http://[::ffff:127.0.0.1]/", "an IPv4-mapped address"),
        ("http://127.0.0.1/", "a loopback address"),  # the very host that was named, but another of its services
        ("http://127.0.0.2:{port}/", "Port"),
        ("http://127.0.0.1:9/", "Port 9"),
        ("http://user:secret@127.0.0.1:{port}/", "name or password"),
        ("file:///etc/passwd", "not an address of a web page"),
    ],
)
def test_a_redirect_into_the_own_network_is_refused(site: TestSite, to: str, told: str) -> None:
    site.pages["/"] = moved(to.format(port=site.server_port))
    with pytest.raises(SourceError, match=told):
        fetcher().fetch_page(site.address)
    assert site.paths_asked == ["/"]


def test_a_name_that_leads_elsewhere_at_the_second_look_is_refused(site: TestSite) -> None:
    site.pages["/"] = page()
    answers = iter(["127.0.0.1", "169.254.169.254"])  # for robots.txt, and for the page
    with pytest.raises(SourceError, match="a link-local address"):
        fetcher(resolver=lambda *_: [next(answers)]).fetch_page(f"http://clinic.example:{site.server_port}/")
    assert site.paths_asked == []


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([OPEN_ADDRESS, "127.0.0.1"])
    connected: list[tuple[str, int]] = []
    named: list[str | None] = []

    class Stream(httpcore2.NetworkStream):
        def start_tls(self, ssl_context: object, server_hostname: str | None = None, timeout: float | None = None):  # type: ignore[no-untyped-def,override]
            named.append(server_hostname)
            raise httpcore2.ConnectError("far enough")

    def connect_tcp(self: object, host: str, port: int, *rest: object) -> httpcore2.NetworkStream:
        connected.append((host, port))
        return Stream()

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", connect_tcp)
    with pytest.raises(SourceError, match="far enough"):
        Fetcher(QUICK, resolver=lambda *_: [next(answers)]).fetch_page("https://clinic.example/")
    assert connected == [(OPEN_ADDRESS, 443)]
    assert named == ["clinic.example"]  # the certificate must still be the clinic's


def test_the_name_of_the_server_is_sent_and_no_second_look_up_is_made(site: TestSite) -> None:
    site.pages["/"] = page()
    asked: list[str] = []
    there = f"http://clinic.example:{site.server_port}/"
    fetcher(resolver=lambda host, _: asked.append(host) or ["127.0.0.1"]).fetch_page(there)
    assert asked == ["clinic.example"] * 2  # robots.txt and the page
    assert {headers["host"] for _, headers in site.asked} == {f"clinic.example:{site.server_port}"}


def test_a_server_that_nobody_knows_is_unreachable_and_not_gone() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise OSError(host)

    visit = Fetcher(QUICK, resolver=nobody).visit("https://clinic.example/")
    outcome = visit.fetch(visit.start)
    assert isinstance(outcome, NotFetched)
    assert outcome.why is Why.UNREACHABLE
    assert "there is no server called clinic.example" in outcome.reason


# Addresses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HTTPS://Clinic.Example:443", "https://clinic.example/"),
        ("http://clinic.example./a/./b/../c#top", "http://clinic.example/a/c"),
        ("http://clinic.example/../../a/..", "http://clinic.example/"),
        ("http://clinic.example/%7ea/%c3%bc/ü?", "http://clinic.example/~a/%C3%BC/%C3%BC"),
        ("http://clinic.example/?b=2&utm_source=x&a=1", "http://clinic.example/?b=2&a=1"),
        ("https://zahnärzte.example/", "https://xn--zahnrzte-3za.example/"),
        ("http://[2606:4700::1]:8080/", "http://[2606:4700::1]:8080/"),
    ],
)
def test_two_spellings_of_an_address_are_one(text: str, expected: str) -> None:
    assert str(web_address(text)) == expected
    assert web_address(expected) == web_address(text)


@pytest.mark.parametrize(
    "text",
    ["ftp://a.example/", "clinic.example", "http://", "http://a:b@c.example/", "http://a.example:x/", "http://a b/"],
)
def test_what_is_no_address_of_a_page_is_refused(text: str) -> None:
    with pytest.raises(SourceError):
        web_address(text)


# Whole sites


def test_a_site_is_read_breadth_first_and_each_page_once(site: TestSite) -> None:
    site.pages |= {
        "/": page("/a", "/b#part", "b", "http://elsewhere.example/", "tel:123", "/photo.jpg"),
        "/a": page("/", "/a/deep", "/b"),
        "/b": page("/a"),
        "/a/deep": page(),
    }
    outcomes = walk(site)
    assert read(site, outcomes) == ["/", "/a", "/b", "/a/deep"]
    assert left_out(site, outcomes) == {"/photo.jpg": Why.UNUSABLE}
    assert site.paths_asked == ["/", "/a", "/b", "/a/deep"]


def test_one_bad_page_never_stops_the_rest(site: TestSite) -> None:
    bad = {
        "/gone": Answer(status=410),
        "/broken": Answer(status=500),
        "/round": moved("/round"),
        "/out": moved("http://169.254.169.254/"),
        "/huge": Answer(endless=True),
        "/slow": Answer("Slow.", drip_seconds=0.3),
        "/film": Answer(headers={"Content-Type": "video/mp4"}),
        "/hidden": page(),
    }
    site.pages |= bad
    site.pages |= {"/": page("/missing", *bad, "/good"), "/good": page()}
    site.pages["/robots.txt"] = robots("User-agent: OwnWords", "Disallow: /hid")
    outcomes = walk(site, limits=replace(QUICK, timeout_seconds=0.5))
    assert read(site, outcomes) == ["/", "/good"]
    assert left_out(site, outcomes) == {
        "/missing": Why.GONE,
        "/gone": Why.GONE,
        "/broken": Why.UNREACHABLE,
        "/round": Why.UNREACHABLE,
        "/out": Why.MOVED,
        "/huge": Why.UNUSABLE,
        "/slow": Why.UNREACHABLE,
        "/film": Why.UNUSABLE,
        "/hidden": Why.REFUSED,
    }
    assert "/hidden" not in site.paths_asked


def test_links_marked_nofollow_are_not_followed(site: TestSite) -> None:
    site.pages |= {
        "/": Answer('<a rel="external nofollow" href="/a">a</a><a href="/b">b</a>'),
        "/b": page("/c", head='<meta name="robots" content="noindex, nofollow">'),
        "/a": page(),
        "/c": page(),
    }
    assert read(site, walk(site)) == ["/", "/b"]


def test_a_base_and_a_refresh_are_followed_as_a_browser_does(site: TestSite) -> None:
    site.pages |= {
        "/": page("one", head='<base href="/under/">'),
        "/under/one": page(head='<meta http-equiv="refresh" content="0; url=two">'),
        "/under/two": page(),
    }
    assert read(site, walk(site)) == ["/", "/under/one", "/under/two"]


def test_a_copy_gives_way_to_the_page_it_names(site: TestSite) -> None:
    site.pages |= {
        "/": page("/print/care", "/care?from=menu"),
        "/print/care": page("/only-here", head='<link rel="canonical" href="/care">'),
        "/care?from=menu": page(head='<link rel="canonical" href="/care">'),
        "/care": page("/"),
        "/only-here": page(),
    }
    outcomes = walk(site)
    assert read(site, outcomes) == ["/", "/care", "/only-here"]
    assert left_out(site, outcomes) == {"/print/care": Why.DUPLICATE, "/care?from=menu": Why.DUPLICATE}
    assert site.paths_asked.count("/care") == 1


@pytest.mark.parametrize("named", ["/", "/missing", "http://elsewhere.example/", "/circle"])
def test_a_page_is_kept_where_the_page_it_names_is_none(site: TestSite, named: str) -> None:
    site.pages |= {
        "/": page("/care"),
        "/care": page(head=f'<link rel="canonical" href="{named}">'),
        "/circle": moved("/care"),
    }
    assert read(site, walk(site)) == ["/", "/care"]


def test_a_trap_of_queries_ends(site: TestSite) -> None:
    site.pages["/"] = page("/calendar?day=1", "/care")
    site.pages["/care"] = page()
    site.pages |= {f"/calendar?day={n}": page(f"/calendar?day={n + 1}", f"/calendar?day={n}&x=1") for n in range(99)}
    outcomes = walk(site, limits=replace(QUICK, max_queries=4, max_depth=50))
    assert len([path for path in read(site, outcomes) if "?" in path]) <= 4
    assert "/care" in read(site, outcomes)
    assert left_out(site, outcomes)["/calendar"] is Why.BEYOND


def test_a_trap_of_paths_ends_at_the_depth(site: TestSite) -> None:
    site.pages["/"] = page("/1")
    site.pages |= {f"/{n}": page(f"/{n + 1}") for n in range(1, 20)}
    outcomes = walk(site, limits=replace(QUICK, max_depth=2))
    assert read(site, outcomes) == ["/", "/1", "/2"]
    assert left_out(site, outcomes) == {"/3": Why.BEYOND}


def test_a_crawl_that_ends_early_says_so(site: TestSite) -> None:
    site.pages |= {"/": page("/1", "/2", "/3"), "/1": page(), "/2": page(), "/3": page()}
    outcomes = walk(site, limits=replace(QUICK, max_pages=2))
    assert read(site, outcomes) == ["/", "/1"]
    assert "2 pages were asked for. 2 known addresses" in reason(outcomes, Why.LIMIT)
    assert "longer than 0 seconds" in reason(walk(site, limits=replace(QUICK, total_seconds=0)), Why.LIMIT)


def test_the_wait_between_requests_is_what_the_site_asks_for_within_reason(site: TestSite) -> None:
    site.pages |= {"/": page("/a"), "/a": page()}
    for asked, expected in (("3", 3), ("86400", 10)):
        site.pages["/robots.txt"] = robots("User-agent: *", f"Crawl-delay: {asked}")
        pauses: list[float] = []
        walk(site, limits=replace(QUICK, delay_seconds=1), pause=pauses.append)
        assert pauses == [pytest.approx(expected, abs=0.3)] * 2  # before "/" and before "/a"


def test_a_start_that_moves_to_www_takes_the_site_with_it(site: TestSite) -> None:
    www = f"http://www.clinic.example:{site.server_port}"
    plain = www.replace("www.", "")
    site.pages["/"] = lambda headers: page(f"{plain}/a") if "www" in headers["host"] else moved(f"{www}/")
    site.pages["/a"] = page()
    outcomes = list(fetch_site(fetcher(resolver=lambda *_: ["127.0.0.1"]), plain))
    assert [one.address for one in outcomes if isinstance(one, Fetched)] == [f"{www}/", f"{www}/a"]
    assert f"the site is read as {www}" in reason(outcomes, Why.MOVED)


def test_a_start_that_cannot_be_read_stops_the_site(site: TestSite) -> None:
    with pytest.raises(SourceError, match="404"):
        walk(site)


def test_an_unchanged_page_still_leads_on(site: TestSite) -> None:
    site.pages |= {"/": Answer(status=304), "/a": page("/b"), "/b": page()}
    seen = {f"{site.address}/": Seen('"1"', None, (f"{site.address}/a",))}
    outcomes = walk(site, seen=seen)
    assert read(site, outcomes) == ["/", "/a", "/b"]
    assert [one.unchanged for one in outcomes if isinstance(one, Fetched)] == [True, False, False]


# Sitemaps


def sitemap(*places: str, kind: str = "urlset", entry: str = "url") -> str:
    entries = "".join(f"<{entry}><loc> {place} </loc><lastmod>2026-01-01</lastmod></{entry}>" for place in places)
    return f'<?xml version="1.0"?><{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{kind}>'


XML = {"Content-Type": "application/xml"}


def test_a_sitemap_gives_the_pages_that_it_lists_and_no_others(site: TestSite) -> None:
    listed = sitemap(f"{site.address}/a", f"{site.address}/b", "http://elsewhere.example/c", f"{site.address}/gone")
    site.pages |= {"/sitemap.xml": Answer(listed, headers=XML), "/a": page("/not-listed"), "/b": page()}
    outcomes = walk(site, "/sitemap.xml")
    assert read(site, outcomes) == ["/a", "/b"]
    assert left_out(site, outcomes) == {"http://elsewhere.example/c": Why.REFUSED, "/gone": Why.GONE}


def test_an_index_of_sitemaps_may_hold_packed_ones_broken_ones_and_itself(site: TestSite) -> None:
    index = sitemap(
        *(f"{site.address}/{name}" for name in ("one.xml.gz", "bad.xml", "index.xml", "none.xml")),
        kind="sitemapindex",
        entry="sitemap",
    )
    site.pages |= {
        "/index.xml": Answer(index, headers=XML),
        "/one.xml.gz": Answer(
            gzip.compress(sitemap(f"{site.address}/a").encode()), headers={"Content-Type": "application/octet-stream"}
        ),
        "/bad.xml": Answer("<urlset><url>", headers=XML),
        "/a": page(),
    }
    outcomes = walk(site, "/index.xml")
    assert read(site, outcomes) == ["/a"]
    assert left_out(site, outcomes) == {"/bad.xml": Why.LIMIT, "/none.xml": Why.LIMIT}


def test_the_sitemap_that_robots_txt_names_finds_pages_without_links(site: TestSite) -> None:
    site.pages |= {
        "/robots.txt": robots("User-agent: *", "Allow: /", f"Sitemap: {site.address}/map.xml"),
        "/map.xml": Answer(sitemap(f"{site.address}/island"), headers=XML),
        "/": page(),
        "/island": page(),
    }
    assert read(site, walk(site)) == ["/", "/island"]


@pytest.mark.parametrize(
    "data",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset><url><loc>&a;</loc></url></urlset>',
        "<feed/>",
        "<urlset>",
    ],
)
def test_a_sitemap_that_is_none_or_tries_to_grow_is_refused(data: str) -> None:
    with pytest.raises(SourceError, match="not a sitemap"):
        read_sitemap(data.encode(), "http://clinic.example/sitemap.xml")

"""Addresses among the sources: what an ingest makes of a site that changes, fails and comes back."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from corpus.build import build_library
from corpus.library import Library
from corpus.report import CorpusReport
from corpus.web.fetch import FetchLimits
from corpus.web.sources import WebReading

FRONT = '<h1>Hill Clinic</h1><p>We mend joints.</p><a href="/knee">Knee</a> <a href="/hip">Hip</a>'
READING = WebReading(FetchLimits(delay_seconds=0, timeout_seconds=5), allow_private=True)


class Site:
    """A clinic's site on this machine. A page is its HTML, a status of its own, or missing."""

    def __init__(self) -> None:
        self.pages: dict[str, str | int] = {
            "/": FRONT,
            "/knee": "<h1>Knee</h1><h2>Pain</h2><p>It hurts.</p>",
            "/hip": "<h1>Hip</h1><p>It aches.</p>",
        }
        self.asked: list[tuple[str, str | None]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = site.pages.get(self.path, 404)
                etag = f'"{hash(page)}"'
                site.asked.append((self.path, self.headers["If-None-Match"]))
                unchanged = self.headers["If-None-Match"] == etag
                self.send_response(304 if unchanged else page if isinstance(page, int) else 200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("ETag", etag)
                self.end_headers()
                if isinstance(page, str) and not unchanged:
                    self.wfile.write(page.encode())

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.stop()


class Index:
    """Ingests again and again, each time with what the time before knew."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._count = folder, 0
        self.before: Library | None = None

    def ingest(self, *sources: str, reading: WebReading = READING) -> CorpusReport:
        self._count += 1
        path = self._folder / f"library-{self._count}"
        report = build_library(path, sources, before=self.before, reading=reading)
        if self.before:
            self.before.close()
        self.before = Library.open(path)
        return report

    @property
    def titles(self) -> list[str]:
        assert self.before
        return sorted(self.before.titles().values())


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    index = Index(tmp_path)
    yield index
    if index.before:
        index.before.close()


def test_a_front_page_stands_for_the_whole_site(index: Index, site: Site) -> None:
    index.ingest(site.address)
    assert index.titles == ["Hill Clinic", "Hip", "Knee"]


def test_any_other_address_is_one_page(index: Index, site: Site) -> None:
    index.ingest(f"{site.address}/knee")
    assert index.titles == ["Knee"]


def test_a_page_from_the_web_is_linked_where_it_stands(index: Index, site: Site) -> None:
    index.ingest(f"{site.address}/knee")
    assert index.before
    (page,) = index.before.pages()
    assert page.facts.url == page.source.location == f"{site.address}/knee"


def test_an_unchanged_page_is_asked_for_by_its_tag_and_kept(index: Index, site: Site) -> None:
    index.ingest(site.address)
    site.asked.clear()
    changes = index.ingest(site.address).changes
    assert (changes.unchanged, changes.changed, changes.gone) == (3, (), ())
    assert all(tag for path, tag in site.asked if path != "/robots.txt")


def test_a_page_that_the_server_says_is_gone_is_withdrawn(index: Index, site: Site) -> None:
    index.ingest(site.address)
    site.pages["/hip"] = 410
    assert [page.title for page in index.ingest(site.address).changes.gone] == ["Hip"]


def test_a_page_whose_server_fails_is_kept_as_it_was(index: Index, site: Site) -> None:
    index.ingest(site.address)
    site.pages["/hip"] = 500
    report = index.ingest(site.address)
    assert index.titles == ["Hill Clinic", "Hip", "Knee"]
    assert any("kept as it was" in left.reason for left in report.left_out)


def test_a_site_that_is_down_withdraws_nothing(index: Index, site: Site, tmp_path: Path) -> None:
    (tmp_path / "elbow.md").write_text("# Elbow\n\nIt bends.\n", "utf-8")
    index.ingest(site.address)
    site.stop()
    index.ingest(site.address, str(tmp_path / "elbow.md"))
    assert index.titles == ["Elbow", "Hill Clinic", "Hip", "Knee"]


def test_a_site_that_was_not_walked_to_its_end_withdraws_nothing(index: Index, site: Site) -> None:
    index.ingest(site.address)
    index.ingest(site.address, reading=WebReading(FetchLimits(max_pages=1, delay_seconds=0), allow_private=True))
    assert index.titles == ["Hill Clinic", "Hip", "Knee"]


def test_a_page_no_longer_linked_from_a_site_walked_to_its_end_is_withdrawn(index: Index, site: Site) -> None:
    index.ingest(site.address)
    site.pages["/"] = FRONT.replace("/hip", "/knee")
    assert [page.title for page in index.ingest(site.address).changes.gone] == ["Hip"]


def test_a_page_that_two_sources_name_is_read_once(index: Index, site: Site) -> None:
    index.ingest(site.address, f"{site.address}/knee")
    assert index.titles == ["Hill Clinic", "Hip", "Knee"]


def test_files_and_addresses_go_into_one_library(index: Index, site: Site, tmp_path: Path) -> None:
    (tmp_path / "elbow.md").write_text("# Elbow\n\nIt bends.\n", "utf-8")
    index.ingest(str(tmp_path / "elbow.md"), f"{site.address}/hip")
    assert index.titles == ["Elbow", "Hip"]

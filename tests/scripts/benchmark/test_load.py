"""Clients that ask over HTTP, against a small server."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from corpus.errors import BenchmarkError
from scripts.benchmark.contestants import Request
from scripts.benchmark.load import asked_over_http


class Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def port() -> Iterator[int]:
    Echo.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def get(question: str) -> Request:
    return Request("GET", f"/{question}")


def test_every_client_asks_at_least_once_and_begins_with_another_question(port: int) -> None:
    load = asked_over_http(port, get, ["a", "b", "c", "d"], clients=2, seconds=0)
    assert sorted(Echo.asked) == ["/a", "/c"]
    assert len(load.ms) == 2
    assert load.answers_per_second > 0


def test_an_answer_that_is_none_ends_the_measuring(port: int) -> None:
    with pytest.raises(BenchmarkError, match="GET /gone was answered with status 404"):
        asked_over_http(port, get, ["gone"], clients=1, seconds=0)

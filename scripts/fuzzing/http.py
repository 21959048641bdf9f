"""The HTTP edge: any request gets a page, a problem document or a refusal, and never a 500."""

import asyncio
import json
from collections.abc import Collection
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from fastapi import FastAPI

from corpus.build import build_library
from corpus.library import Library
from index.results import Evidence, Found, SearchResult
from scripts.fuzzing.target import Check, Target, hold
from service.answerer import Answerer
from service.api import create_app
from service.limits import Limits
from service.serving import Serving
from service.wiring import STARTER_PAGES

NO_EVIDENCE = Evidence(*[0.0] * len(fields(Evidence)))  # the doors show none of it
SEEDS = [
    b'POST /api/ask application/json\n{"question": "how long in hospital?", "top": 3}',
    b"GET /api/ask?q=drive&top=2 text/plain\n",
    b"POST / application/x-www-form-urlencoded\nquestion=can+I+drive%3F&exact=",
    b"POST / multipart/form-data;boundary=a\n"
    b'--a\r\nContent-Disposition: form-data; name="question"\r\n\r\nrest\r\n--a--',
    b"GET /pages/nowhere text/html\n",
    b"GET /api/passages/a.b text/html\n",
]
WORDS = (
    b"POST ", b"GET ", b"HEAD ", b"PUT ", b"/api/ask", b"/api/pages/", b"/api/passages/", b"/static/", b"/docs", b"?q=",
    b"/questions.json", b"/health/ready", b"/metrics", b"&top=", b'"question"', b'"top"', b": ", b"1e999", b"NaN",
    b"3.0", b"\\ud800", b"\\u0000", b"null", b"[", b"{", b"application/json", b"; charset=", b"utf-16", b"%00", b"%ff",
    b"..%2f",
)  # fmt: skip


class FirstPassages:
    """Finds the first passages, whatever is asked: it is the edge that is fuzzed, search has a target of its own."""

    version = "1"
    parts: tuple[str, ...] = ()

    def __init__(self, library: Library) -> None:
        pages = {page.id: page for page in library.pages()}
        passages = sorted(library.passages(), key=lambda passage: passage.id)
        self._found = tuple(
            Found(one, pages[one.page_id], 1.0, {"words": 1.0}, one.sentences[0], NO_EVIDENCE, 0.9) for one in passages
        )

    def search(self, question: str, /, k: int, without: Collection[str] = ()) -> SearchResult:
        """The first `k` passages."""
        del question, without
        return SearchResult(self._found[:k], 0.9)

    def reads(self, language: str) -> bool:
        """Its pages are in English."""
        return language == "en"


def http_check(scratch: Path) -> Check:
    """The whole service over a library of the starter pages."""
    file = scratch / "http.sqlite"
    file.unlink(missing_ok=True)
    build_library(file, [str(STARTER_PAGES)])
    library = Library.open(file)
    answerer = Answerer(FirstPassages(library), answered_from=0.7, maybe_from=0.3)
    return edge_check(create_app(Serving.only(answerer, library), limits=Limits(per_minute=0)))


def edge_check(app: FastAPI) -> Check:
    """Sends a request, written as `METHOD ADDRESS CONTENT-TYPE`, a line end and the body."""

    def check(data: bytes) -> None:
        head, _, body = data.partition(b"\n")
        method, address, kind = (*head.split(b" ", 2), b"", b"")[:3]
        status, response = asyncio.run(_sent(app, method, address, kind, body))
        hold(status < 500, f"{method!r} {address!r} gave {status}")
        if address.startswith(b"/api/") and response:
            json.loads(response)

    return check


async def _sent(app: FastAPI, method: bytes, address: bytes, kind: bytes, body: bytes) -> tuple[int, bytes]:
    """The status and body of the response to one request, as a server would hand it over."""
    path, _, query = address.partition(b"?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method.decode("latin-1").upper(),
        "scheme": "http",
        "path": unquote(path.decode("latin-1")),
        "raw_path": path,
        "query_string": query,
        "headers": [(b"host", b"clinic.test"), (b"content-type", kind), (b"content-length", b"%d" % len(body))],
        "client": ("192.0.2.1", 1),
        "server": ("clinic.test", 80),
        "root_path": "",
    }
    statuses: list[int] = []
    response = bytearray()
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return messages.pop() if messages else await asyncio.Future()

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])
        response.extend(message.get("body", b""))

    await app(scope, receive, send)
    return statuses[0], bytes(response)


TARGETS = [Target("http", http_check, lambda: SEEDS, WORDS, 2048)]

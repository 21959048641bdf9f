"""The guards one by one, where a whole service in front of a test client would hide what they do."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import pytest
from fastapi import Request, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.guards import BodyLimit, ExceptionNet, HeadAsGet


def request_of(method: str, *headers: tuple[bytes, bytes]) -> Scope:
    """What a server tells an app of a request."""
    return {"type": "http", "method": method, "path": "/api/ask", "headers": list(headers)}


def sent_by(app: ASGIApp, scope: Scope, *parts: bytes) -> list[Message]:
    """What an app sends when the body arrives in these parts."""
    waiting, sent = list(parts), []

    async def receive() -> Message:
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(_awaited(app(scope, receive, send)))
    return sent


async def _awaited(call: Awaitable[None]) -> None:
    await call


async def reader(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads the body and sends it back."""
    body = b""
    more = True
    while more:
        message = await receive()
        body += message["body"]
        more = message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


def test_a_body_of_just_the_limit_is_let_through() -> None:
    assert sent_by(BodyLimit(reader, max_bytes=6), request_of("POST"), b"abc", b"def")[1]["body"] == b"abcdef"


def test_a_body_that_grows_past_the_limit_is_refused_as_it_does() -> None:
    with pytest.raises(HTTPException) as refused:
        sent_by(BodyLimit(reader, max_bytes=5), request_of("POST"), b"abc", b"def", b"never read")
    assert refused.value.status_code == 413


@pytest.mark.parametrize("announced", [b"6", b"9" * 5000])
def test_a_body_that_is_announced_as_too_large_is_refused_unread(announced: bytes) -> None:
    with pytest.raises(HTTPException) as refused:
        sent_by(BodyLimit(reader, max_bytes=5), request_of("POST", (b"content-length", announced)))
    assert refused.value.status_code == 413


def test_head_is_answered_as_get_without_the_body() -> None:
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["method"])
        await reader(scope, receive, send)

    sent = sent_by(HeadAsGet(app), request_of("HEAD"), b"words")
    assert seen == ["GET"]
    assert [message.get("body", b"") for message in sent] == [b"", b""]
    assert sent_by(HeadAsGet(app), request_of("GET"), b"words")[1]["body"] == b"words"


def breaking(after: Callable[[Send], Awaitable[None]]) -> ASGIApp:
    """An app that breaks, with a secret in the message of its exception and of that one's cause."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await after(send)
        try:
            raise KeyError("secret question")
        except KeyError as error:
            raise ValueError("secret question again") from error

    return app


def plain(request: Request, status: int) -> Response:
    """The simplest response."""
    return Response(f"status {status}", status)


def test_an_unexpected_exception_is_logged_by_kind_and_place_only(caplog: pytest.LogCaptureFixture) -> None:
    async def nothing(send: Send) -> None:
        pass

    caplog.set_level(logging.DEBUG)
    sent = sent_by(ExceptionNet(breaking(nothing), plain), request_of("GET"))
    assert (sent[0]["status"], sent[1]["body"]) == (500, b"status 500")
    assert "Unexpected ValueError" in caplog.text
    assert "test_guards.py" in caplog.text
    assert caplog.records[0].exc_info is None
    assert "secret question again" not in caplog.text.replace('raise ValueError("secret question again")', "")


def test_a_response_that_had_begun_is_broken_off_without_the_message() -> None:
    async def beginning(send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    with pytest.raises(ConnectionError) as broken:
        sent_by(ExceptionNet(breaking(beginning), plain), request_of("GET"))
    assert "secret" not in str(broken.value)
    assert broken.value.__suppress_context__

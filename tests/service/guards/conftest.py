"""A request and a server for a guard on its own: a whole service in front of a client would hide what it does."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from fastapi import Request, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.guards.refusal import Respond


def request_of(method: str, *headers: tuple[bytes, bytes], path: str = "/api/ask", client: str = "192.0.2.7") -> Scope:
    """What a server tells an app of a request."""
    return {"type": "http", "method": method, "path": path, "headers": list(headers), "client": (client, 1)}


def sent_by(app: ASGIApp, scope: Scope, *parts: bytes) -> list[Message]:
    """What an app sends when the body arrives in these parts."""
    waiting, sent = list(parts) or [b""], []

    async def receive() -> Message:
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(_awaited(app(scope, receive, send)))
    return sent


async def _awaited(call: Awaitable[None]) -> None:
    await call


@pytest.fixture
def request_to() -> Callable[..., Scope]:
    return request_of


@pytest.fixture
def sent() -> Callable[..., list[Message]]:
    return sent_by


@pytest.fixture
def respond() -> Respond:
    """The simplest refusal."""
    return lambda request, status, headers: Response(f"status {status}", status, dict(headers))


@pytest.fixture
def reader() -> ASGIApp:
    """Reads the body and sends it back."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        body = await Request(scope, receive).body()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    return app

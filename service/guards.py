"""What stands between the network and the routes: security headers, a limit on bodies, and a net for exceptions.

Plain ASGI, so that a response is passed on as it is made and nothing is read that the routes do not read.
"""

import logging
import traceback
from collections.abc import Callable

from fastapi import Request, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY_BYTES = 64 * 1024  # the longest question is at most 24 kB, even with every character percent-encoded
# From the search form far more is read, so that a question that is too long stays in its box: 20,000 characters,
# even with every one percent-encoded.
MAX_FORM_BYTES = 256 * 1024
FORM_PATH = "/"
CACHE_CONTROL = "cache-control"
LOGGED_FRAMES = 8  # ours and their nearest; those above them are the framework's, and always the same
SECURITY_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}

logger = logging.getLogger(__name__)


class SecurityHeaders:
    """Puts the security headers on every response, and `no-store` where the route said nothing about storing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(SECURITY_HEADERS)
                headers.setdefault(CACHE_CONTROL, "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)


class HeadAsGet:
    """Answers HEAD as GET without the body, on every route, as monitors and link checkers expect."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, send_without_body)


class BodyLimit:
    """Refuses a body above the limit with 413, whether its length is announced or only found out while reading.

    FastAPI's `max_body_size` does the same, but replaces our problem document by a plain text of its own.
    """

    def __init__(self, app: ASGIApp, max_bytes: int = MAX_BODY_BYTES, max_form_bytes: int = MAX_FORM_BYTES) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._max_form_bytes = max_form_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._max_form_bytes if scope["path"] == FORM_PATH else self._max_bytes
        announced = Headers(scope=scope).get("content-length", "")
        too_long = announced.isdecimal() and int(announced[:20]) > most
        received = 0

        async def receive_up_to_limit() -> Message:
            nonlocal received
            if too_long:
                raise HTTPException(413)
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise HTTPException(413)
            return message

        await self._app(scope, receive_up_to_limit, send)


class ExceptionNet:
    """Turns an exception that nobody expected into a response, and logs it without what the person typed.

    Servers and frameworks log the message of an exception, and a message can hold the question.
    """

    def __init__(self, app: ASGIApp, respond: Callable[[Request, int], Response]) -> None:
        self._app = app
        self._respond = respond

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception as error:
            log_unexpected(error)
            if started:
                raise ConnectionError("The response broke off; the reason is logged above.") from None
            await self._respond(Request(scope), 500)(scope, receive, send)


def log_unexpected(error: Exception) -> None:
    """Log what kind of exception it was and where it arose, but not its message, which can hold the question."""
    stack = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__))
    logger.error("Unexpected %s\n%s", type(error).__name__, "".join(traceback.format_list(stack[-LOGGED_FRAMES:])))

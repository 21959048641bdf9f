"""A limit on bodies, and the body as a whole: what is behind this guard never waits for a slow sender."""

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.guards.refusal import Respond

MAX_BODY_BYTES = 64 * 1024  # the longest question is at most 24 kB, even with every character percent-encoded
# From the search form far more is read, so that a question that is too long stays in its box: 20,000 characters,
# even with every one percent-encoded.
MAX_FORM_BYTES = 256 * 1024
FORM_PATH = "/"


class BodyLimit:
    """Refuses a body above the limit with 413, whether its length is announced or only found out while reading.

    FastAPI's `max_body_size` does the same, but replaces our problem document by a plain text of its own.
    """

    def __init__(
        self,
        app: ASGIApp,
        respond: Respond,
        max_bytes: int = MAX_BODY_BYTES,
        max_form_bytes: int = MAX_FORM_BYTES,
    ) -> None:
        self._app = app
        self._respond = respond
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
        message = None if too_long else await _whole(receive, most)
        if message is None:
            await self._respond(Request(scope), 413, {})(scope, receive, send)
            return
        read = False

        async def receive_whole() -> Message:
            nonlocal read
            if read:
                return await receive()
            read = True
            return message

        await self._app(scope, receive_whole, send)


async def _whole(receive: Receive, most: int) -> Message | None:
    """The body in one message, or the news that the sender has gone; None where there is more than `most`."""
    parts, received = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return message
        parts.append(message.get("body", b""))
        received += len(parts[-1])
        if received > most:
            return None
        if not message.get("more_body", False):
            return {"type": "http.request", "body": b"".join(parts), "more_body": False}

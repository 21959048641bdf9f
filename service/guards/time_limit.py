"""A limit on the time that one request may take: to arrive, to wait for its turn, and to be answered."""

import asyncio

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from service.guards.noting_send import NotingSend
from service.guards.refusal import Respond, come_again

RETRY_SECONDS = 5.0


class TimeLimit:
    """Refuses with 503 what takes too long; a response that has begun by then is broken off.

    A search cannot be stopped half-way: it ends in some milliseconds, and its answer is then dropped.
    """

    def __init__(self, app: ASGIApp, respond: Respond, seconds: float) -> None:
        self._app = app
        self._respond = respond
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        noting = NotingSend(send)
        try:
            async with asyncio.timeout(self._seconds) as limit:
                await self._app(scope, receive, noting)
        except TimeoutError:
            if not limit.expired():
                raise
            if not noting.started:
                await self._respond(Request(scope), 503, come_again(RETRY_SECONDS))(scope, receive, send)

"""A bounded queue: so many requests are worked on at once, so many wait, and the next hears at once to come again."""

import asyncio

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.guards.refusal import Respond, come_again
from service.guards.working_paths import is_work

RETRY_SECONDS = 2.0  # a full queue is worked off in less


class QueueLimit:
    """Lets requests through in the order they came, and refuses with 503 when the queue is full.

    It stands behind `BodyLimit`, so that a request takes its place only when all of it is here, and gives the place up
    when its response begins: slow senders and slow readers hold up nobody.
    """

    def __init__(self, app: ASGIApp, respond: Respond, at_once: int, waiting: int) -> None:
        """Args:
        app: what is behind this guard.
        respond: makes the refusal.
        at_once: requests worked on at the same time.
        waiting: requests that may wait for their turn.
        """
        self._app = app
        self._respond = respond
        self._places = asyncio.Semaphore(at_once)
        self._most_waiting = waiting
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if not is_work(scope):
            await self._app(scope, receive, send)
            return
        if self._places.locked() and self._waiting >= self._most_waiting:
            await self._respond(Request(scope), 503, come_again(RETRY_SECONDS))(scope, receive, send)
            return
        await self._turn()
        held = True

        def leave() -> None:
            nonlocal held
            if held:
                held = False
                self._places.release()

        async def send_and_leave(message: Message) -> None:
            if message["type"] == "http.response.start":
                leave()
            await send(message)

        try:
            await self._app(scope, receive, send_and_leave)
        finally:
            leave()

    async def _turn(self) -> None:
        self._waiting += 1
        try:
            await self._places.acquire()
        finally:
            self._waiting -= 1

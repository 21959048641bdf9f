"""A bounded queue: so many requests are worked on at once, a few wait for a moment, the next hears to come again."""

import asyncio
import time

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.guards.refusal import Respond, come_again
from service.guards.working_paths import is_work

RETRY_SECONDS = 2.0  # a full queue is worked off in less
MOST_WAIT_SECONDS = 0.5  # a wait that nobody notices much; who would wait longer is better off hearing so at once
NEWEST_SHARE = 0.1  # of a request in the running mean of how long one takes: some ten requests make the mean


class QueueLimit:
    """Lets requests through in the order they came, and refuses with 503 who would wait too long.

    Who comes is refused at once when so many wait already, or when those who wait will take too long by what the last
    requests took. Who waited in vain for that long, because a request took longer than others, is refused then.

    It stands behind `BodyLimit`, so that a request takes its place only when all of it is here, and gives the place up
    when its response begins: slow senders and slow readers hold up nobody.
    """

    def __init__(
        self,
        app: ASGIApp,
        respond: Respond,
        at_once: int,
        waiting: int,
        most_wait_seconds: float = MOST_WAIT_SECONDS,
    ) -> None:
        """Args:
        app: what is behind this guard.
        respond: makes the refusal.
        at_once: requests worked on at the same time.
        waiting: requests that may wait for their turn.
        most_wait_seconds: for a turn.
        """
        self._app = app
        self._respond = respond
        self._at_once = at_once
        self._places = asyncio.Semaphore(at_once)
        self._most_waiting = waiting
        self._waiting = 0
        self._most_wait_seconds = most_wait_seconds
        self._work_seconds = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if not is_work(scope):
            await self._app(scope, receive, send)
            return
        if not await self._turn():
            await self._respond(Request(scope), 503, come_again(RETRY_SECONDS))(scope, receive, send)
            return
        held, began = True, time.monotonic()

        def leave() -> None:
            nonlocal held
            if held:
                held = False
                self._places.release()
                self._work_seconds += NEWEST_SHARE * (time.monotonic() - began - self._work_seconds)

        async def send_and_leave(message: Message) -> None:
            if message["type"] == "http.response.start":
                leave()
            await send(message)

        try:
            await self._app(scope, receive, send_and_leave)
        finally:
            leave()

    async def _turn(self) -> bool:
        """Wait for a place; False where there was none in time, or will be none."""
        if self._places.locked() and self._is_too_long():
            return False
        self._waiting += 1
        try:
            async with asyncio.timeout(self._most_wait_seconds):
                await self._places.acquire()
        except TimeoutError:
            return False
        finally:
            self._waiting -= 1
        return True

    def _is_too_long(self) -> bool:
        expected = (self._waiting + 1) * self._work_seconds / self._at_once
        return self._waiting >= self._most_waiting or expected > self._most_wait_seconds

"""No new work for a service that has been told to stop, and that still finishes what it accepted."""

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from service.ending import Ending
from service.guards.refusal import Respond, come_again
from service.guards.working_paths import is_work

RETRY_SECONDS = 5.0  # by then another process listens at the address, where there is to be one


class NoNewWork:
    """Refuses with 503 what comes after the service was told to stop, and ends the connection."""

    def __init__(self, app: ASGIApp, respond: Respond, ending: Ending) -> None:
        self._app = app
        self._respond = respond
        self._ending = ending

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if not self._ending.begun or not is_work(scope):
            await self._app(scope, receive, send)
            return
        refusal = self._respond(Request(scope), 503, come_again(RETRY_SECONDS) | {"connection": "close"})
        await refusal(scope, receive, send)

"""The last net: an exception that nobody expected ends in a response and a line in the log, without the question."""

import logging

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from service.guards.noting_send import NotingSend
from service.guards.refusal import Respond
from service.operations.logs import kind_and_place

logger = logging.getLogger(__name__)


class ExceptionNet:
    """Turns an exception that nobody expected into a response, and logs it without what the person typed.

    Servers and frameworks log the message of an exception, and a message can hold the question.
    """

    def __init__(self, app: ASGIApp, respond: Respond) -> None:
        self._app = app
        self._respond = respond

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        noting = NotingSend(send)
        try:
            await self._app(scope, receive, noting)
        except Exception as error:
            log_unexpected(error)
            if noting.started:
                raise ConnectionError("The response broke off; the reason is logged above.") from None
            await self._respond(Request(scope), 500, {})(scope, receive, send)


def log_unexpected(error: Exception) -> None:
    """Log what kind of exception it was and where it arose, but not its message, which can hold the question."""
    logger.error("Unexpected %s", kind_and_place(error))

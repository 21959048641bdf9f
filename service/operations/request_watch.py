"""Gives every request a number, a line in the log and a place in the metrics.

Neither holds the address, its query, the body or who asked: a route is named by its template.
"""

import logging
import time
import uuid

from starlette.datastructures import MutableHeaders
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.operations.metrics import Metrics
from service.operations.request_notes import REQUEST_NOTES, RequestNotes

REQUEST_ID = "x-request-id"
METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
NO_ROUTE, OTHER_METHOD = "none", "other"
STATIC = "/static"
QUIET = frozenset({"/health/live", "/health/ready", "/metrics", STATIC})  # asked all day, and worth no line
BROKEN_OFF = 499  # what nginx calls a request whose client went away before the response began

logger = logging.getLogger(__name__)


class RequestWatch:
    """Watches the requests of one process."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), BROKEN_OFF
        # Our own number, not one that the request brings along: what a stranger wrote is never logged.
        notes = RequestNotes(uuid.uuid4().hex)

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = notes.id
            await send(message)

        self._metrics.request_began()
        token = REQUEST_NOTES.set(notes)
        try:
            await self._app(scope, receive, send_and_note)
        finally:
            REQUEST_NOTES.reset(token)
            self._ended(scope, status, time.perf_counter() - began, notes)

    def _ended(self, scope: Scope, status: int, seconds: float, notes: RequestNotes) -> None:
        method = scope["method"] if scope["method"] in METHODS else OTHER_METHOD
        route = route_template(scope)
        self._metrics.request_ended(method, route, status, seconds)
        line = {"request_id": notes.id, "method": method, "route": route, "status": status}
        line |= {"ms": round(seconds * 1000, 2), "outcome": notes.outcome, "urgent": notes.urgent}
        level = logging.DEBUG if route in QUIET and status < 400 else logging.INFO
        logger.log(level, "request", extra={name: value for name, value in line.items() if value is not None})


def route_template(scope: Scope) -> str:
    """The template of the route that took a request, such as "/pages/{page_id}"; "none" where none did."""
    route: BaseRoute | None = scope.get("route")
    template: str = getattr(route, "path", "") or NO_ROUTE
    if template == NO_ROUTE and scope["path"].startswith("/static/"):
        return STATIC
    return template

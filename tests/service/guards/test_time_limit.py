import asyncio
from collections.abc import Callable

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.guards.refusal import Respond
from service.guards.time_limit import TimeLimit

Sent, RequestTo = Callable[..., list[Message]], Callable[..., Scope]


def hanging(after: list[Message]) -> ASGIApp:
    """An app that sends something and then never ends."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        for message in after:
            await send(message)
        await asyncio.Event().wait()

    return app


def test_what_takes_too_long_is_refused(respond: Respond, sent: Sent, request_to: RequestTo) -> None:
    start, _ = sent(TimeLimit(hanging([]), respond, seconds=0.01), request_to("POST"))
    assert (start["status"], dict(start["headers"])[b"retry-after"]) == (503, b"5")


def test_a_response_that_has_begun_is_broken_off(respond: Respond, sent: Sent, request_to: RequestTo) -> None:
    begun = {"type": "http.response.start", "status": 200, "headers": []}
    assert sent(TimeLimit(hanging([begun]), respond, seconds=0.01), request_to("POST")) == [begun]


def test_what_is_answered_in_time_is_left_alone(
    reader: ASGIApp, respond: Respond, sent: Sent, request_to: RequestTo
) -> None:
    assert sent(TimeLimit(reader, respond, seconds=10), request_to("POST"), b"words")[1]["body"] == b"words"


def test_another_timeout_inside_is_not_taken_for_ours(respond: Respond, sent: Sent, request_to: RequestTo) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        sent(TimeLimit(app, respond, seconds=10), request_to("POST"))

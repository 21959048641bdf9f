import logging
from collections.abc import Awaitable, Callable

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.guards.exception_net import ExceptionNet
from service.guards.refusal import Respond

Sent, RequestTo = Callable[..., list[Message]], Callable[..., Scope]


def breaking(after: Callable[[Send], Awaitable[None]]) -> ASGIApp:
    """An app that breaks, with a secret in the message of its exception and of that one's cause."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await after(send)
        try:
            raise KeyError("secret question")
        except KeyError as error:
            raise ValueError("secret question again") from error

    return app


def test_an_unexpected_exception_is_logged_by_kind_and_place_only(
    respond: Respond, sent: Sent, request_to: RequestTo, caplog: pytest.LogCaptureFixture
) -> None:
    async def nothing(send: Send) -> None:
        pass

    caplog.set_level(logging.DEBUG)
    answer = sent(ExceptionNet(breaking(nothing), respond), request_to("GET"))
    assert (answer[0]["status"], answer[1]["body"]) == (500, b"status 500")
    assert "Unexpected ValueError" in caplog.text
    assert "test_exception_net.py" in caplog.text
    assert caplog.records[0].exc_info is None
    assert "secret question again" not in caplog.text.replace('raise ValueError("secret question again")', "")


def test_a_response_that_had_begun_is_broken_off_without_the_message(
    respond: Respond, sent: Sent, request_to: RequestTo
) -> None:
    async def beginning(send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    with pytest.raises(ConnectionError) as broken:
        sent(ExceptionNet(breaking(beginning), respond), request_to("GET"))
    assert "secret" not in str(broken.value)
    assert broken.value.__suppress_context__

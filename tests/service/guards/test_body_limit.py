from collections.abc import Callable

import pytest
from starlette.types import ASGIApp, Message, Scope

from service.guards.body_limit import BodyLimit
from service.guards.refusal import Respond

Sent, RequestTo = Callable[..., list[Message]], Callable[..., Scope]


def test_a_body_of_just_the_limit_is_let_through(
    reader: ASGIApp, respond: Respond, sent: Sent, request_to: RequestTo
) -> None:
    assert sent(BodyLimit(reader, respond, max_bytes=6), request_to("POST"), b"abc", b"def")[1]["body"] == b"abcdef"


def test_a_body_that_grows_past_the_limit_is_refused_as_it_does(
    reader: ASGIApp, respond: Respond, sent: Sent, request_to: RequestTo
) -> None:
    unread = [b"never read"]
    refused = sent(BodyLimit(reader, respond, max_bytes=5), request_to("POST"), b"abc", b"def", *unread)
    assert refused[0]["status"] == 413


@pytest.mark.parametrize("announced", [b"6", b"9" * 5000])
def test_a_body_that_is_announced_as_too_large_is_refused_unread(
    reader: ASGIApp, respond: Respond, sent: Sent, request_to: RequestTo, announced: bytes
) -> None:
    request = request_to("POST", (b"content-length", announced))
    assert sent(BodyLimit(reader, respond, max_bytes=5), request)[0]["status"] == 413


def test_what_is_behind_the_guard_gets_the_body_in_one_piece(
    respond: Respond, sent: Sent, request_to: RequestTo
) -> None:
    received = []

    async def app(scope: Scope, receive: Callable[[], object], send: object) -> None:
        received.append(await receive())  # type: ignore[misc]

    sent(BodyLimit(app, respond), request_to("POST"), b"abc", b"def", b"")  # type: ignore[arg-type]
    assert received == [{"type": "http.request", "body": b"abcdef", "more_body": False}]

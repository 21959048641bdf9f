"""A service that was told to stop takes no new work, and still says whether it lives."""

from collections.abc import Callable

from starlette.types import ASGIApp, Message, Scope

from service.ending import Ending
from service.guards.ending import NoNewWork
from service.guards.refusal import Respond

Sent, RequestTo = Callable[..., list[Message]], Callable[..., Scope]


def test_until_it_is_told_to_stop_everything_passes(
    reader: ASGIApp, respond: Respond, sent: Sent, request_to: RequestTo
) -> None:
    assert sent(NoNewWork(reader, respond, Ending()), request_to("POST"), b"words")[1]["body"] == b"words"


def test_then_work_is_refused_and_the_connection_ends(
    reader: ASGIApp, respond: Respond, sent: Sent, request_to: RequestTo
) -> None:
    ending = Ending()
    ending.begun = True
    start, _ = sent(NoNewWork(reader, respond, ending), request_to("POST"), b"words")
    headers = dict(start["headers"])
    assert (start["status"], headers[b"retry-after"], headers[b"connection"]) == (503, b"5", b"close")


def test_a_supervisor_is_still_heard(reader: ASGIApp, respond: Respond, sent: Sent, request_to: RequestTo) -> None:
    ending = Ending()
    ending.begun = True
    start, _ = sent(NoNewWork(reader, respond, ending), request_to("GET", path="/health/live"))
    assert start["status"] == 200

from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.guards.head_as_get import HeadAsGet


def test_head_is_answered_as_get_without_the_body(
    reader: ASGIApp, sent: Callable[..., list[Message]], request_to: Callable[..., Scope]
) -> None:
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["method"])
        await reader(scope, receive, send)

    answer = sent(HeadAsGet(app), request_to("HEAD"), b"words")
    assert seen == ["GET"]
    assert [message.get("body", b"") for message in answer] == [b"", b""]
    assert sent(HeadAsGet(app), request_to("GET"), b"words")[1]["body"] == b"words"

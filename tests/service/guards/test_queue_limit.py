"""A queue of one place at work and one waiting, in which requests go on only when they are let."""

import asyncio
from collections.abc import Callable

from starlette.types import Message, Receive, Scope, Send

from service.guards.queue_limit import QueueLimit
from service.guards.refusal import Respond

RequestTo = Callable[..., Scope]


class Service:
    """Works on a request until it is told to answer."""

    def __init__(self) -> None:
        self.at_work = 0
        self.may_answer = asyncio.Event()
        self.may_end = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.at_work += 1
        await self.may_answer.wait()
        self.at_work -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await self.may_end.wait()
        await send({"type": "http.response.body", "body": b""})


async def nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


async def asked(guard: QueueLimit, scope: Scope) -> Message:
    """The start of the response to a request."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await guard(scope, nothing, send)
    return sent[0]


async def a_moment() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def test_so_many_work_so_many_wait_and_the_next_is_refused_at_once(respond: Respond, request_to: RequestTo) -> None:
    async def story() -> None:
        service = Service()
        service.may_end.set()
        guard = QueueLimit(service, respond, at_once=1, waiting=1)
        working, waiting = (asyncio.create_task(asked(guard, request_to("POST"))) for _ in range(2))
        await a_moment()
        assert service.at_work == 1
        refused = await asked(guard, request_to("POST"))
        assert (refused["status"], dict(refused["headers"])[b"retry-after"]) == (503, b"2")
        service.may_answer.set()
        assert [(await working)["status"], (await waiting)["status"]] == [200, 200]

    asyncio.run(asyncio.wait_for(story(), 5))


def test_who_would_wait_too_long_is_refused_at_once(respond: Respond, request_to: RequestTo) -> None:
    async def story() -> None:
        service = Service()
        service.may_end.set()
        guard = QueueLimit(service, respond, at_once=1, waiting=9, most_wait_seconds=0.1)
        slow = asyncio.create_task(asked(guard, request_to("POST")))
        await asyncio.sleep(1.1)  # a tenth of this is the new mean, and more than the wait that is allowed
        service.may_answer.set()
        await slow
        service.may_answer.clear()
        working = asyncio.create_task(asked(guard, request_to("POST")))
        await a_moment()
        asked_at = asyncio.get_running_loop().time()
        assert (await asked(guard, request_to("POST")))["status"] == 503
        assert asyncio.get_running_loop().time() - asked_at < 0.05
        service.may_answer.set()
        assert (await working)["status"] == 200

    asyncio.run(asyncio.wait_for(story(), 5))


def test_who_waits_in_vain_is_refused_when_the_wait_is_over(respond: Respond, request_to: RequestTo) -> None:
    async def story() -> None:
        service = Service()
        service.may_end.set()
        guard = QueueLimit(service, respond, at_once=1, waiting=9, most_wait_seconds=0.01)
        working = asyncio.create_task(asked(guard, request_to("POST")))
        await a_moment()
        waited = await asked(guard, request_to("POST"))
        assert (waited["status"], dict(waited["headers"])[b"retry-after"]) == (503, b"2")
        service.may_answer.set()
        assert (await working)["status"] == 200

    asyncio.run(asyncio.wait_for(story(), 5))


def test_who_reads_an_answer_slowly_holds_up_nobody(respond: Respond, request_to: RequestTo) -> None:
    async def story() -> None:
        service = Service()
        service.may_answer.set()
        guard = QueueLimit(service, respond, at_once=1, waiting=0)
        slow = asyncio.create_task(asked(guard, request_to("POST")))
        await a_moment()
        next_one = asyncio.create_task(asked(guard, request_to("POST")))
        await a_moment()
        service.may_end.set()
        assert [(await slow)["status"], (await next_one)["status"]] == [200, 200]

    asyncio.run(asyncio.wait_for(story(), 5))


def test_a_request_that_is_given_up_leaves_its_place(respond: Respond, request_to: RequestTo) -> None:
    async def story() -> None:
        service = Service()
        guard = QueueLimit(service, respond, at_once=1, waiting=1)
        working, waiting = (asyncio.create_task(asked(guard, request_to("POST"))) for _ in range(2))
        await a_moment()
        for task in (waiting, working):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        service.may_answer.set()
        service.may_end.set()
        assert (await asked(guard, request_to("POST")))["status"] == 200

    asyncio.run(asyncio.wait_for(story(), 5))


def test_a_supervisor_never_waits(respond: Respond, request_to: RequestTo) -> None:
    async def story() -> None:
        service = Service()
        service.may_end.set()
        guard = QueueLimit(service, respond, at_once=1, waiting=0)
        working = asyncio.create_task(asked(guard, request_to("POST")))
        supervisor = asyncio.create_task(asked(guard, request_to("GET", path="/health/live")))
        await a_moment()
        assert service.at_work == 2
        service.may_answer.set()
        assert [(await working)["status"], (await supervisor)["status"]] == [200, 200]

    asyncio.run(asyncio.wait_for(story(), 5))

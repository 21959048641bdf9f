"""Clients that ask a service over HTTP, each one question after the other.

They use the client of the standard library, which takes the least of the processor that they share with the service.
"""

import http.client
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http import HTTPStatus
from itertools import count
from typing import NamedTuple

from corpus.errors import BenchmarkError
from scripts.benchmark.contestants import Request

JSON = {"Content-Type": "application/json"}
LONGEST_SECONDS = 120  # for one answer


class Load(NamedTuple):
    """What clients saw: the milliseconds of every answer, and the answers a second of all of them together."""

    ms: list[float]
    answers_per_second: float


def post_or_get(connection: http.client.HTTPConnection, request: Request) -> bytes:
    """The body of the response.

    Raises:
        BenchmarkError: its status is not 200.
    """
    connection.request(request.method, request.path, request.body, JSON)
    response = connection.getresponse()
    body = response.read()
    if response.status != HTTPStatus.OK:
        raise BenchmarkError(
            f"{request.method} {request.path.partition('?')[0]} was answered with status {response.status}."
        )
    return body


def asked_over_http(
    port: int, request_of: Callable[[str], Request], questions: Sequence[str], clients: int, seconds: float
) -> Load:
    """Let clients ask for some seconds, each at least once, over a connection that each keeps open.

    Args:
        port: of the service on this machine.
        request_of: turns a question into a request.
        questions: asked in turn, each client beginning at another.
        clients: who ask at the same time.
        seconds: after which no client asks another question.
    """
    started = time.perf_counter()

    def one_client(number: int) -> list[float]:
        ms: list[float] = []
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST_SECONDS)) as connection:
            for turn in count(number * len(questions) // clients):
                began = time.perf_counter()
                post_or_get(connection, request_of(questions[turn % len(questions)]))
                ended = time.perf_counter()
                ms.append(1000 * (ended - began))
                if ended - started >= seconds:
                    break
        return ms

    with ThreadPoolExecutor(clients) as pool:
        ms = [value for one in pool.map(one_client, range(clients)) for value in one]
    return Load(ms, len(ms) / (time.perf_counter() - started))

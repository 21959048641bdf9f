"""Who asks what under load: patients at the form, programs at the API, readers of pages, and some who ask wrongly."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

QUESTIONS = (
    "will they put me to sleep",
    "how long will I be in hospital",
    "when can i go back to work in an office",
    "what can go wrong with this operation",
    "how do i look after the wound at home",
    "can i drive myself home",
    "my leg is red and hot and it hurts to breathe",
    "is there parking",
)
CLIENTS = 2000
GREEDY_SHARE = 0.2  # of all requests come from one client, who must be told to slow down
JSON, FORM = b"application/json", b"application/x-www-form-urlencoded"
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request. `expected` are the statuses that it may have beside a refusal with 429 or 503."""

    method: str
    path: str
    headers: Headers
    body: bytes
    expected: frozenset[int] = frozenset({200})

    @property
    def asks(self) -> bool:
        """Whether it is a question that is to be answered."""
        return self.method == "POST" and 200 in self.expected


def visits(seed: int = 0) -> Iterator[Visit]:
    """Requests without end, always the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    while True:
        question = f"{chance.choice(QUESTIONS)} {chance.randrange(10_000)}"
        as_json = json.dumps({"question": question, "top": chance.choice((1, 5, 10))}).encode()
        as_form = urlencode({"question": question}).encode()
        yield chance.choices(
            (
                _visit(chance, "POST", "/api/ask", JSON, as_json),
                _visit(chance, "POST", "/", FORM, as_form),
                _visit(chance, "GET", "/"),
                _visit(chance, "GET", "/api/sources"),
                _visit(chance, "GET", "/questions.json"),
                _visit(chance, "GET", "/health/ready"),
                _visit(chance, "GET", "/nowhere", expected=404),
                _visit(chance, "POST", "/api/ask", JSON, b'{"question": ""}', expected=422),
                _visit(chance, "POST", "/api/ask", JSON, b"{half", expected=400),
                _visit(chance, "POST", "/api/ask", JSON, b"x" * 70_000, expected=413),
            ),
            (60, 18, 5, 2, 4, 5, 2, 2, 1, 1),
        )[0]


def _visit(
    chance: random.Random, method: str, path: str, kind: bytes = b"", body: bytes = b"", expected: int = 200
) -> Visit:
    number = 0 if chance.random() < GREEDY_SHARE else chance.randrange(1, CLIENTS)
    sender = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
    headers = [(b"X-Forwarded-For", sender.encode()), (b"Content-Length", str(len(body)).encode())]
    if kind:
        headers.append((b"Content-Type", kind))
    return Visit(method, path, headers, body, frozenset({expected}))

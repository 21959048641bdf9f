"""The worker's side of the protocol: one JSON object a line comes in, one goes out.

    {"do": "build", "sources": [...], "vectors": FILE or null, "store": FOLDER}  ->  {"seconds": {stage: seconds}}
    {"do": "load", "store": FOLDER}                                              ->  {}
    {"do": "ask", "questions": [...], "at_most_seconds": seconds}                ->  {"ms": [...], "found": [...]}
    {"do": "encode", "texts": FILE}                                              ->  {"seconds": seconds, "texts": n}
    {"do": "memory"}                                                             ->  {"bytes": resident}

`found` holds the texts of the first question, best first, so that the driver can see that there is an answer.
Anything else that a library prints goes to standard error. An exception ends the worker.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TextIO

import psutil

TOP = 5  # results wanted, everywhere


class Engine(Protocol):
    """What a worker has to be able to do."""

    def build(self, sources: list[str], vectors: str | None, store: Path) -> dict[str, float]:
        """Build a store; the seconds that each stage took. `vectors` (n, dim) float32 take the place of encoding."""
        ...

    def load(self, store: Path) -> None:
        """Make a store ready to be asked."""
        ...

    def ask(self, question: str) -> list[str]:
        """The texts found, best first."""
        ...

    def encode(self, texts: list[str]) -> None:
        """Encode texts as building does."""
        ...


class Stopwatch:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what happens inside as this stage."""
        started = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started


def read_texts(path: str) -> list[str]:
    """The texts of a JSON Lines file, a JSON string a line."""
    with Path(path).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def answered(engine: Engine, request: dict[str, Any]) -> dict[str, Any]:
    """What an engine has to say to one request."""
    match request["do"]:
        case "build":
            return {"seconds": engine.build(request["sources"], request["vectors"], Path(request["store"]))}
        case "load":
            engine.load(Path(request["store"]))
            return {}
        case "ask":
            return _asked(engine, request["questions"], request["at_most_seconds"])
        case "encode":
            texts = read_texts(request["texts"])
            started = time.perf_counter()
            engine.encode(texts)
            return {"seconds": time.perf_counter() - started, "texts": len(texts)}
        case "memory":
            return {"bytes": psutil.Process().memory_info().rss}
    raise ValueError(f"no worker can {request['do']!r}")


def _asked(engine: Engine, questions: list[str], at_most_seconds: float) -> dict[str, Any]:
    """At least one question is asked; after `at_most_seconds`, no more."""
    found: list[list[str]] = []
    ms: list[float] = []
    until = time.perf_counter() + at_most_seconds
    for question in questions:
        started = time.perf_counter()
        found.append(engine.ask(question))
        ended = time.perf_counter()
        ms.append(1000 * (ended - started))
        if ended >= until:
            break
    return {"ms": ms, "found": found[0]}


def serve(engine: Engine, requests: TextIO, answers: TextIO) -> None:
    """Answer requests, a line each, until there are no more."""
    for line in requests:
        answers.write(json.dumps(answered(engine, json.loads(line))) + "\n")
        answers.flush()


def main(engine: Engine) -> None:
    """Answer on the real standard output, and send whatever a library prints there to standard error."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)
        serve(engine, sys.stdin, answers)

"""Measures all contestants over one corpus, in rounds: in each, one after the other does the same.

So a machine that is slower for a while is slower for everybody, and a ratio is taken between neighbours.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from corpus.errors import BenchmarkError
from scripts.benchmark.contestants import Contestant
from scripts.benchmark.corpora import Corpus, Texts, turns
from scripts.benchmark.load import asked_over_http
from scripts.benchmark.services import Service, running
from scripts.benchmark.session import Session, cold_seconds
from scripts.benchmark.spread import percentiles

MEGABYTE = 1e6
WARM_UP_SECONDS = 20  # at most, for asking every question once uncounted: then files lie in the system's memory
CLIENTS = 8
PERCENTILES = ("p50", "p95", "p99")
Rounds = Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured. A round asks `warm` questions in process, or as many as fit into `warm_seconds`."""

    rounds: int
    cold: bool
    warm: int
    warm_seconds: float
    http_seconds: float
    workers: tuple[int, ...]
    serves_alternatives: bool


FULL = Plan(rounds=3, cold=True, warm=200, warm_seconds=5, http_seconds=2, workers=(1, 2), serves_alternatives=True)
QUICK = Plan(rounds=1, cold=False, warm=40, warm_seconds=2, http_seconds=0.5, workers=(1,), serves_alternatives=False)


class Prepared(NamedTuple):
    """A contestant with the Python it runs in and the store it built."""

    contestant: Contestant
    python: Path
    store: Path

    def builder(self) -> Session:
        """Its worker, to build the store."""
        one = self.contestant
        return Session(one.name, one.worker_command(self.python), one.environment(self.store))

    def answerer(self) -> Session:
        """Its worker, to be asked."""
        one = self.contestant
        return Session(one.name, one.worker_command(self.python), one.asked_environment(self.store))


def measured_in_process(
    all_prepared: Iterable[Prepared], corpus: Corpus, texts: Texts, plan: Plan
) -> dict[str, Rounds]:
    """Cold and warm questions, loading, memory and encoding, by contestant and measure."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    with ExitStack() as stack:
        opened: list[tuple[Prepared, Session]] = []
        for one in all_prepared:
            started = time.perf_counter()
            session = stack.enter_context(one.answerer())
            session.request("load", store=str(one.store))
            found[one.contestant.key]["ready"].append(time.perf_counter() - started)
            _ask(one, session, corpus.name, corpus.questions, WARM_UP_SECONDS)
            opened.append((one, session))
        for number in range(plan.rounds):
            for one, session in opened:
                into = found[one.contestant.key]
                if plan.cold:
                    into["cold"].append(_cold(one, corpus.questions[number % len(corpus.questions)]))
                asked = turns(corpus.questions, plan.warm, begin=number * plan.warm)
                ms = _ask(one, session, corpus.name, asked, plan.warm_seconds)
                _add_percentiles(into, "warm", ms)
                into["resident"].append(session.request("memory")["bytes"] / MEGABYTE)
        for _ in range(plan.rounds):  # last, since encoding many texts at once leaves more memory behind
            for one, session in opened:
                took = session.request("encode", texts=str(texts.sample))
                found[one.contestant.key]["encode"].append(took["texts"] / took["seconds"])
    return {key: dict(rounds) for key, rounds in found.items()}


def measured_over_http(all_prepared: Sequence[Prepared], corpus: Corpus, plan: Plan) -> dict[str, Rounds]:
    """Latency, throughput and memory of the services, by contestant and measure."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for workers in plan.workers:
        with ExitStack() as stack:
            services = [stack.enter_context(running(*one, workers)) for one in all_prepared]
            for service in services:
                _load(service, corpus, CLIENTS, plan.http_seconds / 2)  # not counted
            for _ in range(plan.rounds):
                for service in services:
                    _serve_round(service, corpus, plan, workers, found[service.contestant.key])
    return {key: dict(rounds) for key, rounds in found.items()}


def _serve_round(service: Service, corpus: Corpus, plan: Plan, workers: int, into: dict[str, list[float]]) -> None:
    if workers == 1:
        ms, _ = _load(service, corpus, 1, plan.http_seconds)
        _add_percentiles(into, "http_1", ms)
    ms, answers_per_second = _load(service, corpus, CLIENTS, plan.http_seconds)
    into[f"throughput_{workers}"].append(answers_per_second)
    if workers == 1:
        _add_percentiles(into, f"http_{CLIENTS}", ms)
        into["resident_serving"].append(service.resident_bytes() / MEGABYTE)


def _load(service: Service, corpus: Corpus, clients: int, seconds: float) -> tuple[list[float], float]:
    return asked_over_http(service.port, service.contestant.request, corpus.questions, clients, seconds)


def _ask(one: Prepared, session: Session, corpus: str, questions: Sequence[str], at_most_seconds: float) -> list[float]:
    answer = session.request("ask", questions=questions, at_most_seconds=at_most_seconds)
    if not answer["found"]:
        raise BenchmarkError(f"{one.contestant.name} found nothing for a question on {corpus}; it is not timed.")
    ms: list[float] = answer["ms"]
    return ms


def _cold(one: Prepared, question: str) -> float:
    name, environment = one.contestant.name, one.contestant.environment(one.store)
    if command := one.contestant.cold_command(one.python, one.store, question):
        return cold_seconds(name, command, environment, ())
    load = {"do": "load", "store": str(one.store)}
    ask = {"do": "ask", "questions": [question], "at_most_seconds": 0}
    return cold_seconds(name, one.contestant.worker_command(one.python), environment, (load, ask))


def _add_percentiles(into: dict[str, list[float]], name: str, ms: Sequence[float]) -> None:
    for percentile, value in zip(PERCENTILES, percentiles(ms), strict=True):
        into[f"{name}_{percentile}"].append(value)

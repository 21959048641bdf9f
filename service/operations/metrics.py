"""The figures that Prometheus collects. No label tells one question from another.

Several workers share their figures through files in the folder that `PROMETHEUS_MULTIPROC_DIR` names; the library
reads it when it is imported, so this module is imported by workers only.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from index.folder import made_at
from service.answers import Answer

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
LIVE_FILE = re.compile(r"gauge_live[a-z]+_(\d+)\.db")
# Seconds. A stage takes parts of a millisecond to some milliseconds, a request a few of them.
STAGE_BUCKETS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5)
REQUEST_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """The figures of one process. Safe to share between threads."""

    def __init__(self, index_version: Callable[[], str | None]) -> None:
        """`index_version` tells the name of the version that serves now, or None while none does."""
        self._index_version = index_version
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "own_words_requests",
            "Requests by route and status.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._request_seconds = Histogram(
            "own_words_request_seconds",
            "Time from a request to the end of its response.",
            ["route"],
            buckets=REQUEST_BUCKETS,
            registry=self._registry,
        )
        self._in_progress = Gauge(
            "own_words_requests_in_progress",
            "Requests that are being answered or wait for it.",
            multiprocess_mode="livesum",
            registry=self._registry,
        )
        self._answers = Counter(
            "own_words_answers", "Answers by outcome: answered, maybe, not_found.", ["outcome"], registry=self._registry
        )
        self._urgent = Counter(
            "own_words_urgent_notices", "Notices of urgent care by level.", ["level"], registry=self._registry
        )
        self._stage_seconds = Histogram(
            "own_words_stage_seconds",
            "Time that a stage of a question took.",
            ["stage"],
            buckets=STAGE_BUCKETS,
            registry=self._registry,
        )

    def request_began(self) -> None:
        """A request has come in."""
        self._in_progress.inc()

    def request_ended(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request has its response. `route` is the template of its address, not the address."""
        self._in_progress.dec()
        self._requests.labels(method, route, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def answered(self, answer: Answer, stages: Mapping[str, float], /) -> None:
        """See `AnswerWatch.answered`."""
        self._answers.labels(answer.outcome.value).inc()
        if answer.urgent:
            self._urgent.labels(answer.urgent.level).inc()
        for stage, seconds in stages.items():
            self._stage_seconds.labels(stage).observe(seconds)

    def exposition(self) -> bytes:
        """Every figure, of all workers, in the text format of Prometheus."""
        shared = os.environ.get(SHARED_FOLDER)
        if not shared:
            return generate_latest(self._registry) + generate_latest(_index_registry(self._index_version()))
        forget_dead_workers(Path(shared))
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry) + generate_latest(_index_registry(self._index_version()))


class IndexState(Collector):
    """Which index and which program answer, looked up when somebody asks, since both can change."""

    def __init__(self, index_version: str | None) -> None:
        self._version = index_version

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One figure each."""
        program = GaugeMetricFamily("own_words_info", "The program that serves.", labels=["version"])
        program.add_metric([version("own-words")], 1)
        yield program
        if self._version is None:
            return
        index = GaugeMetricFamily("own_words_index_info", "The version of the index that serves.", labels=["version"])
        index.add_metric([self._version], 1)
        yield index
        made = made_at(self._version)
        if made is not None:
            yield GaugeMetricFamily(
                "own_words_index_made_timestamp_seconds", "When the index that serves was made.", made.timestamp()
            )


def _index_registry(index_version: str | None) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(IndexState(index_version))
    return registry


def forget_dead_workers(folder: Path) -> None:
    """Leave out what workers that are gone had under way; what they counted stays."""
    for path in folder.iterdir():
        live = LIVE_FILE.fullmatch(path.name)
        if live and not _runs(int(live[1])):
            mark_process_dead(int(live[1]), str(folder))  # type: ignore[no-untyped-call]


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)  # asks, and sends nothing
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

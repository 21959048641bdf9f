"""What is measured, each with its name in the results, its words in the table, and its unit."""

from typing import NamedTuple


class Measure(NamedTuple):
    """One measure. `name` is its key in the results; `more_is_better` turns its ratios round."""

    name: str
    words: str
    unit: str
    more_is_better: bool = False


def _latency(name: str, words: str) -> list[Measure]:
    return [Measure(f"{name}_{p}", f"{words}, {p}", "ms") for p in ("p50", "p95", "p99")]


MEASURES = {
    measure.name: measure
    for measure in (
        Measure("cold", "one question from a cold shell", "s"),
        *_latency("warm", "warm question in process"),
        *_latency("http_1", "over HTTP, 1 client"),
        *_latency("http_8", "over HTTP, 8 clients"),
        Measure("throughput_1", "over HTTP, 1 worker, 8 clients", "answers/s", more_is_better=True),
        Measure("throughput_2", "over HTTP, 2 workers, 8 clients", "answers/s", more_is_better=True),
        Measure("resident", "resident memory, in process", "MB"),
        Measure("resident_serving", "resident memory, serving with 1 worker", "MB"),
        Measure("ready", "from starting a process to ready", "s"),
        Measure("encode", "encoding passages", "texts/s", more_is_better=True),
        Measure("build", "building the index", "s"),
        Measure("build_passages", "building the index", "passages/s", more_is_better=True),
        Measure("build_pages", "building the index", "pages/s", more_is_better=True),
        Measure("size", "size on disk", "MB"),
    )
}

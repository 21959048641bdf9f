"""A whole service over the small pages, with figures that can be read."""

import pytest
from fastapi.testclient import TestClient

from corpus.library import Library
from service.api import create_app
from service.operations.answer_notes import AnswerNotes
from service.operations.metrics import Metrics
from service.serving import Serving


class Service:
    """A service, what it counts, and two ways to ask it: from this machine and from another."""

    def __init__(self, metrics: Metrics, app: object) -> None:
        self.metrics = metrics
        self.here = TestClient(app, client=("127.0.0.1", 50000))  # type: ignore[arg-type]
        self.elsewhere = TestClient(app, client=("203.0.113.7", 50000))  # type: ignore[arg-type]

    def figures(self) -> dict[str, float]:
        """Every figure by its name and labels."""
        lines = self.metrics.exposition().decode().splitlines()
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if line[0] != "#")}


@pytest.fixture
def service(searcher: object, library: Library) -> Service:
    from service.answerer import Answerer

    version = "20261120T120000.000000Z-abc123"
    metrics = Metrics(lambda: version)
    answerer = Answerer(searcher, 0.7, 0.3, watches=[AnswerNotes(), metrics])  # type: ignore[arg-type]
    serving = Serving.only(answerer, library)
    return Service(metrics, create_app(serving, metrics=metrics, metrics_token="a token"))

"""What is counted and timed, and that workers add up."""

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from service.answers import Answer, Outcome, Urgent
from service.operations.metrics import Metrics

ANSWER = Answer("how long", Outcome.ANSWERED, confidence=0.9, urgent=None, results=[], index_version="v", took_ms=1.0)
URGENT = Urgent("emergency", "chest pain", "Call", [], "999")


class Watched(Protocol):
    """See `conftest.Service`."""

    metrics: Metrics

    def figures(self) -> Mapping[str, float]: ...


def test_answers_are_counted_by_outcome_and_notices_by_level(service: Watched) -> None:
    from dataclasses import replace

    service.metrics.answered(ANSWER, {})
    service.metrics.answered(replace(ANSWER, outcome=Outcome.NOT_FOUND, urgent=URGENT), {})
    figures = service.figures()
    assert figures['own_words_answers_total{outcome="answered"}'] == 1
    assert figures['own_words_answers_total{outcome="not_found"}'] == 1
    assert figures['own_words_urgent_notices_total{level="emergency"}'] == 1


def test_each_stage_has_its_time(service: Watched) -> None:
    service.metrics.answered(ANSWER, {"encode": 0.002, "urgent": 0.003})
    service.metrics.answered(ANSWER, {"encode": 0.004})
    figures = service.figures()
    assert figures['own_words_stage_seconds_sum{stage="encode"}'] == pytest.approx(0.006)
    assert figures['own_words_stage_seconds_count{stage="urgent"}'] == 1


def test_the_version_that_serves_and_when_it_was_made_are_told(service: Watched) -> None:
    figures = service.figures()
    assert figures['own_words_index_info{version="20261120T120000.000000Z-abc123"}'] == 1
    made = datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp()
    assert figures["own_words_index_made_timestamp_seconds"] == made


def test_before_a_version_is_loaded_none_is_told() -> None:
    told = Metrics(lambda: None).exposition()
    assert b"own_words_info" in told
    assert b"own_words_index_info" not in told


WORKER = """
import os, sys
from service.operations.metrics import Metrics
metrics = Metrics(lambda: None)
metrics.request_began()
metrics.request_ended("GET", "/", 200, 0.01)
metrics.request_began()
print(metrics.exposition().decode())
"""


@pytest.mark.slow
def test_workers_add_up_and_what_a_dead_one_had_under_way_is_gone(tmp_path: Path) -> None:
    environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    root = Path(__file__).parents[3]
    told = [
        subprocess.run(
            [sys.executable, "-c", WORKER], env=environment, cwd=root, capture_output=True, text=True, check=True
        ).stdout
        for _ in range(3)
    ][-1]
    assert 'own_words_requests_total{method="GET",route="/",status="200"} 3.0' in told
    assert "own_words_requests_in_progress 1.0" in told

"""What came back under load, and which of it must never happen."""

import json

import pytest

from scripts.load import missed
from scripts.load_test.connections import Response
from scripts.load_test.outcomes import Outcomes
from scripts.load_test.visitors import Visit

ASK, READY = (Visit(method, path, [], b"") for method, path in (("POST", "/api/ask"), ("GET", "/health/ready")))
PROBLEM = {"content-type": "application/problem+json", "retry-after": "2"}
REFUSAL = Response(503, PROBLEM, json.dumps({"status": 503}).encode())


def faults_of(visit: Visit, response: Response) -> list[str]:
    outcomes = Outcomes()
    outcomes.came_back(visit, response, 1.0)
    return list(outcomes.faults)


def test_a_question_may_be_refused_and_health_may_not() -> None:
    assert faults_of(ASK, REFUSAL) == []
    assert faults_of(READY, REFUSAL) == ["GET /health/ready answered with 503"]


def test_a_refusal_must_say_when_to_come_again() -> None:
    hasty = Response(503, PROBLEM | {"retry-after": ""}, REFUSAL.body)
    assert faults_of(ASK, hasty) == ["a refusal with 503 that is not well-formed"]


@pytest.mark.parametrize(
    ("p99", "change", "bounds"), [(1999.0, 0.049, 0), (2001.0, 0.0, 1), (None, 0.0, 1), (9.0, -0.051, 1)]
)
def test_slow_answers_and_memory_that_is_not_flat_are_told(p99: float | None, change: float, bounds: int) -> None:
    said = {"answered, ms": {} if p99 is None else {"p99": p99}, "resident, MB": {"change": change}}
    assert len(list(missed(said))) == bounds

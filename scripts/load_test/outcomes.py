"""What came back: counted, timed, and looked at for what must never happen."""

import json
import statistics
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from scripts.load_test.connections import Response
from scripts.load_test.visitors import Visit

REFUSALS = (429, 503)
HEALTH = "/health"
PROGRAMS = ("/api", HEALTH)


@dataclass(slots=True)
class Outcomes:
    """`faults` counts what must never happen, each kind with the number of times."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    versions: Counter[str] = field(default_factory=Counter)
    answered_ms: list[float] = field(default_factory=list)
    refused_ms: list[float] = field(default_factory=list)
    health_ms: list[float] = field(default_factory=list)

    def came_back(self, visit: Visit, response: Response, ms: float) -> None:
        """Note a response."""
        status = response.status
        self.statuses[status] += 1
        if visit.path.startswith(HEALTH):
            self.health_ms.append(ms)
        if status in REFUSALS and not visit.path.startswith(HEALTH):  # health is never refused, however busy
            self.refused_ms.append(ms)
            if not well_formed(visit, response):
                self.faults[f"a refusal with {status} that is not well-formed"] += 1
        elif status not in visit.expected:
            self.faults[f"{visit.method} {visit.path} answered with {status}"] += 1
        elif visit.asks:
            self.answered_ms.append(ms)
            if visit.path == "/api/ask":
                self.versions[json.loads(response.body)["index_version"]] += 1

    def broke(self, visit: Visit, error: Exception) -> None:
        """Note a request that had no response."""
        self.faults[f"no response to {visit.method} {visit.path}: {type(error).__name__}"] += 1

    def summary(self) -> dict[str, Any]:
        """Everything as plain values, times in milliseconds."""
        return {
            "statuses": dict(sorted(self.statuses.items())),
            "faults": dict(self.faults),
            "versions that answered": len(self.versions),
            "answered, ms": percentiles(self.answered_ms),
            "refused, ms": percentiles(self.refused_ms),
            "health, ms": percentiles(self.health_ms),
        }


def well_formed(visit: Visit, response: Response) -> bool:
    """Whether a refusal says when to come again, as a problem document for programs, as a page for people."""
    headers = response.headers
    if not headers.get("retry-after", "").isdecimal():
        return False
    if not visit.path.startswith(PROGRAMS):
        return headers["content-type"].startswith("text/html") and b"emergency" in response.body
    problem = json.loads(response.body)
    return headers["content-type"] == "application/problem+json" and problem["status"] == response.status


def percentiles(values: list[float]) -> dict[str, float]:
    """The median, the 95th and 99th percentile, and the highest."""
    if len(values) < 2:
        return {}
    cuts = statistics.quantiles(values, n=100)
    return {name: round(cuts[at - 1], 1) for name, at in (("p50", 50), ("p95", 95), ("p99", 99))} | {
        "highest": round(max(values), 1)
    }

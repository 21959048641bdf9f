"""Results of two contestants over one corpus, with round numbers."""

import pytest

from scripts.benchmark.results import MeasuredCorpus, Results


@pytest.fixture
def results() -> Results:
    made = {"date": "1 May 2026", "cores": 2, "processor": "a processor", "memory_gb": 8, "python": "3.11"}
    found = Results(made, {"own-words": "Own Words", "recipe": "common recipe"})
    found.corpora.append(MeasuredCorpus("starter pages", "five pages", pages=5, passages=84, perturbed=False))
    found.add("starter pages", "own-words", {"warm_p50": (4.0, 5.0, 6.0), "throughput_1": (200, 220, 210)})
    found.add("starter pages", "recipe", {"warm_p50": (20.0, 20.0, 24.0), "throughput_1": (50, 55, 42)})
    return found

"""Every way to ask the API that its own description allows, and many that it forbids, by schemathesis.

A longer run by hand, against a service that was started with OWNWORDS_LIMIT_PER_MINUTE=0:
`schemathesis run http://127.0.0.1:8000/openapi.json --checks all --max-examples 1000`
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from corpus.library import Library
from service.answerer import Answerer
from service.api import create_app
from service.limits import Limits
from service.serving import Serving
from tests.service.on_a_port import served

EXAMPLES = "15"


@pytest.fixture
def address(answerer: Answerer, library: Library) -> Iterator[str]:
    """The service over the small library, without a limit on how often it is asked."""
    app = create_app(Serving.only(answerer, library), limits=Limits(per_minute=0))
    with served(app) as address:
        yield address


@pytest.mark.slow
def test_the_service_keeps_to_its_own_description(address: str, tmp_path: Path) -> None:
    program = str(Path(sys.executable).with_name("schemathesis"))
    options = ["--checks", "all", "--max-examples", EXAMPLES, "--seed", "1", "--suppress-health-check", "all"]
    command = [program, "run", f"{address}/openapi.json", *options]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stdout[-4_000:]
    assert "7 selected / 7 total" in run.stdout


# What schemathesis found, each as a test of its own


def test_a_whole_number_may_be_written_with_a_point_as_json_has_it(client: TestClient) -> None:
    asked = {"question": "how long in hospital", "top": 1.0}
    assert len(client.post("/api/ask", json=asked).json()["results"]) == 1
    for wrong in (1.5, True, "1", None):
        assert client.post("/api/ask", json=asked | {"top": wrong}).status_code == 422


@pytest.mark.parametrize("question", ["\U0005880d", "\u200b", "\ue000", "\u2028", "\x1f"])
def test_a_question_without_a_printed_character_is_one_that_the_description_forbids(
    client: TestClient, question: str
) -> None:
    assert client.get("/api/ask", params={"q": question}).status_code == 422
    described = client.get("/openapi.json").json()["components"]["schemas"]["AskBody"]["properties"]["question"]
    assert described["pattern"] == r"[\p{L}\p{M}\p{N}\p{P}\p{S}]"

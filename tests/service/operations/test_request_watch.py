"""Each request has a number, one line in the log and a place in the figures, none of which tells what was asked."""

import logging
from typing import Any

import pytest

QUESTION = "zanzibarcanary shower"


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    """What was logged of each request."""
    records = [record for record in caplog.records if record.name == "service.operations.request_watch"]
    return [vars(record) for record in records]


@pytest.fixture(autouse=True)
def everything(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)


def test_a_request_is_logged_by_route_status_and_outcome(service: Any, caplog: pytest.LogCaptureFixture) -> None:
    response = service.here.post("/api/ask", json={"question": "shower"})
    (line,) = lines(caplog)
    assert (line["method"], line["route"], line["status"]) == ("POST", "/api/ask", 200)
    assert (line["outcome"], line["urgent"]) == ("answered", False)
    assert line["request_id"] == response.headers["x-request-id"]


def test_addresses_are_logged_as_the_template_of_their_route(service: Any, caplog: pytest.LogCaptureFixture) -> None:
    service.here.get("/pages/stay")
    service.here.get("/api/passages/stay.long")
    service.here.get(f"/nothing/{QUESTION}")
    service.here.head("/pages/stay")
    assert [line["route"] for line in lines(caplog)] == [
        "/pages/{page_id}",
        "/api/passages/{ref:path}",
        "none",
        "/pages/{page_id}",
    ]


def test_nothing_of_a_question_or_of_who_asks_is_logged_or_counted(
    service: Any, caplog: pytest.LogCaptureFixture
) -> None:
    service.elsewhere.get("/", params={"q": QUESTION}, headers={"x-request-id": QUESTION, "user-agent": QUESTION})
    service.elsewhere.request(QUESTION.split(maxsplit=1)[0], "/")
    service.elsewhere.post("/", data={"question": f"{QUESTION} crash"})
    logged = "".join(str(vars(record)) for record in caplog.records if record.name.startswith("service"))
    told = logged + service.metrics.exposition().decode()
    assert "zanzibarcanary" not in told
    assert "203.0.113.7" not in told


def test_a_method_that_nobody_knows_is_counted_as_other(service: Any) -> None:
    service.here.request("BREW", "/")
    assert any(name.startswith('own_words_requests_total{method="other"') for name in service.figures())


def test_an_exception_is_counted_as_the_500_that_it_became(service: Any) -> None:
    service.here.post("/api/ask", json={"question": "crash"})
    figures = service.figures()
    assert figures['own_words_requests_total{method="POST",route="/api/ask",status="500"}'] == 1
    assert figures["own_words_requests_in_progress"] == 0


def test_what_asks_all_day_whether_the_service_lives_fills_no_log(
    service: Any, caplog: pytest.LogCaptureFixture
) -> None:
    service.here.get("/health/live")
    assert [line["levelname"] for line in lines(caplog)] == ["DEBUG"]

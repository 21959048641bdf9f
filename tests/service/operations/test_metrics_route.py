"""Who may collect the figures."""

from typing import Any

import pytest

TOKEN = {"authorization": "Bearer a token"}


def test_a_collector_on_this_machine_needs_no_token(service: Any) -> None:
    response = service.here.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain")
    assert "own_words_requests_in_progress 1.0" in response.text


def test_a_collector_elsewhere_shows_the_token(service: Any) -> None:
    assert service.elsewhere.get("/metrics", headers=TOKEN).status_code == 200


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer another"}, {"authorization": "Bearer ä".encode()}])
def test_for_anybody_else_there_is_nothing_here(headers, service: Any) -> None:
    assert service.elsewhere.get("/metrics", headers=headers).status_code == 404


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-real-ip", "forwarded", "via"])
def test_what_a_proxy_on_this_machine_passes_on_is_from_elsewhere(header: str, service: Any) -> None:
    assert service.here.get("/metrics", headers={header: "203.0.113.7"}).status_code == 404

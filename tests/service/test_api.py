"""The JSON API: the answer object, the catalogue, health, problem documents, headers and silence about questions."""

import logging
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from corpus.library import Library
from service.answerer import Answerer
from service.api import create_app
from service.clinic import Clinic
from service.limits import Limits
from service.serving import Serving

PROBLEM = "application/problem+json"
CANARY = "zebrafish crash at Ashby Road"


def test_both_ways_of_asking_give_the_answer_object(client: TestClient, answerer: Answerer) -> None:
    question = "how long in hospital"
    expected = answerer.answer(question, 2).as_dict()
    posted = client.post("/api/ask", json={"question": question, "top": 2}).json()
    got = client.get("/api/ask", params={"q": question, "top": 2}).json()
    for answer in (expected, posted, got):
        del answer["took_ms"]
    assert posted == expected
    assert got == expected
    assert posted["results"][0]["text"].startswith("Most people stay in hospital for 2-3 days.")


def test_the_answer_object_has_the_fields_of_the_contract(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "shower"}).json()
    assert set(answer) == {
        *("question", "outcome", "confidence", "urgent", "corrected", "also_searched", "results", "differences"),
        *("index_version", "took_ms"),
    }
    assert set(answer["results"][0]["source"]) == {
        *("page", "file", "title", "publisher", "url", "link", "section", "start", "end", "reviewed", "ingested"),
        *("operation", "review_due"),
    }


def test_top_limits_the_results(client: TestClient) -> None:
    wide = client.post("/api/ask", json={"question": "wound"}).json()
    narrow = client.post("/api/ask", json={"question": "wound", "top": 1}).json()
    assert [len(wide["results"]), len(narrow["results"])] == [2, 1]


def test_sources_list_every_page_with_its_counts(client: TestClient) -> None:
    listed = {page["id"]: page for page in client.get("/api/sources").json()}
    assert set(listed) == {"stay", "trick", "wash"}
    assert listed["stay"] == {
        "id": "stay",
        "title": "Your stay",
        "publisher": "Clinic <A> & B",
        "url": None,
        "file": "stay.md",
        "language": "en-GB",
        "reviewed": "2026-11-02",
        "review_due": None,
        "ingested": "2026-11-20T00:00:00Z",
        "passages": 2,
        "pairs": 1,
    }


def test_a_page_comes_with_its_text_and_blocks(client: TestClient) -> None:
    page = client.get("/api/pages/stay").json()
    words = {page["text"][block["start"] : block["end"]]: block for block in page["blocks"]}
    assert words["Packing"]["kind"] == "heading"
    assert words["Top of page"] | {"start": 0, "end": 0} == {
        "kind": "furniture",
        "start": 0,
        "end": 0,
        "level": 0,
        "reason": "navigation",
    }
    assert page["passages"] == ["stay.long", "stay.pack"]


def test_a_passage_is_the_exact_span_of_its_page(client: TestClient) -> None:
    passage = client.get("/api/passages/stay.long").json()
    page = client.get(f"/api/pages/{passage['page']}").json()
    assert page["text"][passage["start"] : passage["end"]] == passage["text"]
    assert passage["question"] == "How long will I be in hospital?"
    assert [page["text"][one["start"] : one["end"]] for one in passage["sentences"]] == [
        "Most people stay in hospital for 2-3 days.",
        "A nurse checks your wound before you go home.",
    ]


def test_health_names_the_index_version(client: TestClient) -> None:
    assert client.get("/health/live").json() == {"status": "live"}
    assert client.get("/health/ready").json() == {"status": "ready", "index_version": "20261120-1"}
    assert client.head("/health/live").status_code == 200
    assert client.head("/health/live").content == b""


@pytest.mark.parametrize(
    ("body", "field", "limit"),
    [
        ({"question": ""}, "question", "Type your question"),
        ({"question": " \n\t\x00 "}, "question", "Type your question"),
        ({"question": "x" * 2001}, "question", "2000 characters"),
        ({"question": 5}, "question", "2000 characters"),
        ({}, "question", "2000 characters"),
        ({"question": "why", "top": 0}, "top", "1 to 50"),
        ({"question": "why", "top": 51}, "top", "1 to 50"),
        ({"question": "why", "top": "three"}, "top", "1 to 50"),
        ({"question": "why", "top": True}, "top", "1 to 50"),
        ({"question": "why", "limit": 3}, "limit", "question, top"),
        (["why"], "body", "JSON object"),
    ],
)
def test_a_field_that_cannot_be_used_is_named_with_its_limit(
    client: TestClient, body: object, field: str, limit: str
) -> None:
    response = client.post("/api/ask", json=body)
    assert (response.status_code, response.headers["content-type"]) == (422, PROBLEM)
    problem = response.json()
    assert problem["type"] == "/docs#problem-bad-field"
    assert problem["status"] == 422
    assert [error["field"] for error in problem["errors"]] == [field]
    assert limit in problem["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("parameters", "field", "limit"),
    [
        ({}, "q", "2000 characters"),
        ({"q": " "}, "q", "Type your question"),
        ({"q": "x" * 2001}, "q", "2000 characters"),
        ({"q": "why", "top": "51"}, "top", "1 to 50"),
        ({"q": "why", "top": "many"}, "top", "1 to 50"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named_with_its_limit(
    client: TestClient, parameters: dict[str, str], field: str, limit: str
) -> None:
    response = client.get("/api/ask", params=parameters)
    assert (response.status_code, response.headers["content-type"]) == (422, PROBLEM)
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert limit in response.json()["errors"][0]["detail"]


def test_half_a_character_is_not_text(client: TestClient) -> None:
    response = client.post("/api/ask", content=b'{"question": "\\ud800"}', headers={"content-type": "application/json"})
    assert response.json()["errors"][0]["field"] == "question"


def test_two_bad_fields_are_named_together(client: TestClient) -> None:
    errors = client.post("/api/ask", json={"question": None, "top": -1}).json()["errors"]
    assert [error["field"] for error in errors] == ["question", "top"]


def test_a_problem_never_repeats_what_was_sent(client: TestClient) -> None:
    for body in ({"question": ["zebrafish"]}, {"question": "x", "top": "zebrafish"}):
        assert "zebrafish" not in client.post("/api/ask", json=body).text


@pytest.mark.parametrize("body", [b"{bad", b"\xff\xfe", b'{"question": "why"', b"[" * 30000])
def test_a_body_that_is_not_json_cannot_be_read(client: TestClient, body: bytes) -> None:
    response = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert (response.status_code, response.headers["content-type"]) == (400, PROBLEM)
    assert response.json()["type"] == "/docs#problem-unreadable-body"


def test_json_under_another_name_is_told_which_header_it_needs(client: TestClient) -> None:
    response = client.post("/api/ask", content=b'{"question": "why"}', headers={"content-type": "text/plain"})
    assert response.status_code == 422
    assert "Content-Type: application/json" in response.json()["errors"][0]["detail"]


@pytest.mark.parametrize("path", ["/api/pages/nowhere", "/api/passages/none", "/api/passages/a/b", "/api", "/api/ask/"])
def test_what_is_not_there_is_a_404_problem(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers["content-type"]) == (404, PROBLEM)
    assert response.json()["type"] == "/docs#problem-not-found"


def test_another_method_is_told_which_ones_there_are(client: TestClient) -> None:
    response = client.delete("/api/ask")
    assert (response.status_code, response.headers["content-type"]) == (405, PROBLEM)
    assert response.headers["allow"] == "GET, POST, HEAD"
    assert client.post("/health/live").headers["allow"] == "GET, HEAD"


def in_pieces(size: int) -> Iterator[bytes]:
    """A body whose length nobody announces."""
    yield b'{"question": "'
    for _ in range(size // 1000):
        yield b"x" * 1000
    yield b'"}'


def test_a_body_above_64_kib_is_too_large_announced_or_not(client: TestClient) -> None:
    for body in (b"".join(in_pieces(65_000)), b"".join(in_pieces(66_000))), (in_pieces(65_000), in_pieces(66_000)):
        below, above = (
            client.post("/api/ask", content=one, headers={"content-type": "application/json"}) for one in body
        )
        assert below.status_code == 422  # read, and found to hold a question that is too long
        assert (above.status_code, above.headers["content-type"]) == (413, PROBLEM)
        assert "65536 bytes" in above.json()["detail"]


def test_an_exception_becomes_a_problem_that_tells_nothing_of_the_inside(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": CANARY})
    assert (response.status_code, response.headers["content-type"]) == (500, PROBLEM)
    assert set(response.json()) == {"type", "title", "status", "detail"}
    for secret in ("RuntimeError", "search", "zebrafish", "conftest"):
        assert secret not in response.text


def test_no_log_ever_holds_the_question(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx2").setLevel(logging.WARNING)  # the test's own client, which logs addresses
    logging.getLogger("httpx").setLevel(logging.WARNING)
    for question in (CANARY, CANARY.replace("crash", "hospital"), CANARY * 200):
        client.post("/api/ask", json={"question": question})
        client.post("/api/ask", json={"question": question, "top": 0})
        client.get("/api/ask", params={"q": question})
        client.post("/api/ask", content=f'{{"question": {question}')
        client.post("/", data={"question": question})
        client.get("/", params={"q": question})
    assert "RuntimeError" in caplog.text
    assert "in search" in caplog.text
    assert "zebrafish" not in caplog.text
    assert "Ashby" not in caplog.text


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/?q=shower", "/?q=crash", "/?q=", "/pages/stay", "/nowhere", "/docs", "/openapi.json", "/health/live"),
        *("/api/ask?q=shower", "/api/ask?q=", "/api/ask?q=crash", "/api/nowhere", "/static/style.css", "/static/no"),
    ],
)
def test_every_response_has_the_security_headers_and_no_cookie(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers
    kept = {"/static/style.css": "public, max-age=86400", "/": "private, no-cache"}
    assert headers["cache-control"] == kept.get(path, "no-store")


def test_the_guide_lists_every_endpoint_without_help_from_elsewhere(client: TestClient) -> None:
    described = client.get("/openapi.json").json()["paths"]
    guide = client.get("/docs").text
    assert {"/api/ask", "/api/sources", "/api/pages/{page_id}", "/health/ready"} <= set(described)
    for path, methods in described.items():
        for method in methods:
            assert f"{method.upper()} {path}" in guide
    assert guide.count("integer, 1 to 50, 5 if not given") == 2
    assert "://" not in guide


def test_the_description_gives_problems_their_own_media_type(client: TestClient) -> None:
    for _ in range(2):  # the second time it comes from memory
        ask = client.get("/openapi.json").json()["paths"]["/api/ask"]["post"]
        assert list(ask["responses"]["422"]["content"]) == [PROBLEM]
        assert list(ask["responses"]["200"]["content"]) == ["application/json"]


def test_every_problem_type_is_explained_in_the_guide(client: TestClient) -> None:
    guide = client.get("/docs").text
    for response in (client.get("/api/x"), client.get("/api/ask"), client.delete("/api/ask")):
        assert f'id="{response.json()["type"].removeprefix("/docs#")}"' in guide


def test_who_asks_too_often_is_told_when_to_come_again_in_the_form_of_the_address(
    answerer: Answerer, library: Library
) -> None:
    client = TestClient(create_app(Serving.only(answerer, library), limits=Limits(per_minute=2)))
    first, second, third = (client.post("/api/ask", json={"question": "shower"}) for _ in range(3))
    assert [first.status_code, second.status_code, third.status_code] == [200, 200, 429]
    assert third.headers["content-type"] == PROBLEM
    assert (third.json()["type"], third.headers["retry-after"]) == ("/docs#problem-too-many-requests", "30")
    page = client.post("/", data={"question": "shower"})
    assert (page.status_code, page.headers["retry-after"]) == (429, "30")
    assert "For help right now, call your local emergency number." in page.text
    assert client.get("/health/ready").status_code == 200
    assert client.get("/static/style.css").status_code == 200


def test_the_page_of_a_refusal_names_the_emergency_number_of_the_country(answerer: Answerer, library: Library) -> None:
    clinic = Clinic(emergency="999")
    client = TestClient(create_app(Serving.only(answerer, library), clinic=clinic, limits=Limits(per_minute=1)))
    client.get("/")
    assert "For help right now, call 999." in client.get("/").text

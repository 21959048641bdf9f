"""The service as an attacker asks it: for files, for what it runs on, for what went wrong inside."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from corpus.errors import OwnWordsError
from corpus.library import Library
from index.folder import IndexFolder
from service.answerer import Answerer
from service.api import create_app
from service.guards.security_headers import SECURITY_HEADERS
from service.serving import Serving
from tests.service.conftest import CLINIC

SECRET = "what-only-the-inside-knows"
CLIMBS = [
    "../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "..%5c..%5cetc%5cpasswd",
    "....//....//etc/passwd",
    "%252e%252e%252fetc%252fpasswd",
    "/etc/passwd",
    "..%00/etc/passwd",
    "stay%00.md",
    "%c0%ae%c0%ae/etc/passwd",
]
PLACES = ["/static/", "/pages/", "/api/pages/", "/api/passages/", "/clinic/", "/"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("climb", CLIMBS)
def test_no_address_climbs_out_of_its_place(client: TestClient, place: str, climb: str) -> None:
    response = client.get(place + climb)
    assert response.status_code in (400, 404)
    assert "root:" not in response.text


@pytest.mark.parametrize(
    "path", ["/.git/config", "/static/.git/config", "/static/", "/static", "/static/%2e%2e/", "/.env"]
)
def test_neither_source_control_nor_a_list_of_files_can_be_had(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("climb", CLIMBS)
def test_an_id_of_a_page_is_looked_up_and_never_opened(library: Library, climb: str) -> None:
    assert climb not in library.page_ids()
    with pytest.raises(Exception, match="There is no page"):
        library.page(climb)


@pytest.mark.parametrize("ref", ["stay' OR '1'='1", "stay'; DROP TABLE pages; --", "stay%", "_tay", 'stay" --'])
def test_an_id_is_never_part_of_a_query(client: TestClient, library: Library, ref: str) -> None:
    for path in ("/api/pages/", "/api/passages/", "/pages/"):
        assert client.get(path + ref).status_code == 404
    assert library.page_ids()


@pytest.fixture
def broken(answerer: Answerer, library: Library, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """The whole service, of which every answer and every look into the library fails."""
    app = create_app(Serving.only(answerer, library), clinic=CLINIC)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(f"{SECRET} in /srv/own-words/index.py")

    monkeypatch.setattr(answerer, "answer", fail)
    for name in ("page", "pages", "page_ids", "passage", "passages_of", "counts"):
        monkeypatch.setattr(type(library), name, fail, raising=False)
    return app


def routes(routers: list) -> Iterator[APIRoute]:
    for route in routers:
        if isinstance(route, APIRoute):
            yield route
        yield from routes(getattr(getattr(route, "original_router", None), "routes", []))


def test_what_goes_wrong_inside_stays_inside_on_every_route(broken: FastAPI, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    outside, failed = TestClient(broken), 0
    known = {(route.path, method) for route in routes(broken.routes) for method in route.methods or ()}
    assert len(known) >= 10
    for path, method in sorted(known):
        place = path.replace("{page_id}", "stay").replace("{ref:path}", "stay.long").replace("{ref}", "stay.long")
        response = outside.request(method, place, params={"q": "rest"}, **body_for(method, place))
        failed += response.status_code == 500
        for leak in (SECRET, "Traceback", ".py", "RuntimeError", "/srv"):
            assert leak not in response.text, (path, leak)
    assert failed >= 5
    assert SECRET not in caplog.text


def body_for(method: str, path: str) -> dict[str, dict[str, str]]:
    if method != "POST":
        return {}
    question = {"question": "how long in hospital"}
    return {"json": question} if path.startswith("/api") else {"data": question}


def test_every_response_has_the_security_headers_and_says_nothing_of_what_serves_it(client: TestClient) -> None:
    for path in ("/", "/nowhere", "/api/sources", "/api/ask", "/static/style.css", "/docs", "/openapi.json"):
        headers = client.get(path).headers
        assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS, path
        assert not {"server", "x-powered-by", "access-control-allow-origin"} & set(headers), path
        kind = headers["content-type"]
        assert "charset=utf-8" in kind.lower() or "json" in kind, path


def test_over_https_browsers_are_told_to_keep_to_it(answerer: Answerer, library: Library) -> None:
    app = create_app(Serving.only(answerer, library))
    assert "strict-transport-security" not in TestClient(app, base_url="http://clinic.example").get("/").headers
    told = TestClient(app, base_url="https://clinic.example").get("/").headers["strict-transport-security"]
    assert told == "max-age=31536000"
    behind = create_app(Serving.only(answerer, library), https=True)
    assert "strict-transport-security" in TestClient(behind, base_url="http://clinic.example").get("/nowhere").headers


def test_no_other_site_is_let_in_by_the_browser(client: TestClient) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    response = client.options("/api/ask", headers=asked)
    assert response.status_code == 405
    assert not [name for name in response.headers if name.startswith("access-control")]


def test_the_api_takes_a_question_only_as_json_which_no_form_of_another_site_can_send(client: TestClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        response = client.post("/api/ask", content=b'{"question": "rest"}', headers={"Content-Type": kind})
        assert response.status_code in (400, 422), kind


def test_the_description_of_the_api_names_no_page_of_staff_and_nothing_of_the_inside(client: TestClient) -> None:
    told = client.get("/openapi.json").text
    for leak in ("/desk", "/metrics", "/work", "/home", "site-packages", ".py", "sqlite", "password"):
        assert leak not in told


def test_markup_in_a_question_is_shown_as_words(client: TestClient) -> None:
    page = client.post("/", data={"question": '<img src=x onerror="alert(1)"> rest'}).text
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_no_header_of_a_request_comes_back_in_a_response(client: TestClient) -> None:
    for name in ("Host", "X-Forwarded-Host", "X-Request-Id", "Referer"):
        response = client.get("/nowhere", headers={name: "evil.example"})
        assert "evil.example" not in response.text
        assert "evil.example" not in str(response.headers)


@pytest.mark.parametrize("name", ["../../etc", "..", ".", "", "/etc", "current", ".draft-0"])
def test_the_name_of_a_version_leads_nowhere_but_to_versions(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "index"
    (folder / "versions" / "20261120T000000.000000Z-abcdef").mkdir(parents=True)
    (folder / "current").write_text(name)
    for look in (IndexFolder(folder).current, lambda: IndexFolder(folder).remove(name)):
        with pytest.raises(OwnWordsError):
            look()
    assert (folder / "current").is_file()

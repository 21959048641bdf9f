"""The door of the desk, tried as a browser does and as an attacker does."""

import re

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from httpx2 import Response

from service.desk.door import HTTPS_COOKIE, Door
from service.desk.passwords import PasswordsBusy
from tests.service.desk.conftest import NAME, PASSWORD, form_token, sign_in

OPEN_TO_ALL = {("/desk/login", "GET"), ("/desk/login", "POST")}


def routes_of(app: FastAPI) -> list[tuple[str, str]]:
    found = [(route.path, method) for route in flat(app.routes) for method in sorted(route.methods or ())]
    assert ("/desk/report", "GET") in found
    return found


def flat(routes: list) -> list[APIRoute]:
    """Every route, those of included routers too."""
    found: list[APIRoute] = []
    for route in routes:
        if isinstance(route, APIRoute):
            found.append(route)
        found += flat(getattr(getattr(route, "original_router", None), "routes", []))
    return found


def cookie_of(response: Response) -> str:
    return str(response.headers["set-cookie"])


def test_whoever_signs_in_sees_the_desk_and_whoever_signs_out_does_not(browser: TestClient) -> None:
    assert browser.get("/desk").headers["location"] == "/desk/login"
    response = sign_in(browser)
    assert (response.status_code, response.headers["location"]) == (303, "/desk/report")
    page = browser.get("/desk/report")
    assert "Signed in as jo" in page.text
    gone = browser.post("/desk/logout", data={"form": form_token(page)})
    assert (gone.status_code, gone.headers["location"]) == (303, "/desk/login")
    assert gone.headers["clear-site-data"] == '"cache"'
    assert browser.get("/desk/report").status_code == 303


def test_every_route_of_the_desk_wants_a_session(app: FastAPI, browser: TestClient) -> None:
    for path, method in routes_of(app):
        if path.startswith("/desk") and (path, method) not in OPEN_TO_ALL:
            response = browser.request(method, path)
            assert (response.status_code, response.headers["location"]) == (303, "/desk/login"), path


def test_every_form_of_the_desk_wants_its_token(app: FastAPI, desk: TestClient) -> None:
    posted = [path for path, method in routes_of(app) if path.startswith("/desk") and method == "POST"]
    assert len(posted) >= 3
    for path in posted:
        for form in ({}, {"form": "0" * 64}, {"form": desk.cookies[HTTPS_COOKIE]}):
            assert desk.post(path, data=form).status_code == 403, path
    assert desk.get("/desk/report").status_code == 200


def test_a_form_of_another_site_is_refused_even_with_the_right_token(desk: TestClient) -> None:
    token = form_token(desk.get("/desk/report"))
    refused = desk.post("/desk/logout", data={"form": token}, headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers


def test_the_token_of_one_browser_is_worth_nothing_in_another(app: FastAPI, desk: TestClient) -> None:
    other = TestClient(app, base_url="https://clinic.example", follow_redirects=False)
    sign_in(other)
    token = form_token(other.get("/desk/report"))
    assert desk.post("/desk/logout", data={"form": token}).status_code == 403


def test_over_https_the_cookie_is_for_this_host_alone_and_out_of_reach_of_scripts(browser: TestClient) -> None:
    cookie = cookie_of(sign_in(browser))
    assert cookie.startswith("__Host-desk=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} == set(cookie.split("; ")[1:])


def test_the_cookie_is_another_one_after_the_sign_in_and_the_old_one_is_worth_nothing(browser: TestClient) -> None:
    browser.get("/desk/login")
    planted = browser.cookies[HTTPS_COOKIE]
    sign_in(browser)
    first = browser.cookies[HTTPS_COOKIE]
    assert planted != first
    browser.cookies.set(HTTPS_COOKIE, planted, domain="clinic.example", path="/")
    assert browser.get("/desk/report").status_code == 303


def test_signing_out_ends_the_session_in_the_service_and_not_only_in_the_browser(desk: TestClient) -> None:
    stolen = desk.cookies[HTTPS_COOKIE]
    desk.post("/desk/logout", data={"form": form_token(desk.get("/desk/report"))})
    desk.cookies.clear()
    desk.cookies.set(HTTPS_COOKIE, stolen, domain="clinic.example", path="/")
    assert desk.get("/desk/report").status_code == 303


def test_a_wrong_name_and_a_wrong_password_get_the_very_same_answer(browser: TestClient) -> None:
    answers = [sign_in(browser, NAME, "another kettle"), sign_in(browser, "jx", PASSWORD)]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].text.replace('"jo"', '"jx"') == answers[1].text
    told = [{name: words for name, words in a.headers.items() if name != "x-request-id"} for a in answers]
    assert told[0] == told[1]


@pytest.mark.parametrize("name", [NAME, "nobody"])
def test_whoever_guesses_is_slowed_down_whether_there_is_such_an_account_or_not(browser: TestClient, name: str) -> None:
    for _ in range(5):
        assert sign_in(browser, name, "wrong wrong wrong").status_code == 403
    slowed = sign_in(browser, name, PASSWORD)
    assert (slowed.status_code, slowed.headers["retry-after"]) == (429, "1")
    assert "Try again in 1 minute." in slowed.text


def test_a_service_that_checks_enough_passwords_says_so(
    browser: TestClient, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(name: str, password: str) -> bool:
        raise PasswordsBusy

    monkeypatch.setattr(door.accounts, "is_password_of", busy)
    response = sign_in(browser)
    assert (response.status_code, response.headers["retry-after"]) == (503, "1")


def test_a_password_is_not_taken_through_a_network_without_https(app: FastAPI) -> None:
    outside = TestClient(app, base_url="http://clinic.example", client=("192.0.2.7", 40_000))
    for path in ("/desk/login", "/desk/report"):
        response = outside.get(path)
        assert response.status_code == 403
        assert "starts with https" in response.text
        assert "set-cookie" not in response.headers
    assert outside.post("/desk/login", data={"name": NAME, "password": PASSWORD}).status_code == 403


def test_on_the_machine_itself_http_will_do(app: FastAPI) -> None:
    here = TestClient(app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 40_000), follow_redirects=False)
    response = sign_in(here)
    assert response.status_code == 303
    assert cookie_of(response).startswith("desk=")
    assert "Secure" not in cookie_of(response)
    assert here.get("/desk/report").status_code == 200


def test_behind_a_proxy_that_says_nothing_the_setting_says_it(app: FastAPI, door: Door) -> None:
    door._https = True
    outside = TestClient(app, base_url="http://clinic.example", client=("192.0.2.7", 40_000))
    assert cookie_of(outside.get("/desk/login")).endswith("; Secure")


def test_what_was_typed_as_a_name_is_shown_as_words_and_a_password_never(browser: TestClient) -> None:
    page = sign_in(browser, '"><script>alert(1)</script>', "my secret kettle moves")
    assert "<script>" not in page.text
    assert "my secret kettle" not in page.text


def test_no_page_of_the_desk_is_kept_by_browser_or_proxy(desk: TestClient) -> None:
    for path in ("/desk/report", "/desk/password", "/desk/login"):
        assert desk.get(path).headers["cache-control"] == "no-store"


def test_whoever_is_signed_in_is_not_asked_again(desk: TestClient) -> None:
    assert desk.get("/desk/login").headers["location"] == "/desk/report"


def test_nothing_in_an_address_leads_elsewhere_after_the_sign_in(browser: TestClient) -> None:
    token = form_token(browser.get("/desk/login?next=https://evil.example"))
    form = {"form": token, "name": NAME, "password": PASSWORD, "next": "https://evil.example"}
    assert browser.post("/desk/login?next=https://evil.example", data=form).headers["location"] == "/desk/report"


NEW = "velvet anchor seven plums"


def change(desk: TestClient, current: str, new: str, again: str) -> Response:
    token = form_token(desk.get("/desk/password"))
    return desk.post("/desk/password", data={"form": token, "current": current, "new": new, "again": again})


def test_staff_change_their_own_password_and_are_signed_out_everywhere_else(app: FastAPI, desk: TestClient) -> None:
    other = TestClient(app, base_url="https://clinic.example", follow_redirects=False)
    sign_in(other)
    assert change(desk, PASSWORD, NEW, NEW).status_code == 303
    assert desk.get("/desk/report").status_code == 200
    assert other.get("/desk/report").status_code == 303
    assert sign_in(other, password=PASSWORD).status_code == 403
    assert sign_in(other, password=NEW).status_code == 303


@pytest.mark.parametrize(
    ("current", "new", "again", "status", "told"),
    [
        ("wrong", NEW, NEW, 403, "current password is wrong"),
        (PASSWORD, NEW, NEW + "x", 422, "differ"),
        (PASSWORD, "short", "short", 422, "has 5 characters"),
        (PASSWORD, "passwordpassword", "passwordpassword", 422, "easy to guess"),
    ],
)
def test_a_change_that_cannot_be_made_leaves_the_password_as_it_was(
    desk: TestClient, current: str, new: str, again: str, status: int, told: str
) -> None:
    response = change(desk, current, new, again)
    assert response.status_code == status
    assert re.search(told, response.text)
    assert desk.get("/desk/report").status_code == 200
    assert sign_in(TestClient(desk.app, base_url="https://clinic.example", follow_redirects=False)).status_code == 303


def test_a_browser_left_open_does_not_let_others_guess_the_password(desk: TestClient) -> None:
    for _ in range(5):
        change(desk, "wrong", NEW, NEW)
    assert change(desk, PASSWORD, NEW, NEW).status_code == 429

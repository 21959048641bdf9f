"""The desk in a real Chromium: without JavaScript, on a small phone, for everybody."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.service.desk.conftest import NAME, PASSWORD
from tests.service.on_a_port import served

pytestmark = pytest.mark.slow

AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    with served(app) as address:
        yield address


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_staff_sign_in_and_out_without_javascript_and_no_script_can_read_the_cookie(
    chromium: Browser, address: str
) -> None:
    context: BrowserContext = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/desk")
    sign_in(page, "a wrong password")
    expect(page.locator(".error-summary")).to_contain_text("The name or the password is wrong.")
    assert page.get_by_label("Name").input_value() == NAME
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Report on the pages")
    (cookie,) = context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Lax", -1)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to the desk")
    page.go_back()
    page.goto(f"{address}/desk/report")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to the desk")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page_of_the_desk_and_nothing_is_wider_than_a_small_phone(
    chromium: Browser, address: str, scheme: str
) -> None:
    context = chromium.new_context(color_scheme=scheme, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{address}/desk/login")
    check(page)
    sign_in(page, "a wrong password")
    check(page)
    sign_in(page)
    check(page)
    page.goto(f"{address}/desk/password")
    check(page)
    page.get_by_label("Current password").fill("a wrong password")
    page.get_by_label("New password", exact=True).fill("velvet anchor seven plums")
    page.get_by_label("The new password again").fill("velvet anchor seven plums")
    page.get_by_role("button", name="Change it").click()
    expect(page.locator(".error-summary")).to_contain_text("The current password is wrong.")
    check(page)
    context.close()


def check(page: Page) -> None:
    found = Axe().run(page, options=AXE_RULES).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html']}" for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

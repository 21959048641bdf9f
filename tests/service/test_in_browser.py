"""The search page in a real Chromium: ask, read, go back, with the keyboard, without JavaScript, small, large, dark.

Needs Chromium: `apt-get install chromium`, or `.venv/bin/playwright install chromium`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from corpus.library import Library
from service import messages
from service.answers import Answer, Difference, DifferingValue, Urgent
from service.api import create_app
from service.clinic import Clinic, Logo
from service.serving import Serving
from tests.service.on_a_port import served

if TYPE_CHECKING:
    from tests.service.conftest import DressedAnswerer, WordSearcher

pytestmark = pytest.mark.slow

AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
EMERGENCY = Urgent("emergency", "chest pain", "Call 999 now", ["Do not drive yourself."], "999")
TODAY = Urgent("urgent", "fever", "Call your clinic today", ["Do not wait for your next visit."], "your clinic")
MOST_BYTES = 60_000
LOGO = Logo(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 7 5"><path d="M0 0h7v5z"/></svg>', "image/svg+xml")
PLAIN, BRANDED = Clinic("Hill Clinic"), Clinic("Hill Clinic", "020 7946 0018", "#ffcc00", LOGO, "999")
QUESTION = "how long will I stay in hospital"
SHIFTS = """() => new Promise(tell => new PerformanceObserver(list => tell(
    list.getEntries().filter(e => !e.hadRecentInput).reduce((sum, e) => sum + e.value, 0)
  )).observe({type: "layout-shift", buffered: true}) || setTimeout(() => tell(0), 300))"""


@pytest.fixture
def address(answerer: DressedAnswerer, library: Library) -> Iterator[str]:
    """The service, as it runs for patients, over the small library."""
    with served(create_app(Serving.only(answerer, library), clinic=BRANDED)) as where:
        yield where


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens the start page in a browser of its own, which fails on any error and on any request to elsewhere."""
    contexts = []

    def opened(**options: Any) -> Page:
        context = chromium.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: problems.append(request.url) if address not in request.url else None)
        page.goto(address)
        return page

    problems: list[str] = []
    yield opened
    for context in contexts:
        assert context.cookies() == []
        context.close()
    assert problems == []


def ask(page: Page, question: str) -> None:
    page.fill("#question", question)
    page.click("form.ask button[type=submit]")
    page.wait_for_selector("#answer, .error-summary")


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and its own best practice."""
    found = Axe().run(page, options=AXE_RULES).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


def background_of(page: Page, selector: str) -> str:
    colour: str = page.eval_on_selector(selector, "element => getComputedStyle(element).backgroundColor")
    return colour


# Ask, read, go back


@pytest.mark.parametrize("javascript", [True, False])
def test_ask_open_the_source_at_the_exact_words_and_go_back_to_the_answer(
    open_page: Callable[..., Page], javascript: bool
) -> None:
    page = open_page(java_script_enabled=javascript, viewport={"width": 360, "height": 300})
    ask(page, QUESTION)
    words = page.inner_text("#result-1 mark")
    page.click("#result-1 .go a")
    page.wait_for_url("**/pages/stay#at-*")
    target = page.locator(":target")
    assert target.inner_text() == words
    expect(target).to_be_in_viewport()
    page.go_back()
    expect(page.locator("#result-1 mark")).to_have_text(words)
    assert page.input_value("#question") == QUESTION


def test_the_words_are_marked_on_their_page(open_page: Callable[..., Page]) -> None:
    page = open_page()
    ask(page, QUESTION)
    marked = background_of(page, "#result-1 mark")
    page.click("#result-1 .go a")
    page.wait_for_url("**/pages/stay#at-*")
    assert background_of(page, ":target") == marked


def test_a_publishers_page_opens_at_the_exact_words(chromium: Browser, address: str) -> None:
    def far_down(route: Route) -> None:
        route.fulfill(body=f"<div style='height:4000px'></div><p>{WASHING}</p>", content_type="text/html")

    with chromium.new_context() as context:
        context.route("https://clinic.example/**", far_down)
        page = context.new_page()
        page.goto(address)
        ask(page, "can I take a shower")
        page.click("#result-1 .go a")
        page.wait_for_url("https://clinic.example/washing*")
        expect(page.locator("p")).to_be_in_viewport()


WASHING = "You can take a shower after two days. Keep the wound dry until then."


def test_an_answer_comes_without_a_new_page_and_without_a_question_in_the_address(
    open_page: Callable[..., Page], address: str
) -> None:
    page = open_page()
    page.evaluate("window.same = true")
    ask(page, QUESTION)
    assert page.evaluate("window.same")
    assert page.url == f"{address}/#answer"
    assert page.title().startswith(messages.ANSWER_TITLE)


def test_going_back_leads_to_the_question_before_and_then_to_the_start(open_page: Callable[..., Page]) -> None:
    page = open_page()
    ask(page, QUESTION)
    ask(page, "zebrafish")
    expect(page.locator("#outcome-heading")).to_have_text(messages.NOT_FOUND)
    page.go_back()
    expect(page.locator("#result-1")).to_be_visible()
    assert page.input_value("#question") == QUESTION
    page.go_back()
    expect(page.locator(".outcome")).to_have_count(0)
    page.go_forward()
    expect(page.locator("#result-1")).to_be_visible()


def test_a_reload_shows_the_answer_again(open_page: Callable[..., Page]) -> None:
    page = open_page()
    ask(page, QUESTION)
    page.reload()
    expect(page.locator("#result-1")).to_be_visible()


def test_an_offered_question_is_answered_when_it_is_pressed(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.click(".askable button")
    expect(page.locator("#result-1 h3")).to_have_text("How long will I be in hospital?")
    assert page.input_value("#question") == "How long will I be in hospital?"


def test_the_keyboard_alone_is_enough(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "question"
    page.keyboard.type("hospital stay, most people")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer")
    assert page.evaluate("document.activeElement.id") == "outcome-heading"  # read out at once
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("/pages/stay#at-")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pages/stay#at-*")


# While somebody types


def test_only_the_clinics_own_questions_are_suggested_and_nothing_typed_is_sent(open_page: Callable[..., Page]) -> None:
    page = open_page()
    ask(page, "is hospital food any good")
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.fill("#question", "")
    page.locator("#question").press_sequentially("long in hosp")
    expect(page.locator(".suggestions button")).to_have_text(["How long will I be in hospital?"])
    assert sent == []
    page.keyboard.press("Escape")
    expect(page.locator(".suggestions")).to_be_hidden()
    page.locator("#question").press_sequentially("ital")
    page.click(".suggestions button")
    expect(page.locator("#result-1 h3")).to_have_text("How long will I be in hospital?")


def test_the_box_grows_with_a_long_story(open_page: Callable[..., Page]) -> None:
    page = open_page()
    before = page.locator("#question").bounding_box()
    page.fill("#question", "My mother had her operation on Tuesday and since then she asks me. " * 10)
    after = page.locator("#question").bounding_box()
    assert before
    assert after
    assert after["height"] > 1.5 * before["height"]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_message_that_is_too_long_loses_nothing(open_page: Callable[..., Page], javascript: bool) -> None:
    page = open_page(java_script_enabled=javascript)
    typed = "word " * 2000
    page.fill("#question", typed)
    page.click("form.ask button[type=submit]")
    if javascript:
        expect(page.locator(".status").first).to_have_text(messages.CHARACTERS_OVER.format(number=7999))
    else:
        expect(page.locator(".error-summary")).to_contain_text(messages.STILL_IN_BOX)
    assert page.input_value("#question") == typed


def test_without_a_connection_what_was_typed_stays(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.context.set_offline(True)
    page.fill("#question", QUESTION)
    page.click("form.ask button[type=submit]")
    expect(page.locator(".status").first).to_have_text(messages.NO_CONNECTION)
    assert page.input_value("#question") == QUESTION


# For everybody: axe-core, small windows, zoom, dark


def dress(answerer: DressedAnswerer, **dressing: object) -> None:
    answerer.dressing = dressing


def far_from(answer: Answer) -> dict[str, object]:
    """Everything at once that an answer can say beside its results."""
    operations = ("Knee replacement", "Hip replacement", None)
    results = [
        replace(result, source=replace(result.source, operation=operation, review_due="2020-01-31"))
        for result, operation in zip(answer.results, operations, strict=False)
    ]
    values = [DifferingValue("2-3 days", "stay.long"), DifferingValue("5 days", "x", title="Ward", link="/pages/wash")]
    return {
        "results": results,
        "corrected": {"hopsital": "hospital"},
        "also_searched": ["inpatient stay"],
        "differences": [Difference("hospital stay", values)],
    }


STATES: dict[str, tuple[str, dict[str, object], float]] = {  # what is asked, what is added, how sure the search is
    "answered": (QUESTION, {}, 0.9),
    "maybe": (QUESTION, {}, 0.5),
    "not found": (QUESTION, {}, 0.1),
    "nothing at all": ("zebrafish", {}, 0.9),
    "emergency": (QUESTION, {"urgent": EMERGENCY}, 0.9),
    "urgent": (QUESTION, {"urgent": TODAY}, 0.5),
    "spanish": ("cuando puedo salir del hospital", {}, 0.9),
    "arabic": ("متى يمكنني مغادرة المستشفى hospital", {}, 0.9),
    "empty": (" ", {}, 0.9),
    "broken": ("crash in hospital", {}, 0.9),
    "everything": ("wound shower hospital slippers", {"everything": True}, 0.9),
}


@pytest.fixture(params=STATES)
def state(
    request: pytest.FixtureRequest, answerer: DressedAnswerer, searcher: WordSearcher
) -> tuple[str, DressedAnswerer]:
    """A question that brings the page into one of its states."""
    question, dressing, searcher.confidence = STATES[request.param]
    answerer.dressing = far_from(answerer.answer(question)) if "everything" in dressing else dressing
    return question, answerer


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state_and_nothing_is_wider_than_a_small_phone(
    open_page: Callable[..., Page], state: tuple[str, DressedAnswerer], scheme: str
) -> None:
    page = open_page(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    ask(page, state[0])
    for details in page.query_selector_all("summary"):
        details.click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/pages/stay#at-52", "/pages/wash", "/nowhere", "/docs"])
def test_axe_finds_nothing_on_any_page(open_page: Callable[..., Page], address: str, path: str, scheme: str) -> None:
    page = open_page(color_scheme=scheme, viewport={"width": 320, "height": 640})
    page.goto(address + path)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_axe_finds_nothing_while_suggestions_are_shown(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.locator("#question").press_sequentially("hospital")
    expect(page.locator(".suggestions")).to_be_visible()
    assert violations(page) == []


def test_at_double_size_everything_is_there_and_nothing_scrolls_sideways(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 640, "height": 400}, device_scale_factor=2)  # 1280 by 800 at 200 %
    ask(page, QUESTION)
    expect(page.locator("#result-1 .go a")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_lines_are_of_a_length_that_reads_well(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 1600, "height": 900})
    page.goto(page.url + "pages/stay")
    widths = page.evaluate("""() => {
        const p = document.querySelector("article > p"), style = getComputedStyle(p);
        const pen = document.createElement("canvas").getContext("2d");
        pen.font = style.font;
        return [p.clientWidth / (pen.measureText("the rain in spain falls on us all ").width / 34), style.fontSize];
    }""")
    assert 45 <= widths[0] <= 72
    assert widths[1] == "19px"


def test_dark_is_dark_and_paper_is_white(open_page: Callable[..., Page]) -> None:
    page = open_page(color_scheme="dark")
    assert background_of(page, "body") == "rgb(20, 25, 29)"
    page.emulate_media(media="print")
    assert background_of(page, "body") == "rgb(255, 255, 255)"


def test_the_number_to_call_is_a_link_above_everything_else(
    open_page: Callable[..., Page], answerer: DressedAnswerer
) -> None:
    dress(answerer, urgent=EMERGENCY)
    page = open_page()
    ask(page, QUESTION)
    assert page.evaluate("document.activeElement.id") == "care-heading"
    card = page.locator(".care-card")
    assert card.locator("a").get_attribute("href") == "tel:999"
    assert page.evaluate("document.querySelector('main').firstElementChild.className") == "care-card emergency"
    expect(page.locator("#result-1")).to_have_count(1)


# Light and quick


@pytest.mark.parametrize("dressed", [False, True])
def test_a_page_with_everything_it_loads_is_light(
    chromium: Browser, address: str, answerer: DressedAnswerer, dressed: bool
) -> None:
    if dressed:
        answerer.dressing = far_from(answerer.answer("wound shower hospital slippers"))
    bodies: dict[str, int] = {}
    with chromium.new_context() as context:
        page = context.new_page()
        page.on("response", lambda response: bodies.update({response.url: len(response.body())}))
        page.goto(address)
        page.click("#question")
        ask(page, "wound shower hospital slippers")
        page.wait_for_load_state("networkidle")
    assert any("questions.json" in url for url in bodies)
    assert sum(bodies.values()) < MOST_BYTES


@pytest.mark.parametrize("path", ["/", "/?q=hospital", "/pages/stay"])
def test_nothing_moves_once_it_is_seen(open_page: Callable[..., Page], address: str, path: str) -> None:
    page = open_page()
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SHIFTS) == 0


def test_typed_markup_does_nothing(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    ask(page, "hospital </textarea><img src=x onerror=alert(1)><script>alert(2)</script>")
    assert page.locator("main img, main script").count() == 0
    assert "onerror" in page.input_value("#question")

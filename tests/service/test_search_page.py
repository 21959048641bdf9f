"""What patients see: the search page in every state, and the page view."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient

from corpus.library import Library
from corpus.records import BlockKind
from service import messages
from service.answers import Difference, DifferingValue, Urgent
from service.api import create_app
from service.clinic import Clinic, Logo
from service.serving import Serving

if TYPE_CHECKING:
    from tests.service.conftest import DressedAnswerer, WordSearcher

URGENT = Urgent("emergency", "chest pain", "Call 112 now", ["Tell them about your <operation>."], "112")


def asked(client: TestClient, question: str) -> BeautifulSoup:
    """The page that answers a question from the form."""
    return soup(client.post("/", data={"question": question}))


def soup(response: Any) -> BeautifulSoup:
    """A page, taken apart."""
    return BeautifulSoup(response.text, "lxml")


def only(page: BeautifulSoup | Tag, selector: str) -> Tag:
    """The one element that a selector finds."""
    (element,) = page.select(selector)
    return element


def typed_in(page: BeautifulSoup) -> str:
    """What stands in the box. Browsers drop one line break after the tag."""
    return only(page, "textarea").text.removeprefix("\n")


# The search page


def test_the_first_page_asks_and_says_nothing_yet(client: TestClient) -> None:
    page = soup(client.get("/"))
    assert only(page, "h1").text == messages.SEARCH_TITLE
    assert only(page, "label")["for"] == only(page, "textarea")["id"]
    assert typed_in(page) == ""
    assert not page.select(".outcome, .error-summary")
    assert only(page, ".banner").text.strip() == "Hill Clinic"


def test_the_form_keeps_the_question_out_of_the_address(client: TestClient) -> None:
    forms = soup(client.get("/")).select("form")
    assert [(form["method"], form["action"]) for form in forms] == [
        ("post", "/#answer")
    ] * 2  # no browser sends #answer


def test_an_answer_starts_with_the_exact_words_and_marks_those_that_answer(client: TestClient) -> None:
    first = only(asked(client, "how long in hospital"), "#result-1")
    words = "Most people stay in hospital for 2-3 days. A nurse checks your wound before you go home."
    assert only(first, ".words").text == words
    assert only(first, "mark").text == "Most people stay in hospital for 2-3 days."


def test_a_highlight_in_the_middle_leaves_the_words_around_it(client: TestClient) -> None:
    words = only(asked(client, "keep it dry"), "#result-1 .words")
    assert [str(part) for part in words.children] == [
        "You can take a shower after two days. ",
        "<mark>Keep the wound dry until then.</mark>",
    ]


def test_a_question_that_the_page_asks_is_the_heading(client: TestClient) -> None:
    first = only(asked(client, "how long in hospital"), "#result-1")
    assert only(first, "h3").text == "How long will I be in hospital?"
    assert only(first, ".asks").text == messages.PAGE_ASKS


def test_a_question_that_we_supplied_is_not_put_into_the_mouth_of_the_page(client: TestClient) -> None:
    first = only(asked(client, "shower"), "#result-1")
    assert only(first, "h3").text == "When can I wash?"
    assert only(first, ".asks").text == messages.PAGE_LOST_QUESTION


def test_the_source_is_named_with_publisher_section_and_date(client: TestClient) -> None:
    source = only(asked(client, "slippers"), "#result-1 .source")
    lines = [line.text for line in source.select("p")]
    assert lines[0] == "Where these words come from: Your stay, Clinic <A> & B"
    assert lines[1] == "How long will I be in hospital?"  # the title and the heading above the words are not repeated
    assert lines[2] == "Last checked on 2 November 2026"


def test_the_link_opens_our_page_at_the_words_where_the_page_has_no_address(client: TestClient) -> None:
    first = only(asked(client, "nurse"), "#result-1")
    address, _, anchor = str(only(first, ".source a")["href"]).partition("#")
    assert address == "/pages/stay"
    assert only(soup(client.get(address)), f"#{anchor}").text == only(first, "mark").text


def test_the_link_opens_the_publishers_page_where_it_has_an_address(client: TestClient) -> None:
    link = only(asked(client, "shower"), "#result-1 .source a")["href"]
    assert str(link).startswith("https://clinic.example/washing#:~:text=")


def test_an_address_that_is_a_script_is_never_linked(client: TestClient) -> None:
    page = asked(client, "walk quietly")
    assert only(page, "#result-1 .source a")["href"] == "/pages/trick#at-0"
    assert "javascript:" not in client.get("/pages/trick").text


def test_further_results_come_under_the_first(client: TestClient) -> None:
    page = asked(client, "wound shower")
    assert [article["id"] for article in page.select("article.result")] == ["result-1", "result-2"]
    assert [article["id"] for article in page.select(".outcome article")] == ["result-1"]
    assert only(page, ".more h2").text == messages.MORE_RESULTS


def test_maybe_says_so_before_it_shows_anything(client: TestClient, searcher: WordSearcher) -> None:
    searcher.confidence = 0.5
    outcome = only(asked(client, "hospital"), ".outcome")
    assert only(outcome, "h2").text == messages.MAYBE
    assert messages.MAYBE_NEXT in outcome.text
    assert outcome.select("#result-1 mark")


def test_not_found_says_so_and_folds_the_nearest_words_away(client: TestClient, searcher: WordSearcher) -> None:
    searcher.confidence = 0.1
    response = client.post("/", data={"question": "hospital"})
    page = soup(response)
    assert response.status_code == 200  # not finding an answer is not an error
    assert only(page, ".outcome h2").text == messages.NOT_FOUND
    assert only(page, ".next h2").text == messages.NEXT_AFTER_NOT_FOUND
    assert not page.select(".outcome article")
    details = only(page, "details.nearest")
    assert not details.has_attr("open")
    assert only(details, "summary").text == messages.NEAREST
    assert details.select("#result-1")


def test_nothing_found_at_all_leaves_a_page_without_results(client: TestClient) -> None:
    page = asked(client, "zebrafish")
    assert only(page, ".outcome h2").text == messages.NOT_FOUND
    assert not page.select("article, details")


def test_what_was_typed_stays_in_the_box_to_the_letter(client: TestClient) -> None:
    typed = "\n how long?\n\n  I am 70 & <tired>  "
    assert typed_in(asked(client, typed)).replace("\r\n", "\n") == typed


def test_a_question_with_a_script_in_it_is_only_words(client: TestClient) -> None:
    typed = "hospital </textarea><script>alert(1)</script>"
    response = client.post("/", data={"question": typed})
    assert typed_in(soup(response)) == typed
    assert "<script>" not in response.text


def test_a_passage_or_publisher_with_markup_in_it_is_only_words(client: TestClient) -> None:
    page = asked(client, "walk quietly")
    assert only(page, "#result-1 .words").text == "<script>alert('robots')</script> walk quietly."
    assert "<b>Nobody</b>" in only(page, "#result-1 .source").text
    for response in (client.post("/", data={"question": "walk quietly"}), client.get("/pages/trick")):
        assert "<script>" not in response.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", messages.EMPTY_QUESTION),
        (" \n ", messages.EMPTY_QUESTION),
        ("x" * 10_000, "Your question is too long. Make it 2000 characters or fewer."),
    ],
)
def test_a_question_that_cannot_be_used_gets_a_sentence_at_the_box(
    client: TestClient, typed: str, sentence: str
) -> None:
    response = client.post("/", data={"question": typed})
    page = soup(response)
    assert response.status_code == 422
    assert only(page, ".error-summary a").text == sentence
    assert only(page, ".error-summary a")["href"] == "#question"
    box = only(page, "textarea")
    described = [only(page, f"#{name}").text for name in str(box["aria-describedby"]).split()]
    assert described == [messages.SEARCH_HINT, f"{messages.PROBLEM_MARK} {sentence}"]
    assert box["aria-invalid"] == "true"
    assert typed_in(page) == typed
    assert only(page, "title").text.startswith(messages.PROBLEM_MARK)


def test_a_form_without_the_box_is_asked_for_the_question(client: TestClient) -> None:
    assert only(soup(client.post("/", data={"other": "x"})), ".error-summary a").text == messages.EMPTY_QUESTION
    upload = client.post("/", files={"question": ("a.txt", b"hospital")})
    assert upload.status_code == 422
    assert only(soup(upload), ".error-summary a").text == messages.EMPTY_QUESTION


def test_ten_thousand_characters_of_any_kind_stay_in_the_box(client: TestClient) -> None:
    typed = "🩹" * 10_000  # twelve bytes each on the way
    response = client.post("/", data={"question": typed})
    assert response.status_code == 422
    assert typed_in(soup(response)) == typed
    assert messages.STILL_IN_BOX in only(soup(response), ".error-summary").text


def test_a_form_above_256_kib_is_told_that_the_question_is_too_long(client: TestClient) -> None:
    response = client.post("/", data={"question": "x" * 263_000})
    assert response.status_code == 413
    assert "2000 characters" in only(soup(response), ".error-summary a").text


def test_when_the_search_breaks_people_keep_what_they_typed(client: TestClient) -> None:
    response = client.post("/", data={"question": "crash in hospital"})
    page = soup(response)
    assert response.status_code == 500
    assert only(page, ".error-summary a").text == messages.SERVICE_PROBLEM
    assert typed_in(page) == "crash in hospital"
    assert "RuntimeError" not in response.text


def test_a_link_that_staff_share_shows_the_same_as_the_form(client: TestClient) -> None:
    question = "how long in hospital"
    assert client.get("/", params={"q": question}).text == client.post("/", data={"question": question}).text


def test_page_and_api_show_the_same_words(client: TestClient) -> None:
    question = "wound shower slippers"
    answer = client.post("/api/ask", json={"question": question}).json()
    page = asked(client, question)
    assert [words.text for words in page.select(".words")] == [result["text"] for result in answer["results"]]
    assert [mark.text for mark in page.select("mark")] == [result["highlight"]["text"] for result in answer["results"]]
    assert len(answer["results"]) == 3


def test_going_back_finds_the_answer_of_the_form_again(client: TestClient) -> None:
    form, link = client.post("/", data={"question": "shower"}), client.get("/", params={"q": "shower"})
    assert form.headers["cache-control"] == "private, no-cache"
    assert link.headers["cache-control"] == "no-store"


# What the answer says besides its results


def test_urgent_advice_stands_above_everything(client: TestClient, answerer: DressedAnswerer) -> None:
    answerer.dressing = {"urgent": URGENT}
    page = asked(client, "hospital")
    card = next(child for child in only(page, "main").children if isinstance(child, Tag))
    assert card["id"] == "answer"
    assert only(card, "h2").text == f"{messages.EMERGENCY_MARK} Call 112 now"
    assert [line.text for line in card.select("li")] == ["Tell them about your <operation>."]
    assert only(card, "a")["href"] == "tel:112"
    assert page.select("#result-1")
    assert len(page.select("#answer")) == 1


def test_a_call_that_is_not_a_number_is_not_linked(client: TestClient, answerer: DressedAnswerer) -> None:
    answerer.dressing = {"urgent": Urgent("urgent", "fever", "Call your clinic", ["Today."], "your clinic")}
    card = only(asked(client, "hospital"), ".care-card.urgent")
    assert not card.select(".call")
    assert only(card, "a").text == "020 7946 0018"  # the clinic's own
    assert only(card, ".hidden").text.strip() == messages.URGENT_MARK


def test_what_was_corrected_and_also_searched_is_said(client: TestClient, answerer: DressedAnswerer) -> None:
    answerer.dressing = {"corrected": {"hopsital": "hospital"}, "also_searched": ["ward", "inpatient <stay>"]}
    notes = [note.text for note in asked(client, "hospital").select(".note")]
    assert notes == [
        "You typed “\u2068hopsital\u2069”. We looked for “\u2068hospital\u2069”.",
        "We also looked for: ward, inpatient <stay>.",
    ]


def test_where_pages_differ_both_figures_lead_to_their_words(client: TestClient, answerer: DressedAnswerer) -> None:
    other = DifferingValue("5 days", "another", title="The ward", link="/pages/ward#at-7")
    values = [DifferingValue("2-3 days", "stay.long"), other, replace(other, title="The clinic", link="javascript:x")]
    answerer.dressing = {"differences": [Difference("hospital stay", values)]}
    page = asked(client, "hospital")
    said = only(page, ".differences")
    assert only(said, "h3").text == "Hospital stay"
    assert [line.text.split("\n") for line in said.select("li")] == [
        ["", "2-3 days", "Your stay, Clinic <A> & B", ""],
        ["", "5 days", "The ward", "The clinic", ""],
    ]
    here, there = [str(link["href"]) for link in said.select("a")]
    assert "2-3 days" in only(page, here).text
    assert there == "/pages/ward#at-7"


def test_another_page_that_says_the_same_is_named_with_a_link(client: TestClient, searcher: WordSearcher) -> None:
    searcher.also_in = "wash.when"
    said = only(asked(client, "hospital"), "#result-1 .source").text
    assert "This page says the same: Washing" in said


# What is offered, and what can be undone


def test_the_first_page_offers_the_questions_and_pages_of_the_clinic_and_nobody_elses(client: TestClient) -> None:
    client.post("/", data={"question": "is my shower rail hospital green"})
    page = soup(client.get("/"))
    assert [button.text for button in page.select(".askable button")] == ["How long will I be in hospital?"]
    assert client.get("/questions.json").json() == ["How long will I be in hospital?"]
    assert [link.text for link in page.select("section a")] == ["Tricks", "Washing", "Your stay"]


def test_not_found_offers_other_words_the_clinic_and_a_question_that_is_answered(
    client: TestClient, searcher: WordSearcher
) -> None:
    searcher.confidence = 0.1
    offered = only(asked(client, "hospital"), ".next")
    assert [line.text for line in offered.select("ul:not(.askable) li")] == [
        messages.TRY_OTHER_WORDS,
        f"{messages.ASK_CLINIC_AT} 020 7946 0018",
    ]
    assert only(offered, "a")["href"] == "tel:02079460018"
    assert only(offered, "button")["value"] == "How long will I be in hospital?"


def test_what_was_corrected_can_be_undone(
    client: TestClient, answerer: DressedAnswerer, searcher: WordSearcher
) -> None:
    searcher.parts = ("lexical", "spelling", "abbreviations", "topic")
    answerer.dressing = {"corrected": {"hopsital": "hospital"}, "also_searched": ["going home"]}
    form = only(asked(client, "hopsital stay"), ".outcome form")
    assert only(form, "button").text == messages.SEARCH_EXACTLY
    answerer.dressing = {"also_searched": ["going home"]}
    fields = {str(field["name"]): str(field["value"]) for field in form.select("input, button")}
    assert fields == {"question": "hopsital stay", "exact": "on"}
    page = soup(client.post("/", data=fields))
    assert set(searcher.left_out) == {"spelling", "abbreviations", "topic"}
    assert [note.text for note in page.select(".note")] == [messages.SEARCHED_EXACTLY]


def test_an_index_that_corrects_nothing_can_be_asked_exactly_all_the_same(client: TestClient) -> None:
    assert client.get("/", params={"q": "hospital", "exact": "on"}).status_code == 200
    assert client.get("/", params={"q": "hospital", "exact": "<b>"}).status_code == 200


# Questions in another language


def test_a_question_in_spanish_gets_a_message_in_spanish_above_whatever_was_found(client: TestClient) -> None:
    page = asked(client, "¿cuánto tiempo estaré en el hospital?")
    said = only(page, ".foreign")
    assert said["lang"] == "es"
    assert said.text.strip().startswith("Nuestras páginas están en inglés.")
    assert "llame al 999" in said.text
    assert only(page, ".outcome h2").text == messages.NOT_FOUND  # an English encoder cannot tell
    assert page.select("#result-1")


def test_a_question_in_arabic_gets_a_message_that_runs_from_right_to_left(client: TestClient) -> None:
    assert only(asked(client, "كم من الوقت سأبقى في المستشفى"), ".foreign")["dir"] == "rtl"


def test_a_question_in_a_language_without_a_message_is_told_so_in_plain_english(client: TestClient) -> None:
    page = asked(client, "imisa maalmood ayaan isbitaalka ku jiri doonaa")
    assert only(page, ".foreign").text == messages.FOREIGN


def test_an_english_question_hears_nothing_of_languages(client: TestClient) -> None:
    assert not asked(client, "how long in hospital").select(".foreign")


# Strange input


def test_control_characters_are_neither_searched_for_nor_shown(client: TestClient) -> None:
    response = client.post("/", data={"question": "hos\x00pi\x1b[31mtal\x7f \x9b hospital"})
    assert response.status_code == 200
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", response.text)


def test_words_that_turn_the_direction_of_writing_leave_the_sentence_around_them_alone(
    client: TestClient, answerer: DressedAnswerer
) -> None:
    answerer.dressing = {"corrected": {"\u202elatipsoh": "hospital"}}
    (note,) = asked(client, "hospital").select(".note")
    assert "“\u2068\u202elatipsoh\u2069”" in note.text


@pytest.mark.parametrize("typed", ["hospital\r\nSet-Cookie: a=b", "hospital%0d%0aLocation: //evil.example"])
def test_what_is_typed_never_reaches_a_header(client: TestClient, typed: str) -> None:
    for response in (client.post("/", data={"question": typed}), client.get("/", params={"q": typed})):
        assert not {"set-cookie", "location"} & set(response.headers)
        assert not [value for value in response.headers.values() if "hospital" in value]


def test_two_thousand_characters_are_answered_however_their_lines_end(client: TestClient) -> None:
    typed = "hospital\r\n" * 222  # 9 characters each in the box
    assert client.post("/", data={"question": typed}).status_code == 200


# The clinic's own look


def test_a_clinic_has_its_own_colour_logo_and_contact(answerer: DressedAnswerer, library: Library) -> None:
    clinic = Clinic("Hill Clinic", colour="#ffcc00", logo=Logo(b"<svg/>", "image/svg+xml"), contact="Room 4, Hill Road")
    client = TestClient(create_app(Serving.only(answerer, library), clinic=clinic))
    page = soup(client.get("/"))
    sheet = client.get(str(page.select('link[rel="stylesheet"]')[1]["href"]))
    assert sheet.text == ":root{--brand:#ffcc00;--on-brand:#000000}"
    logo = client.get(str(only(page, "img")["src"]))
    assert (logo.content, logo.headers["content-type"]) == (b"<svg/>", "image/svg+xml")
    assert "Room 4, Hill Road" in only(page, ".footer").text
    assert not only(page, ".footer").select("a")


def test_without_a_colour_or_logo_none_is_asked_for(client: TestClient) -> None:
    assert "/clinic/" not in client.get("/").text
    assert client.get("/clinic/logo").status_code == 404


# The page view


def test_the_page_view_shows_every_block_to_the_letter(client: TestClient, library: Library) -> None:
    for page_id in library.page_ids():
        stored = library.page(page_id)
        shown = soup(client.get(f"/pages/{page_id}"))
        wanted = [b.span.of(stored.text) for b in stored.blocks if b.kind is not BlockKind.FURNITURE]
        texts = [element.text for element in shown.select("article :is(h1, h2, h3, p, li):not(.source *)")]
        assert texts == (wanted if stored.title in wanted else [stored.title, *wanted])


def test_headings_start_below_the_title_and_skip_no_level(client: TestClient) -> None:
    page = soup(client.get("/pages/stay"))
    headings = [(heading.name, heading.text) for heading in page.select("article :is(h1, h2, h3, h4, h5, h6)")]
    assert headings == [("h1", "Your stay"), ("h2", "How long will I be in hospital?"), ("h3", "Packing")]


def test_a_title_that_is_no_heading_of_the_page_stands_above_its_headings(client: TestClient) -> None:
    page = soup(client.get("/pages/wash"))
    assert [(heading.name, heading.text) for heading in page.select("article :is(h1, h2)")] == [
        ("h1", "Washing"),
        ("h2", "After the operation"),
    ]
    assert only(page, ".source a")["href"] == "https://clinic.example/washing"


def test_list_items_stand_in_one_list(client: TestClient) -> None:
    items = only(soup(client.get("/pages/stay")), "article ul").select("li")
    assert [item.text for item in items] == ["slippers & socks", "your <medicines>"]


def test_every_sentence_has_an_anchor_at_its_offset(client: TestClient, library: Library) -> None:
    for page_id in library.page_ids():
        text = library.page(page_id).text
        sentences = [span for passage in library.passages_of(page_id) for span in passage.sentences]
        page = soup(client.get(f"/pages/{page_id}"))
        anchored = {str(anchor["id"]): anchor.text for anchor in page.select(".sentence")}
        assert anchored == {f"at-{span.start}": span.of(text) for span in sentences}


def test_every_passage_has_an_anchor_before_its_first_words(client: TestClient, library: Library) -> None:
    for page_id in library.page_ids():
        page = soup(client.get(f"/pages/{page_id}"))
        for passage in library.passages_of(page_id):
            first_words = only(page, f'.ref[id="{passage.id}"] + .sentence').text
            assert passage.text.startswith(first_words)


def test_furniture_is_out_of_the_flow_and_listed_with_its_reason(client: TestClient) -> None:
    page = soup(client.get("/pages/stay"))
    assert "Top of page" not in only(page, "article").text
    assert only(page, "details.left-out li").text == "Top of page (navigation)"
    assert not soup(client.get("/pages/wash")).select("details")


def test_a_page_is_marked_with_its_language(client: TestClient) -> None:
    assert only(soup(client.get("/pages/stay")), "article")["lang"] == "en-GB"
    assert only(soup(client.get("/pages/trick")), "article")["lang"] == 'en"><script>'


@pytest.mark.parametrize("path", ["/pages/nowhere", "/nowhere", "/pages/", "/pages/stay/more", "/static/nothing.css"])
def test_an_unknown_page_leads_back_to_the_start(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert only(soup(response), "main p a")["href"] == "/"
    assert messages.PAGE_MISSING in response.text


# All pages


@pytest.mark.parametrize("path", ["/", "/?q=hospital", "/?q=", "/?q=zebrafish", "/pages/stay", "/nowhere", "/docs"])
def test_every_page_has_its_landmarks_and_nothing_from_elsewhere(client: TestClient, path: str) -> None:
    response = client.get(path)
    page = soup(response)
    assert only(page, "html")["lang"] == "en-GB"
    for landmark in ("header", "main", "footer", "h1", "title"):
        only(page, landmark)
    skip_link = page.select("body a")[0]
    assert page.select(str(skip_link["href"]))
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    loaded = [element.get("src") or element.get("href") for element in page.select("link, script, img, iframe, style")]
    assert all(re.match(r"/static/", str(address)) for address in loaded)
    assert not page.select("[style], [onclick]")
    assert all(script.has_attr("defer") and not script.text for script in page.select("script"))


def test_the_style_sheet_and_icon_are_our_own(client: TestClient) -> None:
    for link in soup(client.get("/")).select("link"):
        file = client.get(str(link["href"]))
        assert file.status_code == 200
        assert "url(" not in file.text
        assert "@import" not in file.text

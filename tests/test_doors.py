"""One question through every door: the command line, the API and the page say the same."""

import json
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from index.folder import IndexFolder
from index.loading import load_index
from index.searcher import Searcher
from service.api import create_app
from service.cli import main
from service.serving import Serving
from service.settings import Settings
from service.wiring import answerer_over

QUESTIONS = ("can I drive the car", "numb skin near the scar", "list of medicines", "will I be awake")


@pytest.fixture
def searcher(built_index: Path) -> Searcher:
    return load_index(IndexFolder(built_index))


@pytest.fixture
def client(searcher: Searcher) -> TestClient:
    return TestClient(create_app(Serving.only(answerer_over(searcher, Settings()), searcher.library)))


def without_time(answer: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in answer.items() if name != "took_ms"}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_api_and_the_command_line_give_the_same_answer_object(
    question: str, client: TestClient, built_index: Path
) -> None:
    posted = client.post("/api/ask", json={"question": question}).json()
    got = client.get("/api/ask", params={"q": question}).json()
    printed = json.loads(CliRunner().invoke(main, ["ask", question, "--json", "--index", str(built_index)]).stdout)
    assert without_time(posted) == without_time(got) == without_time(printed)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_page_and_the_terminal_show_the_words_of_the_answer_object(
    question: str, client: TestClient, built_index: Path
) -> None:
    first = client.post("/api/ask", json={"question": question}).json()["results"][0]
    page = unescape(client.post("/", data={"question": question}).text)
    printed = CliRunner().invoke(main, ["ask", question, "--index", str(built_index)]).stdout
    assert first["highlight"]["text"] in page
    assert first["highlight"]["text"] in printed


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_word_shown_as_an_answer_stands_in_the_stored_page_at_its_place(
    question: str, client: TestClient, searcher: Searcher
) -> None:
    for result in client.post("/api/ask", json={"question": question, "top": 50}).json()["results"]:
        text = searcher.library.page(result["source"]["page"]).text
        assert result["text"] == text[result["source"]["start"] : result["source"]["end"]]
        assert result["highlight"]["text"] == text[result["highlight"]["start"] : result["highlight"]["end"]]


def test_the_link_of_a_result_opens_its_page_where_the_words_stand(client: TestClient) -> None:
    result = client.post("/api/ask", json={"question": "can I drive the car"}).json()["results"][0]
    address, anchor = result["source"]["link"].split("#")
    assert f'id="{anchor}"' in client.get(address).text

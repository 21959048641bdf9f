"""A desk with one account, and browsers in front of it."""

from dataclasses import asdict
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from corpus.library import Library
from corpus.report import CorpusReport, LeftOutWords, PageReport
from corpus.sources import LeftOut
from service.answerer import Answerer
from service.api import create_app
from service.desk.database import DeskDatabase
from service.desk.door import Door
from service.serving import Serving

NAME, PASSWORD = "jo", "brisk kettle moves oak"
REPORT = CorpusReport(
    pages=[
        PageReport(
            page_id="stay",
            location="pages/stay.md",
            title="Your stay",
            sections=2,
            passages=3,
            faq_pairs=1,
            contact_passages=0,
            left_out=(LeftOutWords("Top of <page>", "navigation"),),
            doubts=("Its review was due on 2026-01-31.",),
        )
    ],
    left_out=[LeftOut("pages/scan.pdf", "It holds no text.")],
)


class Clock:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(tmp_path: Path) -> DeskDatabase:
    return DeskDatabase(tmp_path / "desk.sqlite")


@pytest.fixture
def door(database: DeskDatabase) -> Door:
    """The door of a desk with one account."""
    door = Door(database)
    door.accounts.add(NAME, PASSWORD)
    return door


@pytest.fixture
def app(answerer: Answerer, library: Library, door: Door) -> FastAPI:
    return create_app(Serving.only(answerer, library, asdict(REPORT)), door=door)


@pytest.fixture
def browser(app: FastAPI) -> TestClient:
    """A browser that reaches the desk over https and is not signed in."""
    return TestClient(app, base_url="https://clinic.example", follow_redirects=False)


@pytest.fixture
def desk(browser: TestClient) -> TestClient:
    """A browser that is signed in."""
    assert sign_in(browser).status_code == 303
    return browser


def form_token(page: Response) -> str:
    """The token that the forms of a page carry."""
    field = BeautifulSoup(page.text, "html.parser").find("input", {"name": "form"})
    assert field
    return str(field["value"])


def sign_in(browser: TestClient, name: str = NAME, password: str = PASSWORD) -> Response:
    """Fill in the form as a person does, and send it."""
    token = form_token(browser.get("/desk/login"))
    return browser.post("/desk/login", data={"form": token, "name": name, "password": password})

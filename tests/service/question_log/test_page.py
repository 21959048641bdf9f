"""The question log as people meet it: staff at the desk, patients in a sentence, a command that forgets."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi import FastAPI
from fastapi.testclient import TestClient

from corpus.errors import SettingError
from corpus.library import Library
from service import messages
from service.answerer import Answerer, QuestionSearcher
from service.api import create_app
from service.cli import main
from service.desk.database import DeskDatabase
from service.desk.door import Door
from service.question_log.settings import QuestionLogSettings, question_log_from
from service.question_log.store import QuestionStore
from service.serving import Serving

ASKED = "is there a <b>bus</b> to the ward"
PASSWORD = "brisk kettle moves oak"


@pytest.fixture
def store(tmp_path: Path) -> QuestionStore:
    """A log in which one question was asked three times and another once."""
    hours = iter(datetime(2026, 11, 21, 8, tzinfo=UTC) + timedelta(hours=n // 2) for n in range(100))
    store = QuestionStore(tmp_path / "index-questions.sqlite", now=lambda: next(hours))
    for words in (ASKED, ASKED, ASKED, "a question of one person"):
        store.add("not_found", ("Getting here",), words)
        next(hours)
    return store


@pytest.fixture
def app(store: QuestionStore, searcher: QuestionSearcher, library: Library, tmp_path: Path) -> FastAPI:
    door = Door(DeskDatabase(tmp_path / "desk.sqlite"))
    door.accounts.add("jo", PASSWORD)
    return create_app(Serving.only(Answerer(searcher, 0.7, 0.3), library), door=door, questions=store)


def signed_in(app: FastAPI) -> TestClient:
    client = TestClient(app, base_url="http://localhost", client=("127.0.0.1", 50000))
    token = re.search(r'name="form" value="(\w+)"', client.get("/desk/login").text)
    assert token
    client.post("/desk/login", data={"name": "jo", "password": PASSWORD, "form": token[1]})
    return client


def test_staff_see_what_enough_people_asked_and_counts_of_the_rest(app: FastAPI) -> None:
    page = signed_in(app).get("/desk/questions").text
    assert "is there a &lt;b&gt;bus&lt;/b&gt; to the ward” (3 times" in page
    assert "one person" not in page
    assert "<td>Getting here</td><td>not found</td><td>4</td>" in page


def test_nobody_else_sees_it(app: FastAPI) -> None:
    client = TestClient(app, client=("127.0.0.1", 50000), follow_redirects=False)
    assert client.get("/desk/questions").headers["location"] == "/desk/login"


def test_people_are_told_whether_their_questions_are_noted(app: FastAPI, client: TestClient) -> None:
    noting, keeping_nothing = TestClient(app).get("/").text, client.get("/").text
    assert messages.NOTED in noting
    assert messages.PRIVATE not in noting
    assert messages.PRIVATE in keeping_nothing
    assert messages.NOTED not in keeping_nothing


@pytest.fixture
def forget(store: QuestionStore, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Runs `ownwords forget` on that log; what it says."""
    monkeypatch.setenv("OWNWORDS_INDEX", str(store.path.with_name("index")))
    return lambda *arguments: CliRunner().invoke(main, ["forget", *arguments]).output


def test_a_wording_is_forgotten_on_the_command_line(forget: Callable[..., str], store: QuestionStore) -> None:
    assert re.match(r"3 entries were forgotten in .*index-questions\.sqlite.* 0 wordings", forget("bus to the ward"))
    assert b"bus" not in store.path.read_bytes()


def test_everything_is_forgotten_only_when_it_is_said(forget: Callable[..., str], store: QuestionStore) -> None:
    assert "Name a wording, or say --everything." in forget()
    assert "Name a wording, or say --everything." in forget("bus", "--everything")
    assert "0 wordings and 0 counts by topic are left" in forget("--everything")
    assert b"Getting here" not in store.path.read_bytes()


def test_where_nothing_was_ever_noted_there_is_nothing_to_forget(
    forget: Callable[..., str], store: QuestionStore
) -> None:
    store.path.unlink()
    assert forget("--everything").startswith("There is no question log at ")
    assert not store.path.exists()


def test_nothing_is_kept_unless_a_clinic_switches_it_on() -> None:
    assert question_log_from({}) == QuestionLogSettings(on=False, file=None, keep_days=30, least_asked=3)


def test_the_log_stands_beside_the_index_folder_or_where_it_is_named() -> None:
    beside = question_log_from({}).file_beside(Path("/srv/index"))
    named = question_log_from({"OWNWORDS_QUESTION_LOG_FILE": "/srv/q"}).file_beside(Path("/srv/index"))
    assert (beside, named) == (Path("/srv/index-questions.sqlite"), Path("/srv/q"))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("", "yes", "is 'yes'. Set it to on or off."),
        ("_DAYS", "0", "is '0'. Set it to a whole number from 1 to 365."),
        ("_DAYS", "9" * 5000, "from 1 to 365"),
        ("_LEAST", "1", "from 2 to 1000"),
        ("_LEAST", "²", "from 2 to 1000"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingError, match=re.escape(said)) as told:
        question_log_from({f"OWNWORDS_QUESTION_LOG{name}": value})
    assert f"OWNWORDS_QUESTION_LOG{name} is" in str(told.value)


def test_a_log_that_cannot_be_used_is_told_before_the_service_starts(
    built_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"no database " * 100)
    monkeypatch.setenv("OWNWORDS_QUESTION_LOG", "on")
    monkeypatch.setenv("OWNWORDS_QUESTION_LOG_FILE", str(broken))
    done = CliRunner().invoke(main, ["serve", "--index", str(built_index)])
    assert done.exit_code == 1
    assert "broken.sqlite cannot be used" in done.output

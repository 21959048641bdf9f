from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service import server
from service.cli import main
from service.settings import Settings

PASSWORD = "brisk kettle moves oak"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("OWNWORDS_DESK_DATA", raising=False)
    return tmp_path / "my.index"


def desk(index: Path, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["desk", *words, "--index", str(index)], input=typed)


def test_an_account_is_made_listed_changed_and_removed(index: Path) -> None:
    assert desk(index, "add", "Jo", typed=f"{PASSWORD}\n").stderr == "The account jo is made.\n"
    assert desk(index, "list").stdout == "jo\n"
    assert desk(index, "password", "jo", typed=f"{PASSWORD} again\n").exit_code == 0
    assert desk(index, "remove", "jo").exit_code == 0
    assert desk(index, "list").stdout == ""


def test_the_accounts_stand_beside_the_index_folder_and_not_in_it(index: Path) -> None:
    desk(index, "add", "jo", typed=PASSWORD)
    assert [path.name for path in index.parent.iterdir()] == ["my.index-desk.sqlite"]


def test_the_accounts_stand_where_the_setting_says(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = index.parent / "elsewhere.sqlite"
    monkeypatch.setenv("OWNWORDS_DESK_DATA", str(named))
    desk(index, "add", "jo", typed=PASSWORD)
    assert [path.name for path in index.parent.iterdir()] == [named.name]


@pytest.mark.parametrize(
    ("words", "typed", "told"),
    [
        (("add", "jo"), "short", "has 5 characters"),
        (("add", "jo"), "", "has 0 characters"),
        (("add", "j o"), PASSWORD, "cannot be the name"),
        (("password", "jim"), PASSWORD, "no account 'jim'"),
        (("remove", "jim"), "", "no account 'jim'"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(
    index: Path, words: tuple[str, ...], typed: str, told: str
) -> None:
    result = desk(index, *words, typed=typed)
    assert result.exit_code == 2
    assert told in result.stderr


def test_no_password_is_shown_on_the_terminal(index: Path) -> None:
    result = desk(index, "add", "jo", typed=PASSWORD)
    assert PASSWORD not in result.output


def test_a_desk_that_nobody_can_enter_says_how_to_make_an_account(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("check_index", "uvicorn.Config", "uvicorn.Server.run"):
        monkeypatch.setattr(f"service.server.{name}", lambda *_, **__: None)
    monkeypatch.setenv("OWNWORDS_INDEX", "put back after the test")
    said: list[str] = []
    server.run_server(Settings(index=index, desk=True), "127.0.0.1", 0, 1, said.append)
    assert "Make an account: ownwords desk add NAME" in said[0]
    desk(index, "add", "jo", typed=PASSWORD)
    said.clear()
    server.run_server(Settings(index=index, desk=True), "127.0.0.1", 0, 1, said.append)
    assert not [sentence for sentence in said if "account" in sentence]

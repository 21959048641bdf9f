"""The desk's data goes into one file and comes back from it, whole or not at all."""

import sqlite3
import stat
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread

import pytest
from click.testing import CliRunner, Result

from corpus.errors import BackupError
from service.cli import main
from service.desk.accounts import Accounts
from service.desk.backup import make_backup, restore_backup
from service.desk.database import DeskDatabase
from service.desk.sessions import Sessions

PASSWORD = "brisk kettle moves oak"


@pytest.fixture
def accounts(database: DeskDatabase) -> Accounts:
    """A desk with one account."""
    accounts = Accounts(database)
    accounts.add("jo", PASSWORD)
    return accounts


@pytest.fixture
def backup(accounts: Accounts, database: DeskDatabase, tmp_path: Path) -> Path:
    """A backup of it."""
    target = tmp_path / "desk.backup"
    assert make_backup(database.path, target) == 1
    return target


def test_what_was_backed_up_comes_back(backup: Path, accounts: Accounts, database: DeskDatabase) -> None:
    accounts.remove("jo")
    assert restore_backup(backup, database.path, force=True) == 1
    assert accounts.is_password_of("jo", PASSWORD)


def test_it_comes_back_where_there_was_nothing(backup: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.sqlite"
    restore_backup(backup, elsewhere)
    assert Accounts(DeskDatabase(elsewhere)).names() == ["jo"]
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o600


def test_it_comes_back_over_a_damaged_file_and_what_lay_beside_it(backup: Path, database: DeskDatabase) -> None:
    database.path.write_bytes(b"no database" * 200)
    journal = database.path.with_name(f"{database.path.name}-journal")
    journal.write_bytes(b"of the file that was there")
    restore_backup(backup, database.path, force=True)
    assert Accounts(database).names() == ["jo"]
    assert not journal.exists()


def test_a_backup_holds_no_session_and_a_restored_desk_has_none(
    accounts: Accounts, database: DeskDatabase, tmp_path: Path
) -> None:
    sessions = Sessions(database)
    token = sessions.begin("jo")
    make_backup(database.path, tmp_path / "desk.backup")
    assert sha256(token.encode()).hexdigest().encode() not in (tmp_path / "desk.backup").read_bytes()
    restore_backup(tmp_path / "desk.backup", database.path, force=True)
    assert sessions.find_name(token) is None


def test_only_its_owner_can_read_a_backup(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_nothing_is_overwritten_unless_that_is_asked_for(
    backup: Path, accounts: Accounts, database: DeskDatabase
) -> None:
    before = backup.read_bytes()
    accounts.add("kim", PASSWORD)
    with pytest.raises(BackupError, match=r"there already.*--force"):
        make_backup(database.path, backup)
    with pytest.raises(BackupError, match=r"there already.*--force"):
        restore_backup(backup, database.path)
    assert backup.read_bytes() == before
    assert accounts.names() == ["jo", "kim"]


def test_a_backup_is_made_while_the_desk_is_in_use(accounts: Accounts, database: DeskDatabase, tmp_path: Path) -> None:
    ended, sessions = Event(), Sessions(database)

    def work() -> None:
        while not ended.is_set():
            sessions.end(sessions.begin("jo"))

    worker = Thread(target=work)
    worker.start()
    for number in range(5):
        assert make_backup(database.path, tmp_path / f"{number}.backup") == 1
        restore_backup(tmp_path / f"{number}.backup", database.path, force=True)
    ended.set()
    worker.join()
    assert accounts.names() == ["jo"]


@pytest.mark.parametrize("place", [0, 30, 100, 5_000, -1])
def test_a_backup_with_one_changed_byte_is_refused_and_changes_nothing(
    backup: Path, accounts: Accounts, database: DeskDatabase, place: int
) -> None:
    damaged = bytearray(backup.read_bytes())
    damaged[place] ^= 1
    backup.write_bytes(damaged)
    accounts.add("kim", PASSWORD)
    with pytest.raises(BackupError):
        restore_backup(backup, database.path, force=True)
    assert accounts.names() == ["jo", "kim"]


def foreign_database() -> bytes:
    with closing(sqlite3.connect(":memory:")) as foreign:
        foreign.execute("CREATE TABLE recipes (name)")
        return foreign.serialize()


def as_backup(data: bytes) -> bytes:
    return b"own-words desk backup 1 sha256=%s\n" % sha256(data).hexdigest().encode() + data


@pytest.mark.parametrize(
    "content",
    [b"", b"a letter\n", foreign_database(), as_backup(b""), as_backup(b"no database"), as_backup(foreign_database())],
    ids=["empty", "text", "database", "no data", "no database", "another program's"],
)
def test_a_file_of_something_else_is_refused_and_changes_nothing(
    content: bytes, accounts: Accounts, database: DeskDatabase, tmp_path: Path
) -> None:
    foreign = tmp_path / "foreign"
    foreign.write_bytes(content)
    with pytest.raises(BackupError, match="foreign"):
        restore_backup(foreign, database.path, force=True)
    assert accounts.names() == ["jo"]


def test_a_backup_that_cannot_be_written_leaves_no_half_of_one(accounts: Accounts, database: DeskDatabase) -> None:
    folder = database.path.with_name("taken")
    (folder / "file").mkdir(parents=True)
    with pytest.raises(BackupError, match="cannot be written"):
        make_backup(database.path, folder, force=True)
    assert [path.name for path in database.path.parent.glob(".*")] == []


def test_damaged_data_is_not_backed_up(database: DeskDatabase, tmp_path: Path) -> None:
    database.path.write_bytes(b"no database" * 200)
    with pytest.raises(BackupError, match="ownwords doctor"):
        make_backup(database.path, tmp_path / "desk.backup")
    assert not (tmp_path / "desk.backup").exists()


def ownwords(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_both_commands_say_what_they_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OWNWORDS_DESK_DATA", raising=False)
    index, file = tmp_path / "my.index", tmp_path / "desk.backup"
    assert "nothing to back up" in ownwords("backup", file, "--index", index).stderr
    Accounts(DeskDatabase(tmp_path / "my.index-desk.sqlite")).add("jo", PASSWORD)
    assert f"{file} holds 1 accounts" in ownwords("backup", file, "--index", index).stderr
    refused = ownwords("restore", file, "--index", index)
    assert (refused.exit_code, "--force" in refused.stderr) == (1, True)
    assert "All sessions are over" in ownwords("restore", file, "--index", index, "--force").stderr

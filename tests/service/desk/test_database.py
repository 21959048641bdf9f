import stat
from pathlib import Path

import pytest

from corpus.errors import DeskError
from service.desk.database import DeskDatabase


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_its_owner_can_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "desk.sqlite"
    DeskDatabase(path)
    assert mode_of(path) == 0o600


def test_a_file_that_was_open_to_others_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    DeskDatabase(path)
    path.chmod(0o644)
    DeskDatabase(path)
    assert mode_of(path) == 0o600


def test_a_file_that_is_no_database_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    path.write_bytes(b"no database" * 200)
    with pytest.raises(DeskError, match=r"desk\.sqlite cannot be used.*Restore it from a backup"):
        DeskDatabase(path)
    assert path.read_bytes() == b"no database" * 200


def test_a_folder_that_cannot_be_made_is_told_with_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DeskError, match="OWNWORDS_DESK_DATA"):
        DeskDatabase(tmp_path / "file" / "desk.sqlite")


def add_and_break_off(database: DeskDatabase) -> None:
    with database.changing() as connection:
        connection.execute("INSERT INTO accounts VALUES ('jo', 'hash', 0)")
        raise RuntimeError


def test_a_change_that_breaks_off_changes_nothing(database: DeskDatabase) -> None:
    with pytest.raises(RuntimeError):
        add_and_break_off(database)
    with database.changing() as connection:
        assert connection.execute("SELECT count(*) FROM accounts").fetchone() == (0,)

"""The doctor finds each fault in a damaged installation, and says how to mend it."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from corpus.library import Library
from index.folder import DRAFT_PREFIX, NAME_TIME, IndexFolder
from index.manifest import FORMAT, Manifest
from service.desk.database import DeskDatabase
from service.doctor import disk, encoder
from service.doctor.databases import desk_findings, question_log_findings
from service.doctor.disk import disk_findings
from service.doctor.encoder import encoder_findings
from service.doctor.examination import findings
from service.doctor.folder import folder_findings
from service.doctor.served import review_findings
from service.findings import Finding
from service.question_log.store import QuestionStore
from service.settings import Settings

NOW = datetime(2030, 1, 1, tzinfo=UTC)
Wrong = Callable[[], list[str]]


def said_to_be_wrong(found: object) -> list[str]:
    """What has to be mended."""
    assert not isinstance(found, Finding)
    return [finding.what for finding in found if not finding.well]  # type: ignore[attr-defined]


@pytest.fixture
def folder(built_index: Path, tmp_path: Path) -> IndexFolder:
    """A copy of the small index, free to be damaged."""
    return IndexFolder(Path(shutil.copytree(built_index, tmp_path / "index")))


@pytest.fixture
def wrong(folder: IndexFolder) -> Wrong:
    """Looks at the whole installation."""
    return lambda: said_to_be_wrong(findings({}, folder.path))


def older_version(folder: IndexFolder, made: datetime = datetime(2020, 1, 1, tzinfo=UTC)) -> str:
    """Another whole version, made at some other time, that does not serve."""
    name = f"{made:{NAME_TIME}}-abcdef"
    version = Path(shutil.copytree(folder.current(), folder.folder_of(name)))
    replace(Manifest.read(version), version=name).write(version)
    return name


def test_a_whole_installation_is_well(wrong: Wrong) -> None:
    assert wrong() == []


def test_no_index_is_one_finding(tmp_path: Path) -> None:
    (told,) = said_to_be_wrong(findings({}, tmp_path / "none"))
    assert "There is no index" in told
    assert "ownwords ingest" in told


def test_a_pointer_that_is_gone_is_mended_by_naming_a_version(folder: IndexFolder, wrong: Wrong) -> None:
    (folder.path / "current").unlink()
    (told,) = wrong()
    assert f"ownwords rollback {folder.versions()[-1]}" in told


def test_a_pointer_to_nothing_is_told_with_the_version_that_is_whole(folder: IndexFolder, wrong: Wrong) -> None:
    (folder.path / "current").write_text("gone\n")
    (told,) = wrong()
    assert "names the version 'gone'" in told
    assert f"ownwords rollback {folder.versions()[-1]}" in told


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def change_a_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("damage", [Path.unlink, cut_short, change_a_byte])
@pytest.mark.parametrize("name", ["library.sqlite", "encoder/model.onnx", "manifest.json"])
def test_a_damaged_file_of_the_version_that_serves_is_named_once(
    folder: IndexFolder, wrong: Wrong, damage: Callable[[Path], None], name: str
) -> None:
    earlier = older_version(folder)
    damage(folder.current() / name)
    (told,) = wrong()
    assert Path(name).name in told
    assert f"ownwords rollback {earlier}" in told


def test_a_damaged_version_that_does_not_serve_is_to_be_removed(folder: IndexFolder, wrong: Wrong) -> None:
    name = older_version(folder)
    change_a_byte(folder.folder_of(name) / "library.sqlite")
    (told,) = wrong()
    assert f"ownwords versions --remove {name}" in told


def test_the_format_of_another_program_version_is_told(folder: IndexFolder, wrong: Wrong) -> None:
    replace(Manifest.read(folder.current()), format=FORMAT + 1).write(folder.current())
    (told,) = wrong()
    assert f"has format {FORMAT + 1}, this program reads {FORMAT}" in told


def test_an_old_version_of_another_format_harms_nothing(folder: IndexFolder, wrong: Wrong) -> None:
    version = folder.folder_of(older_version(folder))
    replace(Manifest.read(version), format=FORMAT - 1).write(version)
    assert wrong() == []


def test_what_a_killed_ingest_left_is_told_with_its_size(folder: IndexFolder, wrong: Wrong) -> None:
    draft = folder.path / "versions" / f"{DRAFT_PREFIX}killed"
    draft.mkdir()
    (draft / "half").write_bytes(b"0" * 2_000_000)
    (told,) = wrong()
    assert told.startswith("1 drafts of ingests that were killed")
    assert "2.0 MB" in told


def test_an_ingest_at_work_is_no_fault(folder: IndexFolder, wrong: Wrong) -> None:
    with folder.draft():
        assert wrong() == []


def test_an_ingest_that_hangs_with_the_lock_is(folder: IndexFolder) -> None:
    with folder.draft():
        (told,) = said_to_be_wrong(folder_findings(folder, datetime.now(UTC) + timedelta(hours=2)))
    assert "has written nothing for 120 minutes. If it hangs, end its process" in told


def test_a_version_from_the_future_means_that_a_clock_was_wrong(folder: IndexFolder) -> None:
    name = older_version(folder, made=NOW + timedelta(days=1))
    (told,) = said_to_be_wrong(folder_findings(folder, NOW))
    assert "made at 2030-01-02 00:00 UTC" in told
    assert f"ownwords versions --remove {name}" in told


def test_a_disk_without_room_for_the_next_version_is_told(folder: IndexFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "ROOM_FOR", 1e9)
    (told,) = said_to_be_wrong(disk_findings(folder))
    assert "MB are free" in told
    assert "Make room on the disk" in told


def test_a_folder_that_cannot_be_written_to_is_told(folder: IndexFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, _: Path(path).name != "versions")
    (told,) = said_to_be_wrong(disk_findings(folder))
    assert f"{folder.path}/versions cannot be written to" in told


def test_a_shipped_encoder_that_is_gone_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(encoder, "encoder_folder", lambda _: None)
    (told,) = said_to_be_wrong(encoder_findings(Settings()))
    assert "Install this program again" in told


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("model.onnx", Path.unlink),
        ("tokenizer.json", cut_short),
        ("model.onnx", change_a_byte),
        ("encoder.json", cut_short),
    ],
)
def test_a_damaged_encoder_is_told(
    tiny_encoder: Path, tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    copy = Path(shutil.copytree(tiny_encoder, tmp_path / "encoder"))
    damage(copy / name)
    (told,) = said_to_be_wrong(encoder_findings(Settings(encoder=str(copy))))
    assert f"The encoder {copy}, which the next ingest uses, cannot be loaded" in told


@pytest.fixture
def desk(tmp_path: Path) -> Settings:
    """Settings with the desk's data and a question log in place."""
    settings = Settings(index=tmp_path / "index")
    DeskDatabase(settings.desk_file)
    QuestionStore(settings.question_log.file_beside(settings.index)).close()
    return settings


def test_databases_that_are_whole_and_closed_are_well(desk: Settings) -> None:
    assert said_to_be_wrong([*desk_findings(desk), *question_log_findings(desk)]) == []


def test_desk_data_open_to_others_are_told_and_left_as_they_are(desk: Settings) -> None:
    desk.desk_file.chmod(0o644)
    (told,) = said_to_be_wrong(desk_findings(desk))
    assert told.endswith(f"chmod 600 {desk.desk_file}")
    assert desk.desk_file.stat().st_mode & 0o777 == 0o644


def test_damaged_desk_data_are_restored_from_a_backup(desk: Settings) -> None:
    desk.desk_file.write_bytes(b"no database" * 200)
    (told,) = said_to_be_wrong(desk_findings(desk))
    assert "ownwords restore FILE --force" in told


def test_a_database_without_its_tables_is_damaged(desk: Settings) -> None:
    with closing(sqlite3.connect(desk.desk_file)) as connection:
        connection.execute("DROP TABLE accounts")
    assert "no such table: accounts" in said_to_be_wrong(desk_findings(desk))[0]


def test_a_damaged_question_log_is_to_be_removed(desk: Settings) -> None:
    log = desk.question_log.file_beside(desk.index)
    log.write_bytes(b"no database" * 200)
    log.chmod(0o640)
    opened, damaged = said_to_be_wrong(question_log_findings(desk))
    assert f"chmod 600 {log}" in opened
    assert "remove it; it is made again" in damaged


def test_every_wrong_setting_is_told_and_the_rest_is_looked_at_all_the_same(folder: IndexFolder) -> None:
    environment = {"OWNWORDS_COLOUR": "blue", "OWNWORDS_DESK": "maybe", "OWNWORDS_CONTCT": "ward 3", "PATH": "/bin"}
    told = said_to_be_wrong(findings(environment, folder.path))
    assert [sentence.split()[0] for sentence in told] == ["OWNWORDS_DESK", "OWNWORDS_COLOUR", "OWNWORDS_CONTCT"]


def test_settings_that_do_not_go_together_are_one_finding(folder: IndexFolder) -> None:
    (told,) = said_to_be_wrong(findings({"OWNWORDS_ANSWERED_FROM": "0.2"}, folder.path))
    assert "above OWNWORDS_ANSWERED_FROM" in told


def test_an_index_of_another_encoder_than_the_settings_name_is_told(folder: IndexFolder) -> None:
    told = said_to_be_wrong(findings({"OWNWORDS_ENCODER": "own-words-minilm"}, folder.path))
    assert "Index and encoder do not match" in told[0]


def test_a_review_past_due_is_named_and_is_no_fault_of_the_program(
    folder: IndexFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library.open(folder.current() / "library.sqlite")
    (page, *_) = library.pages()
    due = replace(page, facts=replace(page.facts, review_due=date(2025, 1, 31)))
    monkeypatch.setattr(library, "pages", lambda: [due])
    (found,) = review_findings(library, date(2025, 2, 1))
    assert found.well
    assert f"{page.title!r} was due on 2025-01-31" in found.what
    assert list(review_findings(library, date(2025, 1, 31))) == []

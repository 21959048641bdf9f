"""Versions side by side, and a pointer that is replaced in one step."""

import errno
import itertools
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import IndexBusy, IndexDamaged, IndexFolderError, IndexMissing, SourceError
from index.folder import KEPT_VERSIONS, IndexFolder, made_at, new_version_name
from index.manifest import FORMAT, Manifest, hashes_of

MANIFEST = Manifest(FORMAT, "", "2026-11-20T00:00:00Z", "tiny", "0" * 64, "int8", 64, {}, "1" * 64, {})


@pytest.fixture
def folder(tmp_path: Path) -> IndexFolder:
    return IndexFolder(tmp_path / "index")


def published(folder: IndexFolder, words: str) -> Path:
    """A version with one file of these words, made the one that serves."""
    with folder.draft() as draft:
        (draft / "words.txt").write_text(words, "utf-8")
        return folder.publish(draft, replace(MANIFEST, version=new_version_name(), files=hashes_of(draft)))


def drafts(folder: IndexFolder) -> list[str]:
    """What an ingest left behind and should not have."""
    return [path.name for path in (*folder.path.glob(".*"), *folder.path.glob("versions/.*"))]


def test_a_published_version_serves(folder: IndexFolder) -> None:
    version = published(folder, "hello")
    assert folder.current() == version
    assert (version / "words.txt").read_text("utf-8") == "hello"
    Manifest.read(version).check_files(version)


def test_a_draft_that_is_not_published_leaves_nothing(folder: IndexFolder) -> None:
    before = published(folder, "old")
    with folder.draft() as draft:
        (draft / "words.txt").write_text("new", "utf-8")
    assert folder.current() == before
    assert folder.versions() == [before.name]
    assert drafts(folder) == []


def test_a_draft_that_is_being_written_is_no_version(folder: IndexFolder) -> None:
    before = published(folder, "old")
    with folder.draft():
        assert folder.versions() == [before.name]


def test_nothing_ingested_yet_says_how_to_begin(folder: IndexFolder) -> None:
    with pytest.raises(IndexMissing, match=f"no index in {folder.path}.*ownwords ingest"):
        folder.current()
    assert folder.versions() == []


def test_a_pointer_that_is_gone_says_how_to_begin(folder: IndexFolder) -> None:
    published(folder, "old")
    (folder.path / "current").unlink()
    with pytest.raises(IndexMissing, match="ownwords ingest"):
        folder.current()


@pytest.mark.parametrize(
    "name",
    [b"", b"\n", b".", b"..", b"../..", b"20260101T000000.000000Z-000000", b"/etc", b".draft-0", b"a\0b", b"\xff"],
)
def test_a_pointer_to_no_version_is_damage(folder: IndexFolder, name: bytes) -> None:
    published(folder, "old")
    (folder.path / "versions" / ".draft-0").mkdir()
    (folder.path / "current").write_bytes(name)
    with pytest.raises(IndexDamaged, match=f"{folder.path}/current.*ownwords ingest"):
        folder.current()


def test_a_pointer_to_a_file_is_damage(folder: IndexFolder) -> None:
    published(folder, "old")
    (folder.path / "versions" / "notes").write_text("not a version", "utf-8")
    (folder.path / "current").write_text("notes\n", "utf-8")
    with pytest.raises(IndexDamaged, match="ownwords ingest"):
        folder.current()


def test_a_damaged_pointer_is_mended_by_the_next_version(folder: IndexFolder) -> None:
    published(folder, "old")
    (folder.path / "current").write_bytes(b"\xff")
    version = published(folder, "new")
    assert folder.current() == version


def test_an_older_version_serves_again_when_the_pointer_names_it(folder: IndexFolder) -> None:
    older, _ = published(folder, "old"), published(folder, "new")
    (folder.path / "current").write_text(older.name, "utf-8")
    assert folder.current() == older


def test_only_the_newest_versions_are_kept(folder: IndexFolder) -> None:
    names = [published(folder, f"{number}").name for number in range(KEPT_VERSIONS + 2)]
    assert folder.versions() == names[-KEPT_VERSIONS:]


def test_the_version_that_serves_is_kept_even_by_a_clock_that_runs_backwards(folder: IndexFolder) -> None:
    for number in range(KEPT_VERSIONS):
        published(folder, f"{number}")
    with folder.draft() as draft:
        oldest = folder.publish(draft, replace(MANIFEST, version="19700101T000000.000000Z-000000"))
    assert folder.current() == oldest


def test_version_names_sort_by_time_and_are_never_given_twice() -> None:
    names = [new_version_name() for _ in range(1000)]
    assert len(set(names)) == 1000
    assert [name[:23] for name in names] == sorted(name[:23] for name in names)


def test_the_name_of_a_version_tells_when_it_was_made() -> None:
    assert made_at("20261120T120000.500000Z-abc123") == datetime(2026, 11, 20, 12, microsecond=500000, tzinfo=UTC)
    assert made_at("a-name-that-somebody-gave") is None


def test_two_ingests_at_once_are_one_too_many(folder: IndexFolder) -> None:
    with (
        folder.draft() as draft,
        pytest.raises(IndexBusy, match=f"Another ingest is writing to {folder.path}. Wait"),
        IndexFolder(folder.path).draft(),
    ):
        pass
    assert not draft.exists()


def test_a_refused_ingest_leaves_the_other_ones_draft_alone(folder: IndexFolder) -> None:
    with folder.draft() as draft:
        with pytest.raises(IndexBusy), IndexFolder(folder.path).draft():
            pass
        assert draft.is_dir()


def test_after_one_ingest_the_next_can_begin(folder: IndexFolder) -> None:
    with folder.draft():
        pass
    assert published(folder, "new").is_dir()


def test_what_a_crash_left_behind_is_removed(folder: IndexFolder) -> None:
    published(folder, "old")
    stale = folder.path / "versions" / ".draft-crashed" / "vectors"
    stale.mkdir(parents=True)
    (stale / "half").write_text("written", "utf-8")
    (folder.path / ".current-crashed").write_text("", "utf-8")
    with folder.draft() as draft:  # before anything is written, as the disk may be full of it
        assert drafts(folder) == [draft.name]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file", "utf-8")
    with (
        pytest.raises(IndexFolderError, match=f"{tmp_path}/index cannot be written to.*--index"),
        IndexFolder(tmp_path / "index").draft(),
    ):
        pass


@pytest.mark.parametrize(
    "problem",
    [
        OSError(errno.ENOSPC, "No space left on device", "/index/versions/.draft-0/model.onnx"),
        OSError("1024 requested and 0 written"),  # numpy, on a full disk
        sqlite3.OperationalError("database or disk is full"),
    ],
)
def test_a_disk_that_is_full_says_what_to_do_and_leaves_the_old_version(
    folder: IndexFolder, problem: Exception
) -> None:
    before = published(folder, "old")
    with (
        pytest.raises(IndexFolderError, match=re.escape(str(problem))) as refusal,
        folder.draft(),
    ):
        raise problem
    assert str(folder.path) in str(refusal.value)
    assert "--index" in str(refusal.value)
    assert folder.current() == before
    assert drafts(folder) == []


def test_a_disk_that_is_full_while_a_folder_is_copied_is_told_once(folder: IndexFolder) -> None:
    copied = shutil.Error([(f"{name}", f"draft/{name}", f"[Errno 28] No space left: {name}") for name in range(9)])
    with pytest.raises(IndexFolderError) as refusal, folder.draft():
        raise copied
    assert str(refusal.value).count("No space left") == 1


def test_any_other_error_of_the_family_passes_through(folder: IndexFolder) -> None:
    with pytest.raises(SourceError, match="no such page"), folder.draft():
        raise SourceError("no such page")


def test_a_mistake_of_our_own_is_not_blamed_on_the_disk(folder: IndexFolder) -> None:
    with pytest.raises(ZeroDivisionError), folder.draft():
        raise ZeroDivisionError


@pytest.mark.parametrize("step", ["rename", "replace", "fsync"])
def test_a_failure_between_the_steps_of_publishing_leaves_the_old_version(
    folder: IndexFolder, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = published(folder, "old")

    def fail(*_: Any) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(IndexFolderError, match="Input/output error"):
        published(folder, "new")
    monkeypatch.undo()
    assert folder.current() == before
    assert drafts(folder) == []
    assert published(folder, "newer") == folder.current()


def test_the_version_that_served_until_now_stays_as_somebody_may_be_loading_it(folder: IndexFolder) -> None:
    names = [published(folder, f"{number}").name for number in range(KEPT_VERSIONS)]
    folder.roll_back(names[0])
    newest = published(folder, "newest").name
    assert folder.versions() == [*names, newest]


def test_a_version_that_is_named_serves_again_where_the_pointer_is_gone(folder: IndexFolder) -> None:
    name = published(folder, "old").name
    (folder.path / "current").unlink()
    assert folder.roll_back(name) == name
    assert folder.current().name == name


def test_a_version_being_removed_has_lost_its_name_first(folder: IndexFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = published(folder, "old").name, published(folder, "new").name
    monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)  # killed right there
    folder.remove(old)
    assert folder.versions() == [new]
    assert len(folder.leftovers()) == 1
    monkeypatch.undo()
    with folder.draft() as draft:
        assert folder.leftovers() == [draft]


def test_nobody_removes_a_version_while_somebody_goes_back_to_it(
    folder: IndexFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, _ = published(folder, "old").name, published(folder, "new")
    monkeypatch.setattr("index.pointer.LONGEST_MOVE_SECONDS", 0.0)
    refused: list[Exception] = []

    def check_while_another_removes(*_: Any) -> None:
        with pytest.raises(IndexBusy, match="Another command") as refusal:
            IndexFolder(folder.path).remove(old)
        refused.append(refusal.value)

    monkeypatch.setattr(Manifest, "check_files", check_while_another_removes)
    folder.roll_back()
    assert len(refused) == 1
    assert folder.current().name == old


def test_an_ingest_leaves_the_draft_of_a_roll_back_under_way_alone(
    folder: IndexFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, _ = published(folder, "old").name, published(folder, "new")
    monkeypatch.setattr("index.pointer.LONGEST_MOVE_SECONDS", 0.0)
    replace = Path.replace

    def begin_an_ingest_first(path: Path, target: Path) -> Path:
        with suppress(IndexBusy), IndexFolder(folder.path).draft():
            pass
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", begin_an_ingest_first)
    folder.roll_back()
    assert folder.current().name == old


@pytest.mark.parametrize("change", [IndexFolder.roll_back, lambda folder: folder.remove(folder.versions()[0])])
def test_a_read_only_folder_is_told_in_our_words(
    folder: IndexFolder, monkeypatch: pytest.MonkeyPatch, change: Callable[[IndexFolder], object]
) -> None:
    published(folder, "old")
    new = published(folder, "new")

    def fail(*_: Any) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(os, "replace", fail)
    monkeypatch.setattr(os, "rename", fail)
    with pytest.raises(IndexFolderError, match=r"could not be changed \(Read-only file system\)"):
        change(folder)
    assert folder.current() == new


def test_a_new_index_folder_is_on_the_disk_itself(folder: IndexFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    waited_for: set[int] = set()
    monkeypatch.setattr(os, "fsync", lambda descriptor: waited_for.add(os.fstat(descriptor).st_ino))
    published(folder, "first")
    assert folder.path.parent.stat().st_ino in waited_for


def test_a_lock_file_that_was_left_behind_or_copied_holds_nothing(folder: IndexFolder) -> None:
    with folder.draft():
        left = (folder.path / "lock").read_bytes()
        assert folder.is_being_written()
    (folder.path / "lock").unlink()
    (folder.path / "lock").write_bytes(left + b"of a process that is gone")
    assert not folder.is_being_written()
    assert published(folder, "new") == folder.current()


def test_the_lock_of_an_ingest_goes_with_its_process(folder: IndexFolder) -> None:
    program = (
        "import sys, time; from pathlib import Path; from index.folder import IndexFolder\n"
        "with IndexFolder(Path(sys.argv[1])).draft(): print('holds it', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(folder.path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert folder.is_being_written()
        holder.kill()
    assert not folder.is_being_written()
    assert len(folder.leftovers()) == 1
    published(folder, "new")
    assert folder.leftovers() == []


def test_every_file_is_on_the_disk_before_the_pointer_moves(
    folder: IndexFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited_for: set[int] = set()
    before_the_move: set[int] = set()
    replace = os.replace

    def move(*paths: str) -> None:
        before_the_move.update(waited_for)
        replace(*paths)

    monkeypatch.setattr(os, "fsync", lambda descriptor: waited_for.add(os.fstat(descriptor).st_ino))
    monkeypatch.setattr(os, "replace", move)
    version = published(folder, "new")
    files = [version.parent, version, *version.rglob("*"), folder.path / "current"]
    assert {path.stat().st_ino for path in files} <= before_the_move


@pytest.mark.parametrize("fails_at", range(8))
def test_whichever_wait_for_the_disk_fails_the_pointer_names_a_whole_version(
    folder: IndexFolder, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    published(folder, "old")
    waits = itertools.count()
    fsync = os.fsync

    def fail_once(descriptor: int) -> None:
        if next(waits) == fails_at:
            raise OSError(errno.EIO, "Input/output error")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", fail_once)
    with suppress(IndexFolderError):
        published(folder, "new")
    version = folder.current()
    Manifest.read(version).check_files(version)


def test_the_mark_of_the_pointer_changes_when_another_version_serves_and_not_otherwise(folder: IndexFolder) -> None:
    assert folder.pointer_mark() is None
    first = published(folder, "old")
    before = folder.pointer_mark()
    assert before == folder.pointer_mark()
    published(folder, "new")
    after = folder.pointer_mark()
    assert after not in (None, before)
    folder.roll_back()
    assert folder.pointer_mark() != after
    assert folder.folder_of(first.name) == first

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from corpus.errors import IndexDamaged, IndexFolderError, UnknownRef
from index.build import dry_run, ingest
from index.folder import IndexFolder
from index.loading import load_index


@pytest.fixture
def folder(built_index: Path, pages_folder: Path, tiny_encoder: Path, tmp_path: Path) -> IndexFolder:
    """An index of two versions: three pages, then the page about the knee withdrawn."""
    folder = IndexFolder(Path(shutil.copytree(built_index, tmp_path / "index")))
    pages = Path(shutil.copytree(pages_folder, tmp_path / "pages"))
    (pages / "knee.md").unlink()
    ingest(folder, [str(pages)], str(tiny_encoder))
    return folder


def test_a_withdrawn_page_is_in_no_channel(folder: IndexFolder) -> None:
    (tombstone,) = load_index(folder).library.tombstones()
    assert load_index(folder).channels_with(tombstone.page_id) == []


def test_a_rollback_serves_the_version_before_and_a_name_goes_forward_again(folder: IndexFolder) -> None:
    old, new = folder.versions()
    assert folder.roll_back() == old
    assert load_index(folder).version == old
    assert folder.roll_back(new) == new
    assert load_index(folder).version == new


def test_a_damaged_version_is_not_gone_back_to(folder: IndexFolder) -> None:
    old, new = folder.versions()
    (folder.path / "versions" / old / "library.sqlite").unlink()
    with pytest.raises(IndexDamaged, match=r"library\.sqlite"):
        folder.roll_back()
    assert folder.current().name == new


@pytest.mark.parametrize("name", ["20200101T000000", "..", ""])
def test_a_version_that_is_not_there_is_named(folder: IndexFolder, name: str) -> None:
    with pytest.raises(UnknownRef, match="ownwords versions"):
        folder.roll_back(name)


def test_a_version_that_does_not_serve_can_be_removed(folder: IndexFolder) -> None:
    old, new = folder.versions()
    folder.remove(old)
    assert folder.versions() == [new]


def test_a_dry_run_tells_the_changes_and_leaves_the_index_alone(folder: IndexFolder, pages_folder: Path) -> None:
    before = sorted(folder.path.rglob("*"))
    changes = dry_run(folder, [str(pages_folder)]).changes
    assert ([page.title for page in changes.new], changes.unchanged) == (["Knee replacement"], 2)
    assert sorted(folder.path.rglob("*")) == before


def test_a_dry_run_without_room_for_temporary_files_says_what_to_do(
    folder: IndexFolder, pages_folder: Path, full_disk: Callable[[], AbstractContextManager[None]]
) -> None:
    with full_disk(), pytest.raises(IndexFolderError, match=r"could not be set aside.*TMPDIR"):
        dry_run(folder, [str(pages_folder)])

"""From what was named to the files to read."""

import os
from pathlib import Path

import pytest

from corpus.errors import SourceError, SourceMissing
from corpus.sources import MAX_FILE_BYTES, SourceFile, find_files, read_bytes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of pages and other things."""
    pages = tmp_path / "pages"
    (pages / "knees").mkdir(parents=True)
    (pages / ".drafts").mkdir()
    for name in ("b.md", "a.HTML", "knees/c.txt", ".hidden.md", ".drafts/d.md", "logo.png", "README"):
        (pages / name).write_text("It hurts.", "utf-8")
    return pages


def locations(*sources: Path | str) -> list[str]:
    files, _ = find_files([str(source) for source in sources])
    return [file.location for file in files]


def test_a_folder_is_searched_in_order_without_what_is_hidden(folder: Path) -> None:
    assert locations(folder) == ["pages/a.HTML", "pages/b.md", "pages/knees/c.txt"]


def test_what_no_reader_knows_is_left_out_with_the_formats_that_are_known(folder: Path) -> None:
    _, left_out = find_files([str(folder)])
    assert [left.location for left in left_out] == ["pages/README", "pages/logo.png"]
    assert all(".md" in left.reason for left in left_out)


def test_a_single_file_has_the_location_it_has_in_its_folder(folder: Path) -> None:
    assert locations(folder / "b.md") == ["pages/b.md"]


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    assert locations(folder / "b.md", folder, folder / "knees" / ".." / "b.md") == [
        "pages/b.md",
        "pages/a.HTML",
        "pages/knees/c.txt",
    ]


def test_a_link_to_a_file_is_that_file(folder: Path) -> None:
    (folder / "z.md").symlink_to(folder / "b.md")
    assert locations(folder) == ["pages/a.HTML", "pages/b.md", "pages/knees/c.txt"]


def test_two_folders_of_one_name_keep_their_pages_apart(tmp_path: Path) -> None:
    for parent in ("one", "two"):
        (tmp_path / parent / "pages").mkdir(parents=True)
        (tmp_path / parent / "pages" / "a.md").write_text("It hurts.", "utf-8")
    found = locations(tmp_path / "one" / "pages", tmp_path / "two" / "pages")
    assert found == ["pages/a.md", (tmp_path / "two" / "pages" / "a.md").resolve().as_posix()]


def test_a_location_does_not_tell_where_the_folder_stands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert locations(".") == locations(folder)


def test_a_source_that_does_not_exist_is_told_by_its_name() -> None:
    with pytest.raises(SourceMissing, match=r"no file or folder nowhere/knee\.md"):
        find_files(["nowhere/knee.md"])


def test_a_folder_with_nothing_to_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"")
    with pytest.raises(SourceError, match="nothing to read"):
        find_files([str(tmp_path)])


def test_bytes_are_read_as_they_are(folder: Path) -> None:
    (folder / "b.md").write_bytes(b"\xffIt hurts.\r\n")
    assert read_bytes(SourceFile(folder / "b.md", "pages/b.md")) == b"\xffIt hurts.\r\n"


def test_a_file_too_large_for_a_page_is_refused_unread(folder: Path) -> None:
    os.truncate(folder / "b.md", MAX_FILE_BYTES + 1)  # a file with a hole: it takes no room
    with pytest.raises(SourceError, match=r"pages/b\.md holds 33,554,433 bytes"):
        read_bytes(SourceFile(folder / "b.md", "pages/b.md"))


def test_a_file_that_went_away_is_told_by_its_location(folder: Path) -> None:
    with pytest.raises(SourceError, match=r"pages/gone\.md cannot be read \(No such file"):
        read_bytes(SourceFile(folder / "gone.md", "pages/gone.md"))

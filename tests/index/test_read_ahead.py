"""What the system is asked to read before questions want it."""

import os
from pathlib import Path

import pytest

from index.read_ahead import read_ahead


@pytest.fixture
def version(tmp_path: Path) -> Path:
    sizes = {"library.sqlite": 9, "passages/ids.txt": 100, "lexical/rows.npy": 200, "vectors/a/b": 400}
    for name, size in sizes.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(bytes(size))
    return tmp_path


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """File name -> bytes that the system was asked to read of it."""
    asked: dict[str, int] = {}

    def note(descriptor: int, offset: int, length: int, advice: int) -> None:
        assert (offset, advice) == (0, os.POSIX_FADV_WILLNEED)
        asked[Path(f"/proc/self/fd/{descriptor}").readlink().name] = length

    monkeypatch.setattr(os, "posix_fadvise", note)
    return asked


def test_the_files_that_questions_look_into_are_asked_for(version: Path, asked_for: dict[str, int]) -> None:
    read_ahead(version).join()
    assert asked_for == {"ids.txt": 100, "rows.npy": 200, "b": 400}


def test_no_more_is_asked_for_than_half_of_the_memory(
    version: Path, asked_for: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.read_ahead._memory", lambda: 800)
    read_ahead(version).join()
    assert asked_for == {"ids.txt": 100, "rows.npy": 200, "b": 100}


def test_a_version_that_is_gone_meanwhile_does_no_harm(tmp_path: Path, asked_for: dict[str, int]) -> None:
    read_ahead(tmp_path / "gone").join()
    assert not asked_for


def test_a_system_that_cannot_be_asked_is_not_asked(version: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "posix_fadvise")
    read_ahead(version).join()

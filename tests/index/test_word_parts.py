"""The words of a version, written behind the vectors or beside them."""

import json
import shutil
from pathlib import Path

import pytest

from corpus.errors import StoreRefused, WorkerLost
from index import version
from index.build import ingest
from index.folder import IndexFolder
from index.layout import ABBREVIATIONS_FOLDER, LEXICAL_FOLDER, LIBRARY_FILE, SPELLING_FOLDER
from index.meant_pages import WORDS_FOLDER
from index.word_parts import write_words

FOLDERS = (LEXICAL_FOLDER, WORDS_FOLDER, SPELLING_FOLDER, ABBREVIATIONS_FOLDER)


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few passages there are, and however many cores."""
    monkeypatch.setattr(version, "WORDS_BESIDE_FROM", 0)
    monkeypatch.setattr(version, "usable_cores", lambda: 2)


def words_in(folder: Path) -> dict[str, object]:
    """Every file of words; of JSON, what it says, as the order of short forms is no part of it."""
    files = (path for name in FOLDERS for path in (folder / name).iterdir())
    return {
        str(path.relative_to(folder)): json.loads(path.read_text()) if path.suffix == ".json" else path.read_bytes()
        for path in files
    }


@pytest.mark.slow
@pytest.mark.usefixtures("beside")
def test_words_that_another_process_writes_are_the_very_same(
    pages_folder: Path, tiny_encoder: Path, tmp_path: Path
) -> None:
    folder = IndexFolder(tmp_path / "index")
    ingest(folder, [str(pages_folder)], str(tiny_encoder))
    here = tmp_path / "here"
    here.mkdir()
    shutil.copy(folder.current() / LIBRARY_FILE, here)
    write_words(here)
    assert words_in(folder.current()) == words_in(here)


@pytest.mark.slow
@pytest.mark.usefixtures("beside")
@pytest.mark.parametrize("wrong", ["words", "vectors"])
def test_an_ingest_whose_words_or_vectors_fail_leaves_the_old_version_serving(
    index_copy: IndexFolder, pages_folder: Path, tiny_encoder: Path, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise StoreRefused("cannot be searched well")

    if wrong == "words":
        monkeypatch.setattr(version, "write_words", exit)  # ends the process at once
    else:
        monkeypatch.setattr(version, "_write_vectors", refused)
    before = index_copy.current()
    with pytest.raises(WorkerLost if wrong == "words" else StoreRefused):
        ingest(index_copy, [str(pages_folder)], str(tiny_encoder))
    assert index_copy.current() == before
    assert index_copy.leftovers() == []


@pytest.mark.parametrize(("passages", "cores"), [(10, 2), (1_000_000, 1)])
def test_few_words_and_words_on_one_core_are_written_behind_the_vectors(
    passages: int, cores: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(version, "write_words", lambda draft: done.append("words"))
    monkeypatch.setattr(version, "usable_cores", lambda: cores)
    with version._words_written(tmp_path, passages):
        done.append("vectors")
    assert done == ["vectors", "words"]

"""After a fault, an index is judged by what it answers: as the old version did, as the new one did, or wrongly."""

import random
import shutil
from pathlib import Path

import pytest

from index.build import ingest
from index.folder import IndexFolder
from scripts.fault_table.damaged_files import DAMAGES
from scripts.fault_table.ingests import clock_off_by
from scripts.fault_table.place import NEW, OLD, Place, answers_of
from scripts.fault_table.tally import CORRUPT, HALF, LOST, Tally


@pytest.fixture
def folder(built_index: Path, tmp_path: Path) -> IndexFolder:
    """A copy of the small index, free to be damaged."""
    return IndexFolder(Path(shutil.copytree(built_index, tmp_path / "index")))


@pytest.fixture
def place(folder: IndexFolder, tmp_path: Path) -> Place:
    """A place that knows the small index as the old version, and has not built anything."""
    place = Place.__new__(Place)
    place.scratch = tmp_path
    place.old_answers, place.new_answers = answers_of(folder), {}
    return place


@pytest.fixture
def tally() -> Tally:
    return Tally("a fault", "by hand", 1)


def test_an_index_that_answers_as_before_is_well(place: Place, folder: IndexFolder, tally: Tally) -> None:
    assert place.judge(folder, tally, "killed") == OLD
    assert tally.outcomes == {f"killed, {OLD}": 1}
    assert not tally.harm


def test_an_index_that_answers_as_the_new_version_is_well(place: Place, folder: IndexFolder, tally: Tally) -> None:
    place.old_answers, place.new_answers = place.new_answers, place.old_answers
    assert place.judge(folder, tally) == NEW


def test_an_index_that_cannot_be_loaded_has_lost_its_answers(place: Place, folder: IndexFolder, tally: Tally) -> None:
    (folder.path / "current").unlink()
    assert place.judge(folder, tally) is None
    assert tally.harm == {LOST: 1}


def test_an_index_that_answers_as_neither_version_is_half_written(
    place: Place, folder: IndexFolder, tally: Tally, tiny_encoder: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Rest\n\nRest for two days.")
    ingest(folder, [str(page)], str(tiny_encoder))
    assert place.judge(folder, tally) is None
    assert tally.harm == {HALF: 1}


def test_damage_that_is_not_noticed_is_a_corrupt_load(place: Place, folder: IndexFolder, tally: Tally) -> None:
    place.refuses(folder, tally)  # nothing was damaged, and it loads
    assert tally.harm == {CORRUPT: 1}


@pytest.mark.parametrize("name", DAMAGES)
@pytest.mark.parametrize("seed", range(5))
def test_every_damage_is_noticed(place: Place, folder: IndexFolder, tally: Tally, name: str, seed: int) -> None:
    DAMAGES[name](folder.current(), random.Random(seed))
    place.refuses(folder, tally)
    assert not tally.harm


def test_a_clock_that_is_off_names_versions_by_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    from index import folder as index_folder

    monkeypatch.setattr(index_folder, "datetime", index_folder.datetime)  # put back after the test
    before = index_folder.new_version_name()
    clock_off_by(-3600.0)
    assert index_folder.new_version_name() < before

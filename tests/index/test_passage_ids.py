"""Ids by row and rows by id, in memory and mapped."""

from pathlib import Path

import pytest

from index.passage_ids import PassageIds

IDS = ["knee.1", "hip.2", "knee.2", "naïve.3"]


@pytest.fixture(params=["in memory", "loaded"])
def ids(request: pytest.FixtureRequest, tmp_path: Path) -> PassageIds:
    made = PassageIds.of(IDS)
    if request.param == "in memory":
        return made
    made.save(tmp_path / "ids")
    return PassageIds.load(tmp_path / "ids")


def test_ids_come_back_in_their_order(ids: PassageIds) -> None:
    assert list(ids) == IDS
    assert len(ids) == len(IDS)
    assert ids[2] == "knee.2"


def test_rows_are_found_in_the_order_asked_for(ids: PassageIds) -> None:
    assert ids.rows(["naïve.3", "knee.1"]).tolist() == [3, 0]


def test_an_unknown_id_is_a_key_error_that_names_it(ids: PassageIds) -> None:
    with pytest.raises(KeyError, match=r"shoulder\.1"):
        ids.rows(["knee.1", "shoulder.1"])
    assert "shoulder.1" not in ids
    assert "hip.2" in ids


def test_an_id_that_shares_the_hash_of_another_is_unknown(ids: PassageIds, monkeypatch: pytest.MonkeyPatch) -> None:
    hash_of_knee = __import__("index.hashed_rows", fromlist=["hashes_of"]).hashes_of(["knee.1"])
    monkeypatch.setattr("index.passage_ids.hashes_of", lambda texts: hash_of_knee.repeat(len(texts)))
    assert "shoulder.1" not in ids


def test_a_page_is_held_by_its_whole_id_only(ids: PassageIds) -> None:
    assert ids.holds_page("knee")
    assert ids.holds_page("hip")
    assert not ids.holds_page("kne")
    assert not ids.holds_page("nee")


def test_an_id_cannot_be_there_twice() -> None:
    with pytest.raises(ValueError, match="twice"):
        PassageIds.of(["knee.1", "knee.1"])


def test_no_ids_can_be_saved_and_loaded(tmp_path: Path) -> None:
    PassageIds.of([]).save(tmp_path / "ids")
    assert list(PassageIds.load(tmp_path / "ids")) == []


def test_a_text_of_ids_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    PassageIds.of(IDS).save(tmp_path / "ids")
    (tmp_path / "ids" / "ids.txt").write_text("knee.1\n", "utf-8")
    with pytest.raises(ValueError, match="7 characters"):
        PassageIds.load(tmp_path / "ids")


def test_rows_are_the_same_when_they_are_sought_again_and_beside_others(ids: PassageIds) -> None:
    sought = [*IDS[::-1], IDS[0]]
    assert ids.rows(IDS[:2]).tolist() == [0, 1]
    assert ids.rows(sought).tolist() == ids.rows(sought).tolist() == [*range(len(IDS))[::-1], 0]

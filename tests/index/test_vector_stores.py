"""What every vector store must do. A new store joins by adding a line to STORES."""

import random
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.protocols import Vectors, VectorStore
from index.vectors import ExactStore, FaissStore

Kind = type[FaissStore] | type[ExactStore]
STORES: list[Kind] = [FaissStore, ExactStore]
every_store = pytest.mark.parametrize("kind", STORES)
DIM = 4
EAST, NORTH, WEST, UP = np.eye(DIM, dtype=np.float32)


def rows(*vectors: Vectors) -> Vectors:
    return np.stack(vectors)


def random_rows(seed: int, number: int) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((number, DIM)).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def store_of(kind: Kind, ids: list[str], vectors: Vectors) -> VectorStore:
    store: VectorStore = kind(DIM)
    store.add(ids, vectors)
    return store


@every_store
def test_the_nearest_vector_comes_first_with_its_cosine(kind: Kind) -> None:
    store = store_of(kind, ["north", "east"], rows(NORTH, EAST))
    north_by_east = 0.8 * NORTH + 0.6 * EAST
    [[first, second]] = store.search(rows(north_by_east), 2)
    assert (first.id, second.id) == ("north", "east")
    assert (first.score, second.score) == pytest.approx((0.8, 0.6))


@every_store
def test_an_opposite_vector_comes_last_with_minus_one(kind: Kind) -> None:
    store = store_of(kind, ["away", "aside"], rows(-EAST, NORTH))
    [[_, last]] = store.search(rows(EAST), 2)
    assert last.id == "away"
    assert last.score == pytest.approx(-1)


@every_store
def test_every_question_gets_its_own_ranking_in_the_order_given(kind: Kind) -> None:
    store = store_of(kind, ["north", "east"], rows(NORTH, EAST))
    assert [ranking[0].id for ranking in store.search(rows(EAST, NORTH, EAST), 1)] == ["east", "north", "east"]


@every_store
def test_no_questions_get_no_rankings(kind: Kind) -> None:
    store = store_of(kind, ["north"], rows(NORTH))
    assert store.search(np.empty((0, DIM), dtype=np.float32), 3) == []


@every_store
def test_a_smaller_store_gives_all_it_has(kind: Kind) -> None:
    store = store_of(kind, ["north", "east"], rows(NORTH, EAST))
    assert len(store.search(rows(NORTH), 50)[0]) == 2


@every_store
def test_an_empty_store_gives_empty_rankings(kind: Kind) -> None:
    store = store_of(kind, [], np.empty((0, DIM), dtype=np.float32))
    assert store.search(rows(NORTH, EAST), 3) == [(), ()]


@every_store
def test_equal_scores_are_ordered_by_id_however_many_there_are(kind: Kind) -> None:
    ids = [f"{number:03}" for number in range(100)]
    store = store_of(kind, ids[::-1], np.tile(NORTH, (100, 1)))
    assert [hit.id for hit in store.search(rows(NORTH), 3)[0]] == ["000", "001", "002"]


@every_store
def test_vectors_come_back_by_id_in_the_order_asked_for(kind: Kind) -> None:
    store = store_of(kind, ["north", "east", "up"], rows(NORTH, EAST, UP))
    np.testing.assert_array_equal(store.vectors(["up", "north", "up"]), rows(UP, NORTH, UP))


@every_store
def test_no_ids_give_no_vectors_of_the_right_width(kind: Kind) -> None:
    assert store_of(kind, ["north"], rows(NORTH)).vectors([]).shape == (0, DIM)


@every_store
def test_an_unknown_id_is_a_key_error_that_names_it(kind: Kind) -> None:
    store = store_of(kind, ["north"], rows(NORTH))
    with pytest.raises(KeyError, match="south"):
        store.vectors(["north", "south"])


@every_store
def test_an_id_cannot_be_stored_twice_at_once(kind: Kind) -> None:
    with pytest.raises(ValueError, match="twice"):
        store_of(kind, ["north", "north"], rows(NORTH, EAST))


@every_store
def test_an_id_that_is_there_cannot_be_stored_again(kind: Kind) -> None:
    store = store_of(kind, ["north"], rows(NORTH))
    with pytest.raises(ValueError, match="twice"):
        store.add(["east", "north"], rows(EAST, EAST))
    assert list(store.ids) == ["north"]
    np.testing.assert_array_equal(store.vectors(["north"]), rows(NORTH))


@every_store
@pytest.mark.parametrize("shape", [(2, DIM), (1, DIM + 1), (0, DIM)])
def test_vectors_that_do_not_fit_their_ids_change_nothing(kind: Kind, shape: tuple[int, int]) -> None:
    store = store_of(kind, ["north"], rows(NORTH))
    with pytest.raises(ValueError, match="shape"):
        store.add(["east"], np.zeros(shape, dtype=np.float32))
    assert [hit.id for hit in store.search(rows(EAST), 5)[0]] == ["north"]


@every_store
def test_vectors_added_later_are_found_with_the_rest(kind: Kind) -> None:
    store = store_of(kind, ["north"], rows(NORTH))
    store.add(["east"], rows(EAST))
    assert list(store.ids) == ["north", "east"]
    assert [hit.id for hit in store.search(rows(EAST), 2)[0]] == ["east", "north"]


@every_store
def test_a_loaded_store_answers_as_the_saved_one(kind: Kind, tmp_path: Path) -> None:
    saved = store_of(kind, [f"id {number}" for number in range(20)], random_rows(1, 20))
    saved.save(tmp_path / "store")
    loaded = kind.load(tmp_path / "store")
    questions = random_rows(2, 5)
    assert (loaded.dim, list(loaded.ids)) == (saved.dim, list(saved.ids))
    assert loaded.search(questions, 20) == saved.search(questions, 20)
    np.testing.assert_array_equal(loaded.vectors(["id 7"]), saved.vectors(["id 7"]))


@every_store
def test_an_empty_store_can_be_saved_and_loaded(kind: Kind, tmp_path: Path) -> None:
    store_of(kind, [], np.empty((0, DIM), dtype=np.float32)).save(tmp_path / "store")
    loaded = kind.load(tmp_path / "store")
    loaded.add(["north"], rows(NORTH))
    assert loaded.search(rows(NORTH), 1)[0][0].id == "north"


@every_store
def test_a_store_with_an_id_too_few_is_refused(kind: Kind, tmp_path: Path) -> None:
    store_of(kind, ["north", "east"], rows(NORTH, EAST)).save(tmp_path / "store")
    (tmp_path / "store" / "ids.json").write_text('["north"]', "utf-8")
    with pytest.raises(ValueError, match="2"):
        kind.load(tmp_path / "store")


@every_store
def test_a_full_disk_is_an_os_error(
    kind: Kind, tmp_path: Path, full_disk: Callable[[], AbstractContextManager[None]]
) -> None:
    store = store_of(kind, ["north"], rows(NORTH))
    with pytest.raises(OSError, match=r"large|written"), full_disk():
        store.save(tmp_path / "store")


@every_store
@given(seed=st.integers(0, 2**32 - 1), size=st.integers(0, 80), k=st.integers(1, 90), questions=st.integers(1, 25))
def test_rankings_are_those_of_the_exact_store(kind: Kind, seed: int, size: int, k: int, questions: int) -> None:
    ids = [f"passage {number}" for number in range(size)]
    vectors, asked = random_rows(seed, size), random_rows(seed + 1, questions)
    exact = store_of(ExactStore, ids, vectors).search(asked, k)
    for ranking, expected in zip(store_of(kind, ids, vectors).search(asked, k), exact, strict=True):
        assert [hit.id for hit in ranking] == [hit.id for hit in expected]
        assert [hit.score for hit in ranking] == pytest.approx([hit.score for hit in expected], abs=1e-5)


@every_store
@given(picks=st.lists(st.integers(0, DIM - 1), max_size=60), k=st.integers(1, 70), order=st.randoms())
def test_many_equal_vectors_are_ranked_as_by_the_exact_store(
    kind: Kind, picks: list[int], k: int, order: random.Random
) -> None:
    ids = [f"{number:02}" for number in range(len(picks))]
    order.shuffle(ids)
    vectors = np.eye(DIM, dtype=np.float32)[picks]
    question = rows(0.6 * EAST + 0.8 * UP)
    assert store_of(kind, ids, vectors).search(question, k) == store_of(ExactStore, ids, vectors).search(question, k)


@settings(max_examples=25)  # each one writes files
@given(seed=st.integers(0, 2**32 - 1), size=st.integers(0, 30))
def test_saving_and_loading_changes_no_ranking(seed: int, size: int) -> None:
    saved = store_of(FaissStore, [f"{number}" for number in range(size)], random_rows(seed, size))
    with tempfile.TemporaryDirectory() as folder:
        saved.save(Path(folder) / "store")
        loaded = FaissStore.load(Path(folder) / "store")
    questions = random_rows(seed + 1, 3)
    assert loaded.search(questions, 10) == saved.search(questions, 10)

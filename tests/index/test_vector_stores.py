"""What every vector store must do. A new store joins by adding a line to STORES."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.passage_ids import PassageIds
from index.protocols import Vectors
from index.stores.exact import ExactStore, FlatStore
from index.vectors import PassageVectors

Kind = type[FlatStore] | type[ExactStore]
STORES: list[Kind] = [FlatStore, ExactStore]
every_store = pytest.mark.parametrize("kind", STORES)
DIM = 4
EAST, NORTH, WEST, UP = np.eye(DIM, dtype=np.float32)


def rows(*vectors: Vectors) -> Vectors:
    return np.stack(vectors)


def random_rows(seed: int, number: int) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((number, DIM)).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def store_of(kind: Kind, ids: list[str], vectors: Vectors) -> PassageVectors:
    """A vector for each id."""
    store = kind(DIM)
    store.add(vectors)
    return PassageVectors(PassageIds.of(ids), np.arange(len(ids) + 1), store)


@every_store
def test_the_nearest_vector_comes_first_with_its_cosine(kind: Kind) -> None:
    store = store_of(kind, ["north", "east"], rows(NORTH, EAST))
    north_by_east = 0.8 * NORTH + 0.6 * EAST
    first, second = store.compared(north_by_east).best(2)
    assert (first.id, second.id) == ("north", "east")
    assert (first.score, second.score) == pytest.approx((0.8, 0.6))


@every_store
def test_an_opposite_vector_comes_last_with_minus_one(kind: Kind) -> None:
    store = store_of(kind, ["away", "aside"], rows(-EAST, NORTH))
    _, last = store.compared(EAST).best(2)
    assert last.id == "away"
    assert last.score == pytest.approx(-1)


@every_store
def test_a_smaller_store_gives_all_it_has(kind: Kind) -> None:
    store = store_of(kind, ["north", "east"], rows(NORTH, EAST))
    assert len(store.compared(NORTH).best(50)) == 2


@every_store
def test_an_empty_store_gives_empty_rankings(kind: Kind) -> None:
    store = store_of(kind, [], np.empty((0, DIM), dtype=np.float32))
    assert store.compared(NORTH).best(3) == ()


@every_store
def test_equal_scores_are_ordered_by_id_however_many_there_are(kind: Kind) -> None:
    ids = [f"{number:03}" for number in range(100)]
    store = store_of(kind, ids[::-1], np.tile(NORTH, (100, 1)))
    assert [hit.id for hit in store.compared(NORTH).best(3)] == ["000", "001", "002"]


@every_store
def test_vectors_come_back_by_row_in_the_order_asked_for(kind: Kind) -> None:
    store = kind(DIM)
    store.add(rows(NORTH, EAST, UP))
    np.testing.assert_array_equal(store.vectors(np.array([2, 0, 2])), rows(UP, NORTH, UP))


@every_store
def test_no_rows_give_no_vectors_of_the_right_width(kind: Kind) -> None:
    store = kind(DIM)
    store.add(rows(NORTH))
    assert store.vectors(np.array([], dtype=np.int64)).shape == (0, DIM)


@every_store
def test_an_unknown_id_is_a_key_error_that_names_it(kind: Kind) -> None:
    store = store_of(kind, ["north"], rows(NORTH))
    with pytest.raises(KeyError, match="south"):
        store.rows_of(["north", "south"])


@every_store
def test_an_id_cannot_be_stored_twice_at_once(kind: Kind) -> None:
    with pytest.raises(ValueError, match="twice"):
        store_of(kind, ["north", "north"], rows(NORTH, EAST))


@every_store
@pytest.mark.parametrize("ids", [["north"], ["north", "east", "up"]])
def test_vectors_that_do_not_fit_their_ids_are_refused(kind: Kind, ids: list[str]) -> None:
    store = kind(DIM)
    store.add(rows(NORTH, EAST))
    with pytest.raises(ValueError, match="2 vectors"):
        PassageVectors(PassageIds.of(ids), np.arange(len(ids) + 1), store)


@every_store
def test_vectors_added_later_are_found_with_the_rest(kind: Kind) -> None:
    store = kind(DIM)
    store.add(rows(NORTH))
    store.add(rows(EAST))
    vectors = PassageVectors(PassageIds.of(["north", "east"]), np.arange(3), store)
    assert [hit.id for hit in vectors.compared(EAST).best(2)] == ["east", "north"]


@every_store
def test_a_passage_of_several_vectors_is_as_near_as_the_nearest(kind: Kind) -> None:
    store = kind(DIM)
    store.add(rows(WEST, NORTH, EAST))
    vectors = PassageVectors(PassageIds.of(["two", "one"]), np.array([0, 2, 3]), store)
    assert vectors.compared(NORTH).best(2) == (("two", 1), ("one", 0))
    np.testing.assert_array_equal(vectors.rows_of(["one", "two"])[0], [2, 0, 1])
    np.testing.assert_array_equal(vectors.rows_of(["one", "two"])[1], [1, 2])


@pytest.mark.parametrize("number", [0, 1, 20])
def test_a_loaded_store_answers_as_the_saved_one(number: int, tmp_path: Path) -> None:
    saved = FlatStore(DIM)
    saved.add(random_rows(1, number))
    saved.save(tmp_path / "store")
    loaded = FlatStore.load(tmp_path / "store")
    for found, expected in zip(loaded.compared(EAST).best(20), saved.compared(EAST).best(20), strict=True):
        np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(loaded.vectors(np.arange(number)), saved.vectors(np.arange(number)))


def test_a_full_disk_is_an_os_error(tmp_path: Path, full_disk: Callable[[], AbstractContextManager[None]]) -> None:
    store = FlatStore(DIM)
    store.add(rows(NORTH))
    with pytest.raises(OSError, match=r"large|written"), full_disk():
        store.save(tmp_path / "store")


@every_store
@given(seed=st.integers(0, 2**32 - 1), size=st.integers(0, 80), k=st.integers(1, 90))
def test_rankings_are_those_of_the_exact_store(kind: Kind, seed: int, size: int, k: int) -> None:
    ids = [f"passage {number}" for number in range(size)]
    vectors, asked = random_rows(seed, size), random_rows(seed + 1, 1)[0]
    expected = store_of(ExactStore, ids, vectors).compared(asked).best(k)
    ranking = store_of(kind, ids, vectors).compared(asked).best(k)
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
    question = 0.6 * EAST + 0.8 * UP
    ranking, expected = (store_of(one, ids, vectors).compared(question).best(k) for one in (kind, ExactStore))
    assert ranking == expected

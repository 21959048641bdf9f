"""The store of large indexes: finds nearly what an exact one finds, and is refused where it does not."""

from pathlib import Path

import faiss
import numpy as np
import pytest

from corpus.errors import StoreRefused
from index.protocols import Vectors
from index.stores.choice import EXACT_UP_TO, is_exact, load_store, store_writer
from index.stores.exact import ExactStore
from index.stores.facts import StoreFacts
from index.stores.ivf import CODES_FILE, IvfStore, IvfWriter
from index.stores.rows import QuantisedRows, RowWriter
from index.stores.trials import Trials

DIM = 32
NUMBER = 3000


def random_rows(seed: int, number: int) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((number, DIM)).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


VECTORS, QUESTIONS = random_rows(1, NUMBER), random_rows(2, 30)


@pytest.fixture(scope="module")
def facts_and_folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[StoreFacts, Path]:
    folder = tmp_path_factory.mktemp("large") / "store"
    writer = IvfWriter(folder, DIM, QUESTIONS)
    for block in np.split(VECTORS, 3):
        writer.add(block)
    return writer.finish(), folder


def test_the_recall_is_that_against_the_exact_store(facts_and_folder: tuple[StoreFacts, Path]) -> None:
    facts, folder = facts_and_folder
    exact, store = ExactStore(DIM), IvfStore.load(folder)
    exact.add(VECTORS)
    found = [[one.compared(asked).best(10)[1] for one in (exact, store)] for asked in QUESTIONS]
    shared = [np.intersect1d(*rows).size for rows in found]
    assert facts == StoreFacts("ivf", NUMBER, pytest.approx(np.mean(shared) / 10, abs=1e-4))
    assert facts.recall >= 0.95


def test_scores_are_cosines_but_for_what_a_byte_a_number_loses(facts_and_folder: tuple[StoreFacts, Path]) -> None:
    scores, rows = IvfStore.load(facts_and_folder[1]).compared(QUESTIONS[0]).best(5)
    assert scores == pytest.approx(VECTORS[rows] @ QUESTIONS[0], abs=0.005)
    assert list(scores) == sorted(scores, reverse=True)


@pytest.mark.parametrize("searched", [True, False])
def test_any_row_has_the_score_that_it_was_found_with(
    facts_and_folder: tuple[StoreFacts, Path], searched: bool
) -> None:
    compared = IvfStore.load(facts_and_folder[1]).compared(QUESTIONS[0])
    if searched:
        compared.best(5)
    some = np.array([NUMBER - 1, 0, 7, 7])
    assert compared.of(some) == pytest.approx(VECTORS[some] @ QUESTIONS[0], abs=0.005)
    scores, rows = compared.best(5)
    np.testing.assert_array_equal(compared.of(rows), scores)
    assert len(compared.of(some[:0])) == 0


def test_a_large_file_gives_the_vectors_of_a_small_one(
    facts_and_folder: tuple[StoreFacts, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = np.array([*range(0, NUMBER, 9), 5, 6, 7, 6, NUMBER - 1, 0, 0])
    small = IvfStore.load(facts_and_folder[1])
    monkeypatch.setattr("index.stores.rows.MAPPED_AT_MOST", 1)
    large = IvfStore.load(facts_and_folder[1])
    for some in (rows, rows[:0]):
        np.testing.assert_array_equal(large.vectors(some), small.vectors(some))
        np.testing.assert_array_equal(large.scores(some, QUESTIONS[0]), small.scores(some, QUESTIONS[0]))


def test_a_store_that_finds_too_little_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Trials, "recall", lambda *_: 0.949)
    writer = IvfWriter(tmp_path / "sentence", DIM, QUESTIONS)
    writer.add(VECTORS)
    with pytest.raises(StoreRefused, match=r"'sentence'.*0\.949.*0\.95"):
        writer.finish()


def test_no_more_lists_are_looked_into_than_bring_something(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Trials, "recall", lambda _, store: 0.97 if store._lists.nprobe >= 16 else 0.955)
    writer = IvfWriter(tmp_path / "sentence", DIM, QUESTIONS)
    writer.add(VECTORS)
    assert writer.finish().recall == 0.97
    assert faiss.read_index(str(tmp_path / "sentence" / CODES_FILE)).nprobe == 16


def test_rows_that_hold_the_same_vector_are_as_good_as_one_another() -> None:
    trials, store = Trials(QUESTIONS[:1]), ExactStore(DIM)
    twenty = np.tile(QUESTIONS[0], (20, 1))
    trials.add(twenty)
    store.add(twenty[:10])
    assert trials.recall(store) == 1


def test_a_vector_that_is_not_found_counts_against_the_recall() -> None:
    trials, store = Trials(QUESTIONS[:1]), ExactStore(DIM)
    trials.add(np.tile(QUESTIONS[0], (10, 1)))
    store.add(np.concatenate([np.tile(QUESTIONS[0], (9, 1)), -QUESTIONS[:1], VECTORS[:1]]))
    assert trials.recall(store) == pytest.approx(0.9)


def test_stored_vectors_are_read_by_row_in_the_order_asked_for(tmp_path: Path) -> None:
    writer = RowWriter(tmp_path / "rows", DIM)
    writer.add(VECTORS[:5])
    writer.add(VECTORS[5:9])
    rows = np.array([8, 0, 1, 2, 8, 5])
    assert writer.read().vectors(rows) == pytest.approx(VECTORS[rows], abs=0.005)


def test_vectors_stored_again_lose_nothing_more(tmp_path: Path) -> None:
    once, again = (RowWriter(tmp_path / name, DIM) for name in ("once", "again"))
    once.add(VECTORS[:50])
    rows = np.arange(50)
    again.add(once.read().vectors(rows))
    np.testing.assert_allclose(again.read().vectors(rows), once.read().vectors(rows), rtol=1e-6)


def test_codes_that_do_not_fit_their_vectors_are_refused(
    facts_and_folder: tuple[StoreFacts, Path], tmp_path: Path
) -> None:
    for path in facts_and_folder[1].iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes()[: -DIM - 4] if "int8" in path.name else path.read_bytes())
    with pytest.raises(ValueError, match=f"{NUMBER - 1} vectors for {NUMBER} codes"):
        IvfStore.load(tmp_path)


@pytest.mark.parametrize(("passages", "kind"), [(EXACT_UP_TO, "exact"), (EXACT_UP_TO + 1, "ivf")])
def test_the_number_of_passages_chooses_the_store(tmp_path: Path, passages: int, kind: str) -> None:
    writer = store_writer(tmp_path / "store", DIM, passages, QUESTIONS)
    writer.add(VECTORS)
    assert is_exact(passages) == (kind == "exact")
    assert writer.finish().kind == kind
    assert len(load_store(tmp_path / "store")) == NUMBER


def test_vectors_that_nobody_searches_are_only_kept(tmp_path: Path) -> None:
    writer = store_writer(tmp_path / "store", DIM, EXACT_UP_TO + 1, None)
    writer.add(VECTORS)
    assert writer.finish() == StoreFacts("rows", NUMBER, 1)
    assert [path.name for path in (tmp_path / "store").iterdir()] == ["vectors.int8"]
    assert len(QuantisedRows(tmp_path / "store" / "vectors.int8", DIM)) == NUMBER

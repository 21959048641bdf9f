"""Each text is encoded once, whatever happens in between."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.protocols import Vectors
from index.text_vectors import KnownVectors, TextVectors, forget_other_encoders, text_keys

DIM = 2


class LengthEncoder:
    """Turns a text into its length, and remembers what it was given."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.given += texts
        return vectors_of(texts)


def vectors_of(texts: Sequence[str]) -> Vectors:
    return np.array([[len(text), 1] for text in texts], dtype=np.float32).reshape(-1, DIM)


@pytest.fixture
def encoder() -> LengthEncoder:
    return LengthEncoder()


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.text_vectors.TEXTS_PER_BLOCK", 2)


def test_a_text_that_comes_again_is_not_encoded_again(encoder: LengthEncoder) -> None:
    vectors = TextVectors(encoder, DIM)
    assert vectors(["knee", "hip", "knee"]).tolist() == [[4, 1], [3, 1], [4, 1]]
    assert vectors(["hip", "eye"]).tolist() == [[3, 1], [3, 1]]
    assert encoder.given == ["knee", "hip", "eye"]
    assert (vectors.encoded, vectors.reused) == (3, 2)


def test_what_is_known_is_not_encoded(encoder: LengthEncoder) -> None:
    known = KnownVectors(text_keys(["knee", "hip"]), lambda rows: vectors_of(["stored"])[[0] * len(rows)])
    assert TextVectors(encoder, DIM, [known])(["hip", "eye"]).tolist() == [[6, 1], [3, 1]]
    assert encoder.given == ["eye"]


def test_no_texts_have_no_vectors(encoder: LengthEncoder) -> None:
    assert TextVectors(encoder, DIM)([]).shape == (0, DIM)


def test_an_ingest_that_was_interrupted_goes_on_where_it_was(encoder: LengthEncoder, tmp_path: Path) -> None:
    first = TextVectors(encoder, DIM, kept=tmp_path / "encoder")
    first(["knee", "hip"])
    first(["eye"])  # not a block yet, and lost
    second = TextVectors(encoder, DIM, kept=tmp_path / "encoder")
    assert second(["eye", "hip", "knee"]).tolist() == [[3, 1], [3, 1], [4, 1]]
    assert encoder.given == ["knee", "hip", "eye", "eye"]


def test_blocks_of_several_interrupted_ingests_add_up(encoder: LengthEncoder, tmp_path: Path) -> None:
    for texts in (["knee", "hip"], ["shoulder", "eye"]):
        TextVectors(encoder, DIM, kept=tmp_path / "encoder")(texts)
    TextVectors(encoder, DIM, kept=tmp_path / "encoder")(["eye", "knee", "hip", "shoulder"])
    assert encoder.given == ["knee", "hip", "shoulder", "eye"]


def test_a_block_that_cannot_be_read_is_encoded_again(encoder: LengthEncoder, tmp_path: Path) -> None:
    TextVectors(encoder, DIM, kept=tmp_path / "encoder")(["knee", "hip"])
    [block] = (tmp_path / "encoder").glob("*.npz")
    block.write_bytes(block.read_bytes()[:100])
    assert TextVectors(encoder, DIM, kept=tmp_path / "encoder")(["hip"]).tolist() == [[3, 1]]


def test_what_another_encoder_left_is_deleted(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    assert forget_other_encoders(tmp_path, "new") == tmp_path / "new"
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_few_texts_are_remembered(encoder: LengthEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.text_vectors.REMEMBERED_TEXTS", 1)
    vectors = TextVectors(encoder, DIM)
    vectors(["knee", "hip"])
    vectors(["knee"])
    assert encoder.given == ["knee", "hip", "knee"]

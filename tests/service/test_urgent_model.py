"""The learned part: a logistic model by hand, its file, and learning it once for each encoder."""

import errno
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest

from corpus.errors import IndexDamaged
from corpus.question_bank import Topic
from corpus.urgent_signs import load_urgent_knowledge
from index.protocols import Vectors
from service.urgent import learning
from service.urgent.learning import examples_of, learned_model
from service.urgent.model import UrgentModel, fit_logistic
from service.urgent.reader import MessageReader

KNOWLEDGE = load_urgent_knowledge()


class HashingEncoder:
    """Hashes words into a small vector, so that shared words mean nearness. Counts its work."""

    name, dim = "hashing", 32

    def __init__(self) -> None:
        self.encoded = 0

    def encode_questions(self, texts: Sequence[str], /) -> Vectors:
        """One row for each text."""
        self.encoded += len(texts)
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, sha256(word.encode()).digest()[0] % self.dim] += 1
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True).clip(min=1e-12)
        return vectors

    encode_passages = encode_questions


def small_model() -> UrgentModel:
    one = np.ones(1, dtype=np.float32)
    return UrgentModel(-one, 2 * one, np.array([0.5, 0.0], dtype=np.float32), np.eye(2, dtype=np.float32))


def test_a_score_is_bias_and_wording_and_meaning_added() -> None:
    features, vectors = np.array([[1.0]], dtype=np.float32), np.array([[1.0, 0.0]], dtype=np.float32)
    assert small_model().scores(features, vectors)[0] == pytest.approx(-1 + 2 + 0.5)


def test_without_anything_to_go_by_the_odds_are_those_of_the_labels() -> None:
    labels = np.array([1, 1, 1, 0], dtype=np.float32)
    bias, _ = fit_logistic(np.zeros((4, 1), dtype=np.float32), labels, np.ones(4, dtype=np.float32))
    assert bias[0] == pytest.approx(np.log(3 / 1), abs=1e-3)


def test_a_saved_model_loads_as_it_was(tmp_path: Path) -> None:
    small_model().save(tmp_path / "urgent.npz")
    loaded = UrgentModel.load(tmp_path / "urgent.npz")
    assert np.array_equal(loaded.meaning, small_model().meaning)
    assert [file.name for file in tmp_path.iterdir()] == ["urgent.npz"]


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "urgent.npz").write_bytes(b"not numbers")
    with pytest.raises(IndexDamaged, match=r"urgent\.npz cannot be read"):
        UrgentModel.load(tmp_path / "urgent.npz")


@pytest.mark.parametrize("place", range(-250, 0))  # the archive's own list of what it holds
@pytest.mark.parametrize("change", [0x01, 0x20])
def test_a_model_with_one_changed_byte_is_refused_or_the_same(tmp_path: Path, place: int, change: int) -> None:
    file = tmp_path / "urgent.npz"
    small_model().save(file)
    content = bytearray(file.read_bytes())
    content[place] ^= change
    file.write_bytes(content)
    with suppress(IndexDamaged):
        assert np.array_equal(UrgentModel.load(file).meaning, small_model().meaning)


def test_a_model_that_finds_no_room_leaves_no_half_of_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(file: BinaryIO, **_: Vectors) -> None:
        file.write(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(np, "savez", no_room)
    with pytest.raises(OSError, match="No space left"):
        small_model().save(tmp_path / "urgent.npz")
    assert list(tmp_path.iterdir()) == []


def test_examples_hold_both_sides_and_leave_long_asks_out() -> None:
    topic = Topic("driving", "Driving", "When can I drive?", ("when can i drive", "x" * 200), ("Wait.",))
    examples = examples_of(KNOWLEDGE, [topic])
    assert [e.message for e in examples if e.group == "driving"] == ["when can i drive"]
    assert 0.2 < np.mean([e.urgent for e in examples]) < 0.6


@pytest.fixture
def few_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "load_question_bank", tuple)


def test_a_model_is_learned_once_and_then_read(tmp_path: Path, few_questions: None) -> None:
    encoder, reader = HashingEncoder(), MessageReader(KNOWLEDGE)
    first = learned_model(reader, KNOWLEDGE, encoder, tmp_path)
    worked = encoder.encoded
    again = learned_model(reader, KNOWLEDGE, encoder, tmp_path)
    assert worked > 1000
    assert encoder.encoded == worked + 1  # the one sentence by which an encoder is known
    assert np.array_equal(first.wording, again.wording)


def test_a_damaged_model_is_learned_anew_and_an_old_one_goes(tmp_path: Path, few_questions: None) -> None:
    encoder, reader = HashingEncoder(), MessageReader(KNOWLEDGE)
    learned_model(reader, KNOWLEDGE, encoder, tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(b"damaged")
    (tmp_path / "urgent-0.npz").write_bytes(b"of an earlier encoder")
    learned_model(reader, KNOWLEDGE, encoder, tmp_path)
    assert [kept.name for kept in tmp_path.iterdir()] == [file.name]
    UrgentModel.load(file)


def test_a_folder_that_cannot_be_written_to_keeps_nothing(tmp_path: Path, few_questions: None) -> None:
    model = learned_model(MessageReader(KNOWLEDGE), KNOWLEDGE, HashingEncoder(), tmp_path / "gone")
    assert model.meaning.shape == (32,)

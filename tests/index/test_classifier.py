"""Texts into kinds, by their vectors."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from index.classifier import Classifier
from index.protocols import Vectors

KINDS = ("driving", "washing", "eating")
CORNERS = np.eye(3, dtype=np.float32)
BETWEEN = np.array([[0.5, 0.5, 0]], dtype=np.float32)  # driving and washing
RNG = np.random.default_rng(1)
LESSONS = np.repeat(CORNERS, 5, axis=0) + 0.1 * RNG.standard_normal((15, 3)).astype(np.float32)
ANSWERS = [number for number in range(3) for _ in range(5)]
ANY_VECTORS = arrays.arrays(np.float32, (2, 3), elements=st.floats(-1, 1, width=32))


@pytest.fixture(scope="module")
def learnt() -> Classifier:
    """Knows three kinds, each near a corner of its own."""
    return Classifier.learn(KINDS, LESSONS, ANSWERS)


def test_a_text_is_of_the_kind_whose_texts_it_is_near(learnt: Classifier) -> None:
    probabilities = learnt.probabilities(CORNERS[[2, 0, 1]])
    assert [learnt.kinds[best] for best in probabilities.argmax(axis=1)] == ["eating", "driving", "washing"]
    assert probabilities.max(axis=1) == pytest.approx([1, 1, 1], abs=0.1)


def test_a_text_between_two_kinds_may_be_of_either_and_is_not_of_the_third(learnt: Classifier) -> None:
    driving, washing, eating = learnt.probabilities(BETWEEN)[0]
    assert min(driving, washing) > 0.2
    assert eating < 0.1


def test_kinds_need_not_come_in_order(learnt: Classifier) -> None:
    backwards = Classifier.learn(KINDS, LESSONS[::-1], ANSWERS[::-1])
    np.testing.assert_allclose(backwards.probabilities(CORNERS), learnt.probabilities(CORNERS), atol=0.01)


def test_a_probability_is_the_exponential_of_weights_and_bias_over_the_sum() -> None:
    weights = np.log(np.array([[2, 1], [1, 3], [1, 1]], dtype=np.float32))
    classifier = Classifier(KINDS, weights, np.log(np.array([1, 1, 5], dtype=np.float32)))
    north, east = classifier.probabilities(np.eye(2, dtype=np.float32))
    assert north == pytest.approx([2 / (2 + 1 + 5), 1 / (2 + 1 + 5), 5 / (2 + 1 + 5)])
    assert east == pytest.approx([1 / (1 + 3 + 5), 3 / (1 + 3 + 5), 5 / (1 + 3 + 5)])


@pytest.mark.parametrize("sureness", [0, 1, 1e4])
@given(vectors=ANY_VECTORS)
def test_roots_are_those_of_the_probabilities(sureness: float, vectors: Vectors) -> None:
    classifier = Classifier(KINDS, sureness * CORNERS, np.zeros(3, dtype=np.float32))
    np.testing.assert_allclose(classifier.roots(vectors), np.sqrt(classifier.probabilities(vectors)), atol=1e-6)


@pytest.mark.parametrize("sureness", [0, 1, 1e4])
@given(vectors=ANY_VECTORS)
def test_probabilities_sum_to_one_however_sure(sureness: float, vectors: Vectors) -> None:
    probabilities = Classifier(KINDS, sureness * CORNERS, np.zeros(3, dtype=np.float32)).probabilities(vectors)
    assert probabilities.sum(axis=1) == pytest.approx([1, 1])
    assert (probabilities >= 0).all()


def test_no_texts_have_no_probabilities(learnt: Classifier) -> None:
    assert learnt.probabilities(np.zeros((0, 3), dtype=np.float32)).shape == (0, 3)


def test_a_loaded_classifier_is_the_saved_one(learnt: Classifier, tmp_path: Path) -> None:
    learnt.save(tmp_path / "kinds.npz")
    loaded = Classifier.load(tmp_path / "kinds.npz")
    assert loaded.kinds == KINDS
    np.testing.assert_array_equal(loaded.probabilities(LESSONS), learnt.probabilities(LESSONS))


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"kinds\.npz"):
        Classifier.load(tmp_path / "kinds.npz")


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04 half a file"])
def test_a_file_that_is_something_else_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "kinds.npz").write_bytes(content)
    with pytest.raises(ValueError, match=r"kinds\.npz"):
        Classifier.load(tmp_path / "kinds.npz")

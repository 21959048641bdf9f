"""Operations that a text names outright."""

from math import log
from pathlib import Path

import numpy as np
import pytest

from corpus.operations import Operation
from index.operation_names import FILE, FLOOR, SURENESS, OperationNames, with_names
from index.words import words_of

KNEE = Operation("knee", "Knee replacement", ("knee arthroplasty",), ("new knee",), "knee", None, (), ())
HIP = Operation("hip", "Hip replacement", ("hip arthroplasty",), ("new hip",), "hip", None, (), ())
TONSILS = Operation("tonsils", "Tonsillectomy", ("tonsil removal",), ("tonsils out",), "throat", None, (), ())
RARE, SHARED = log(3), log(3 / 2)  # a word of one of the three operations, and a word of two


@pytest.fixture
def names() -> OperationNames:
    return OperationNames.build([KNEE, HIP, TONSILS])


def strengths(names: OperationNames, text: str, share: float = 0.5) -> list[float]:
    found: list[float] = names.strengths(words_of(text), share).tolist()
    return found


def test_a_name_counts_by_how_few_operations_use_its_words(names: OperationNames) -> None:
    assert strengths(names, "driving with a new hip") == pytest.approx([0, RARE + SHARED, 0])


def test_words_of_a_name_may_stand_apart_and_in_any_order(names: OperationNames) -> None:
    assert strengths(names, "is the hip like new")[1] == pytest.approx(RARE + SHARED)


def test_a_part_of_a_name_counts_by_its_share(names: OperationNames) -> None:
    assert strengths(names, "my hip hurts")[1] == pytest.approx(RARE * RARE / (RARE + SHARED))


def test_a_title_must_hold_a_whole_name(names: OperationNames) -> None:
    assert strengths(names, "Hip pain", share=1.0) == [0, 0, 0]
    assert strengths(names, "Your new hip", share=1.0)[1] > 0


def test_a_word_that_comes_twice_counts_once(names: OperationNames) -> None:
    assert strengths(names, "new hip, new hip") == strengths(names, "new hip")


def test_a_text_that_names_nothing_changes_nothing(names: OperationNames) -> None:
    seen = np.array([0.2, 0.1, 0.1, 0.6], dtype=np.float32)
    assert with_names(seen, names.strengths(words_of("when can I drive"), 0.5)).tolist() == seen.tolist()


def test_what_is_named_outright_wins_over_what_the_classifier_sees(names: OperationNames) -> None:
    seen = np.array([0.0, 0.0, 0.0, 1.0], dtype=np.float32)
    named = with_names(seen, names.strengths(words_of("knee arthroplasty or knee replacement"), 0.5))
    weight = FLOOR / 3 * np.exp(SURENESS * (RARE + SHARED))
    assert named[0] == pytest.approx(weight / (weight + 1 + 2 * FLOOR / 3), rel=0.05)
    assert named.sum() == pytest.approx(1)
    assert named[:3].argmax() == 0


def test_loaded_names_are_the_saved_ones(names: OperationNames, tmp_path: Path) -> None:
    names.save(tmp_path)
    assert strengths(OperationNames.load(tmp_path), "a new hip") == strengths(names, "a new hip")


def test_a_file_of_something_else_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"names": 3}', "utf-8")
    with pytest.raises(ValueError, match=r"operation_names\.json holds no names of operations"):
        OperationNames.load(tmp_path)

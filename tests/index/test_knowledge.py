"""What an encoder makes of the word lists."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.operations import Operation, load_operations
from corpus.question_bank import Topic, load_question_bank
from index import knowledge
from index.knowledge import (
    NO_OPERATION,
    QUESTIONS_PER_OPERATION,
    Knowledge,
    knows_word_lists,
    operation_lessons,
    topic_lessons,
    word_lists_fingerprint,
)
from index.protocols import Vectors

BANK = (
    Topic("driving", "Driving a car", "When can I drive?", ("car ok?", "drive when"), ("You may drive soon.",)),
    Topic("washing", "Washing", "When can I shower?", ("bath ok?", "shower when"), ("Shower on day two.",)),
    Topic("eating", "Eating", "What can I eat?", ("food ok?", "is hip hop food ok"), ("Eat what you like.",)),
)
OPERATIONS = (
    Operation("knee", "Knee replacement", ("knee arthroplasty",), ("new knee",), "knee", None, (), ("A worn knee.",)),
    Operation("hip", "Hip replacement", ("hip arthroplasty",), ("new hip",), "hip", None, (), ("A worn hip.",)),
)
WORDS = ("drive", "car", "shower", "bath", "eat", "food", "knee", "hip")


def encode(texts: Sequence[str]) -> Vectors:
    """A number for each of a few words, so that shared words mean nearness."""
    vectors = np.array([[word in text.lower() for word in WORDS] for text in texts], dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True).clip(1)
    return vectors


@pytest.fixture
def small_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Word lists of three topics and two operations."""
    monkeypatch.setattr(knowledge, "load_question_bank", lambda: BANK)
    monkeypatch.setattr(knowledge, "load_operations", lambda: OPERATIONS)


@pytest.fixture
def learnt(small_lists: None) -> Knowledge:
    return Knowledge.learn(encode)


def topic_of(known: Knowledge, text: str) -> str:
    return known.topics.kinds[known.topics.probabilities(encode([text])).argmax()]


def operation_of(known: Knowledge, text: str) -> str:
    return known.operations.kinds[known.operations.probabilities(encode([text])).argmax()]


def test_the_topic_of_a_question_is_learnt_from_its_wordings(learnt: Knowledge) -> None:
    assert topic_of(learnt, "could i take the car") == "driving"
    assert topic_of(learnt, "how about a bath") == "washing"


def test_the_operation_that_a_question_names_is_learnt(learnt: Knowledge) -> None:
    assert operation_of(learnt, "can I drive with my new hip") == "hip"
    assert operation_of(learnt, "food after the knee thing") == "knee"


def test_a_question_that_names_no_operation_is_of_the_last_kind(learnt: Knowledge) -> None:
    assert operation_of(learnt, "can I have a bath") == learnt.operations.kinds[-1] == NO_OPERATION


def test_the_kinds_are_the_ids_in_the_order_of_the_lists(learnt: Knowledge) -> None:
    assert learnt.topics.kinds == ("driving", "washing", "eating")
    assert learnt.operations.kinds == ("knee", "hip", NO_OPERATION)
    assert learnt.topic_labels == {"driving": "Driving a car", "washing": "Washing", "eating": "Eating"}


def test_what_is_learnt_is_the_same_every_time(small_lists: None, learnt: Knowledge) -> None:
    again = Knowledge.learn(encode)
    np.testing.assert_array_equal(again.operations.weights, learnt.operations.weights)
    np.testing.assert_array_equal(again.topics.weights, learnt.topics.weights)


def test_loaded_knowledge_is_the_saved_one(learnt: Knowledge, tmp_path: Path) -> None:
    learnt.save(tmp_path)
    loaded = Knowledge.load(tmp_path)
    vectors = encode(["can I drive with a new hip"])
    for some, others in ((loaded.topics, learnt.topics), (loaded.operations, learnt.operations)):
        assert some.kinds == others.kinds
        np.testing.assert_array_equal(some.probabilities(vectors), others.probabilities(vectors))


def test_an_encoder_folder_without_knowledge_knows_no_word_lists(tmp_path: Path) -> None:
    assert not knows_word_lists(tmp_path)


def test_knowledge_is_of_the_word_lists_that_it_was_learnt_from(
    learnt: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt.save(tmp_path)
    assert knows_word_lists(tmp_path)
    monkeypatch.setattr(knowledge, "load_operations", lambda: OPERATIONS[:1])
    assert not knows_word_lists(tmp_path)


def test_a_fingerprint_changes_with_any_wording_and_with_nothing_else(
    small_lists: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = word_lists_fingerprint()
    assert word_lists_fingerprint() == before
    reworded = Topic("eating", "Eating", "What can I eat?", ("food OK?", "is hip hop food ok"), ("Eat what you like.",))
    monkeypatch.setattr(knowledge, "load_question_bank", lambda: (*BANK[:2], reworded))
    assert word_lists_fingerprint() != before


def test_every_wording_of_a_topic_is_a_lesson() -> None:
    assert [text for text, number in topic_lessons(BANK) if number == 1] == [
        "When can I shower?", "Washing", "bath ok?", "shower when", "Shower on day two.",
    ]  # fmt: skip


def test_names_of_an_operation_are_put_into_questions() -> None:
    knee = [text for text, number in operation_lessons(OPERATIONS, BANK) if number == 0]
    plain, asked = knee[:-QUESTIONS_PER_OPERATION], knee[-QUESTIONS_PER_OPERATION:]
    assert plain == ["Knee replacement", "knee arthroplasty", "new knee", "A worn knee."]
    assert all("new knee" in text or "knee arthroplasty" in text for text in asked)
    assert all(any(wording in text for topic in BANK for wording in topic.asks) for text in asked)


def test_a_question_that_holds_a_word_of_an_operation_does_not_teach_that_none_is_named() -> None:
    none = {text for text, number in operation_lessons(OPERATIONS, BANK) if number == len(OPERATIONS)}
    assert none == {"car ok?", "drive when", "bath ok?", "shower when", "food ok?"}  # without the hip


def test_every_topic_and_operation_of_the_project_has_a_lesson() -> None:
    bank, operations = load_question_bank(), load_operations()
    assert {number for _, number in topic_lessons(bank)} == set(range(len(bank)))
    assert {number for _, number in operation_lessons(operations, bank)} == set(range(len(operations) + 1))

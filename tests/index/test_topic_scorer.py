"""Whether a passage is about what a question asks about."""

from collections import Counter

import numpy as np
import pytest

from index.channels import DenseChannel
from index.classifier import Classifier
from index.passage_ids import PassageIds
from index.protocols import EncodedQuestion, Vectors
from index.stores.exact import ExactStore
from index.topic_scorer import TopicScorer
from index.vectors import PassageVectors

EAST, NORTH = np.eye(2, dtype=np.float32)
DRIVING, WASHING = EAST, NORTH  # a text is surely about one or the other
TOPICS = Classifier(("driving", "washing"), 100 * np.eye(2, dtype=np.float32), np.zeros(2, dtype=np.float32))


def scorer(sentences: dict[str, Vectors]) -> TopicScorer:
    counts = Counter(part.partition("#")[0] for part in sentences)
    store = ExactStore(2)
    store.add(np.stack(list(sentences.values())))
    first_rows = np.cumsum([0, *counts.values()])
    return TopicScorer(DenseChannel("sentence", PassageVectors(PassageIds.of(counts), first_rows, store)), TOPICS)


def asked(driving: float, washing: float) -> EncodedQuestion:
    topics = np.array([driving, washing], dtype=np.float32)
    return EncodedQuestion("", EAST, (), topics, topics)


def test_a_passage_about_what_is_asked_scores_one_and_any_other_nothing() -> None:
    scores = scorer({"car#0": DRIVING, "bath#0": WASHING}).scores(asked(driving=1, washing=0), ["bath", "car"])
    assert scores == pytest.approx([0, 1], abs=1e-6)


def test_a_passage_is_as_near_as_its_best_sentence() -> None:
    one = scorer({"both#0": DRIVING, "both#1": WASHING, "car#0": DRIVING, "car#1": DRIVING})
    assert one.scores(asked(driving=0, washing=1), ["both", "car"]) == pytest.approx([1, 0], abs=1e-6)


def test_a_question_about_two_things_agrees_with_each_by_its_root() -> None:
    scores = scorer({"car#0": DRIVING, "bath#0": WASHING}).scores(asked(driving=0.64, washing=0.36), ["car", "bath"])
    assert scores == pytest.approx([0.8, 0.6])


def test_no_passages_have_no_scores() -> None:
    assert scorer({"car#0": DRIVING}).scores(asked(driving=1, washing=0), []) == []


def test_passages_score_alike_where_they_are_too_many_to_be_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = {"car#0": DRIVING, "bath#0": WASHING, "bath#1": DRIVING}
    few = scorer(sentences)
    monkeypatch.setattr("index.topic_scorer.REMEMBERED", 1)
    many, question = scorer(sentences), asked(driving=0.64, washing=0.36)
    assert many.scores(question, ["bath", "car"]) == few.scores(question, ["bath", "car"])


def test_a_passage_that_was_scored_before_scores_alike_beside_a_new_one() -> None:
    one = scorer({"car#0": DRIVING, "bath#0": WASHING, "bath#1": DRIVING})
    question = asked(driving=1, washing=0)
    assert one.scores(question, ["car"]) + one.scores(question, ["bath"]) == one.scores(question, ["bath", "car"])

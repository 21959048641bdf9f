"""Whether a passage is about what a question asks about."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.classifier import Classifier
from index.passage_ids import PassageIds
from index.protocols import EncodedQuestion, Vectors
from index.stores.choice import EXACT_UP_TO, load_rows, store_writer
from index.stores.exact import ExactStore, FlatStore
from index.topic_scorer import TopicScorer, TopicWriter
from index.vectors import PassageVectors

Scorer = Callable[[dict[str, Vectors]], TopicScorer]
EAST, NORTH = np.eye(2, dtype=np.float32)
DRIVING, WASHING = EAST, NORTH  # a text is surely about one or the other
TOPICS = Classifier(("driving", "washing"), 100 * np.eye(2, dtype=np.float32), np.zeros(2, dtype=np.float32))


@pytest.fixture(params=[1, EXACT_UP_TO + 1])
def scorer(request: pytest.FixtureRequest, tmp_path: Path) -> Scorer:
    """Writes the sentences of passages as an index of few passages does, and as one of many, and reads their topics."""

    def written(sentences: dict[str, Vectors]) -> TopicScorer:
        vectors, roots = (store_writer(tmp_path / name, 2, request.param, None) for name in ("sentence", "topic"))
        writer = TopicWriter(vectors, roots, TOPICS)
        store = ExactStore(2)
        for vector in sentences.values():
            writer.add(vector[np.newaxis])
            store.add(vector[np.newaxis])
        writer.finish()
        counts = Counter(part.partition("#")[0] for part in sentences)
        passages = PassageVectors(PassageIds.of(counts), np.cumsum([0, *counts.values()]), store)
        return TopicScorer(passages, load_rows(tmp_path / "topic", 2))

    return written


def asked(driving: float, washing: float) -> EncodedQuestion:
    topics = np.array([driving, washing], dtype=np.float32)
    return EncodedQuestion("", EAST, (), topics, topics)


def test_a_passage_about_what_is_asked_scores_one_and_any_other_nothing(scorer: Scorer) -> None:
    one = scorer({"car#0": DRIVING, "bath#0": WASHING})
    assert one.scores(asked(driving=1, washing=0), ["bath", "car"]) == pytest.approx([0, 1], abs=1e-6)


def test_a_passage_is_as_near_as_its_best_sentence(scorer: Scorer) -> None:
    one = scorer({"both#0": DRIVING, "both#1": WASHING, "car#0": DRIVING, "car#1": DRIVING})
    assert one.scores(asked(driving=0, washing=1), ["both", "car"]) == pytest.approx([1, 0], abs=1e-6)


def test_a_question_about_two_things_agrees_with_each_by_its_root(scorer: Scorer) -> None:
    one = scorer({"car#0": DRIVING, "bath#0": WASHING})
    assert one.scores(asked(driving=0.64, washing=0.36), ["car", "bath"]) == pytest.approx([0.8, 0.6])


def test_no_passages_have_no_scores(scorer: Scorer) -> None:
    assert scorer({"car#0": DRIVING}).scores(asked(driving=1, washing=0), []) == []


def test_the_vectors_of_sentences_are_written_as_without_their_topics(scorer: Scorer, tmp_path: Path) -> None:
    scorer({"car#0": DRIVING, "bath#0": WASHING})
    np.testing.assert_allclose(load_rows(tmp_path / "sentence", 2).vectors(np.arange(2)), [DRIVING, WASHING], atol=1e-6)


def test_topics_of_other_sentences_are_refused() -> None:
    store, roots = ExactStore(2), FlatStore(2)
    store.add(np.stack([DRIVING, WASHING]))
    roots.add(DRIVING[np.newaxis])
    passages = PassageVectors(PassageIds.of(["car", "bath"]), np.arange(3), store)
    with pytest.raises(ValueError, match="topics of 1 sentences, and not of 2"):
        TopicScorer(passages, roots)

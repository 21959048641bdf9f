"""What each dense channel encodes of a passage, and how it finds passages by it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence

import numpy as np

from corpus.records import FaqPair, Passage
from index.protocols import EncodedQuestion, VectorStore
from index.results import Ranking, ranked

PART_MARK = "#"  # between the id of a passage and the number of a part of it (a sentence, a question), from 0
PARTS_PER_PASSAGE = 4  # so many sentence hits are fetched at first for every passage wanted

Texts = Iterator[tuple[str, str]]


def passage_texts(passage: Passage, title: str) -> Texts:
    """The words of the passage alone."""
    yield passage.id, passage.text


def titled_texts(passage: Passage, title: str) -> Texts:
    """The passage with what stands above it: title, headings, and the question it answers."""
    yield passage.id, titled(passage, title)


def sentence_texts(passage: Passage, title: str) -> Texts:
    """Every sentence and list item of the passage."""
    for number, sentence in enumerate(passage.sentences):
        start = passage.span.start
        yield part_id(passage.id, number), passage.text[sentence.start - start : sentence.end - start]


def question_texts(passage: Passage, title: str) -> Texts:
    """What the passage is an answer to: the pair's questions, else the nearest heading, else the title."""
    nearest = passage.section[-1] if passage.section else title
    asked = (passage.question or nearest, *passage.also_asked) if isinstance(passage, FaqPair) else (nearest,)
    for number, question in enumerate(asked):
        yield part_id(passage.id, number), question


def titled(passage: Passage, title: str) -> str:
    """The passage with its title, headings and question in front."""
    above = [title, *passage.section]
    if isinstance(passage, FaqPair) and passage.question and passage.question not in above:
        above.append(passage.question)
    return ". ".join([*above, passage.text])


def searched_words(passage: Passage, title: str) -> str:
    """What lexical search looks at: the titled passage, and other phrasings of the question it answers."""
    also_asked = passage.also_asked if isinstance(passage, FaqPair) else ()
    return "\n".join([titled(passage, title), *also_asked])


DENSE_CHANNELS: dict[str, Callable[[Passage, str], Texts]] = {
    "passage": passage_texts,
    "titled": titled_texts,
    "sentence": sentence_texts,
    "question": question_texts,
}


def part_id(passage_id: str, number: int) -> str:
    """The id under which a store keeps the part of a passage with this number."""
    return f"{passage_id}{PART_MARK}{number}"


class DenseChannel:
    """Passages near the question in meaning, one vector a passage."""

    def __init__(self, name: str, store: VectorStore) -> None:
        self.name = name
        self._store = store

    def passage_ids(self) -> Collection[str]:
        """See `Channel.passage_ids`."""
        return self._store.ids

    def search(self, question: EncodedQuestion, /, k: int) -> Ranking:
        """See `Channel.search`."""
        return self._store.search(question.vector[np.newaxis], k)[0]

    def scores(self, question: EncodedQuestion, passage_ids: Sequence[str], /) -> list[float]:
        """See `Channel.scores`."""
        scores: list[float] = (self._store.vectors(passage_ids) @ question.vector).tolist()
        return scores


class BestPartChannel:
    """Passages by their best part: a passage scores as high as the sentence, or the question, that fits best."""

    def __init__(self, name: str, store: VectorStore) -> None:
        """`store` holds a vector for every part of a passage, under its `part_id`."""
        self.name = name
        self._store = store
        self._counts = Counter(id_.partition(PART_MARK)[0] for id_ in store.ids)

    def passage_ids(self) -> Collection[str]:
        """See `Channel.passage_ids`."""
        return self._counts.keys()

    def search(self, question: EncodedQuestion, /, k: int) -> Ranking:
        """See `Channel.search`."""
        wanted = k * PARTS_PER_PASSAGE
        while True:
            hits = self._store.search(question.vector[np.newaxis], wanted)[0]
            best: dict[str, float] = {}
            for hit in hits:
                best.setdefault(hit.id.partition(PART_MARK)[0], hit.score)
            if len(best) >= k or len(hits) < wanted:
                return ranked(best, k)
            wanted *= 2

    def scores(self, question: EncodedQuestion, passage_ids: Sequence[str], /) -> list[float]:
        """See `Channel.scores`."""
        return [max(scores) for scores in self.part_scores(question, passage_ids)]

    def part_scores(self, question: EncodedQuestion, passage_ids: Sequence[str], /) -> list[list[float]]:
        """The score of every part of each of these passages, in order."""
        counts = [self._counts[id_] for id_ in passage_ids]
        ids = [part_id(id_, number) for id_, n in zip(passage_ids, counts, strict=True) for number in range(n)]
        scores = (self._store.vectors(ids) @ question.vector).tolist()
        ends = np.cumsum(counts).tolist()
        return [scores[end - count : end] for end, count in zip(ends, counts, strict=True)]

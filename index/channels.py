"""What each dense channel encodes of a passage, and how it finds passages by it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence

import numpy as np

from corpus.records import FaqPair, Passage
from index.protocols import EncodedQuestion, Vectors, VectorStore
from index.results import Ranking, ranked

PART_MARK = "#"  # between the id of a passage and the number, from 0, of a part of it: a sentence, or another phrasing
PARTS_PER_PASSAGE = 4  # so many sentence hits are fetched at first for every passage wanted

Texts = Iterator[tuple[str, str]]


def sentence_texts(passage: Passage, title: str) -> Texts:
    """Every sentence and list item of the passage."""
    for number, sentence in enumerate(passage.sentences):
        start = passage.span.start
        yield part_id(passage.id, number), passage.text[sentence.start - start : sentence.end - start]


def titled_texts(passage: Passage, title: str) -> Texts:
    """The passage with what stands above it: title, headings, and the question it answers."""
    yield passage.id, titled(passage, title)


def titled_sentence_texts(passage: Passage, title: str) -> Texts:
    """Every sentence with the title and what stands right above it; then each other phrasing of a pair's question."""
    sentences = [text for _, text in sentence_texts(passage, title)]
    nearest = [text for text in (title, *above(passage, title)[-1:]) if text]
    texts = [". ".join([*dict.fromkeys(nearest), sentence]) for sentence in sentences]
    if isinstance(passage, FaqPair):
        texts += [f"{question}. {sentences[0]}" for question in passage.also_asked]
    for number, text in enumerate(texts):
        yield part_id(passage.id, number), text


def above(passage: Passage, title: str) -> list[str]:
    """What stands above a passage: title, headings, and the question it answers."""
    lines = [title, *passage.section]
    if isinstance(passage, FaqPair) and passage.question and passage.question not in lines:
        lines.append(passage.question)
    return lines


def titled(passage: Passage, title: str) -> str:
    """The passage with what stands above it in front."""
    return ". ".join([*above(passage, title), passage.text])


def searched_words(passage: Passage, title: str) -> str:
    """What lexical search looks at: the titled passage, and other phrasings of the question it answers."""
    also_asked = passage.also_asked if isinstance(passage, FaqPair) else ()
    return "\n".join([titled(passage, title), *also_asked])


DENSE_CHANNELS: dict[str, Callable[[Passage, str], Texts]] = {
    "titled": titled_texts,
    "sentence": sentence_texts,
    "titled_sentence": titled_sentence_texts,
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
    """Passages by their best part: a passage scores as high as the sentence that fits best."""

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
        vectors, counts = self.part_vectors(passage_ids)
        scores = (vectors @ question.vector).tolist()
        ends = np.cumsum(counts).tolist()
        return [scores[end - count : end] for end, count in zip(ends, counts, strict=True)]

    def part_vectors(self, passage_ids: Sequence[str], /) -> tuple[Vectors, list[int]]:
        """The vectors of all parts of these passages, in order, shape (n_parts, dim), and how many each has."""
        counts = [self._counts[id_] for id_ in passage_ids]
        ids = [part_id(id_, number) for id_, n in zip(passage_ids, counts, strict=True) for number in range(n)]
        return self._store.vectors(ids), counts

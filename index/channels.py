"""What each dense channel encodes of a passage, and how it finds passages by it."""

from collections.abc import Callable, Iterator, Sequence

from corpus.enumerations import listed_items
from corpus.records import FaqPair, Passage
from index.passage_ids import PassageIds
from index.protocols import EncodedQuestion
from index.vectors import PassageScores, PassageVectors

Texts = Iterator[str]


def sentence_texts(passage: Passage, title: str) -> Texts:
    """Every sentence and list item of the passage."""
    start = passage.span.start
    for sentence in passage.sentences:
        yield passage.text[sentence.start - start : sentence.end - start]


def titled_texts(passage: Passage, title: str) -> Texts:
    """The passage with what stands above it: title, headings, and the question it answers."""
    yield titled(passage, title)


def titled_sentence_texts(passage: Passage, title: str) -> Texts:
    """Every sentence with the title and what stands right above it; then, alike, each item of a sentence that is a
    list; then each other phrasing of a pair's question.
    """
    sentences = list(sentence_texts(passage, title))
    nearest = dict.fromkeys(text for text in (title, *above(passage, title)[-1:]) if text)
    for words in (*sentences, *(item for sentence in sentences for item in listed_items(sentence))):
        yield ". ".join([*nearest, words])
    if isinstance(passage, FaqPair):
        for question in passage.also_asked:
            yield f"{question}. {sentences[0]}"


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


class DenseChannel:
    """Passages near the question in meaning: a passage scores as high as the best of its vectors."""

    def __init__(self, name: str, vectors: PassageVectors) -> None:
        self.name = name
        self._vectors = vectors

    def can_find(self, page_id: str) -> bool:
        """See `Channel.can_find`."""
        return self._vectors.ids.holds_page(page_id)

    @property
    def ids(self) -> PassageIds:
        """The passages that it knows."""
        return self._vectors.ids

    def compared(self, question: EncodedQuestion, /) -> PassageScores:
        """See `Channel.compared`."""
        return self._vectors.compared(question.vector)

    def scores(self, question: EncodedQuestion, passage_ids: Sequence[str], /) -> list[float]:
        """See `Scorer.scores`."""
        return self.compared(question).scores(passage_ids)

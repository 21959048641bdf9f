"""Names the question that an answer seems to answer, where a page lost it. The question bank is the teacher."""

from collections.abc import Callable, Sequence

from corpus.library import Library
from corpus.question_bank import load_question_bank
from corpus.records import FaqPair
from index.classifier import Classifier
from index.protocols import Vectors

WORTH_NAMING = 0.15  # below this probability the answer is like no topic of the bank, and a guess would mislead
DOUBTFUL = 0.5  # below this a person should look at the name
Encode = Callable[[Sequence[str]], Vectors]


def name_lost_questions(library: Library, encode: Encode, topics: Classifier) -> dict[str, list[str]]:
    """Name the question of every answer in a library that has lost its own, where a topic of the bank fits.

    Args:
        library: open for writing.
        encode: texts to vectors, shape (n, dim), rows of length 1.
        topics: tells the topic of a vector.

    Returns:
        Page id -> what a person should look at there, a sentence for each answer.
    """
    pairs = library.unasked()
    if not pairs:
        return {}
    questions = {topic.id: topic.question for topic in load_question_bank()}
    probabilities = topics.probabilities(encode([pair.text for pair in pairs]))
    doubts: dict[str, list[str]] = {}
    for pair, best, probability in zip(pairs, probabilities.argmax(1), probabilities.max(1).tolist(), strict=True):
        question = questions[topics.kinds[best]]
        if probability >= WORTH_NAMING:
            library.name_question(pair.id, question, probability)
        doubts.setdefault(pair.page_id, []).append(_doubt(pair, question, probability))
    return doubts


def _doubt(pair: FaqPair, question: str, probability: float) -> str:
    start = " ".join(pair.text.split()[:8])
    if probability < WORTH_NAMING:
        return f"The question of this answer was lost, and none was found: {start} …"
    sure = "doubtful" if probability < DOUBTFUL else "likely"
    return f"The question {question!r} was inferred ({sure}, {probability:.2f}) for: {start} …"

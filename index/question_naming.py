"""Names the question that an answer seems to answer, where a page lost it. The question bank is the teacher."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from corpus.library import Library
from corpus.question_bank import Topic, load_question_bank
from corpus.records import FaqPair
from index.protocols import Vectors
from index.words import words_of

# The penalty. On seven answers of scraped pages whose questions were lost, 0.5 names all seven, 0.2 six, 1 and 2 five;
# on held-out wordings of the bank itself 2 is best (0.47 of 171 topics right, 0.43 at 0.5).
RIDGE = 0.5
WORTH_NAMING = -0.8  # below this the answer is like nothing in the bank, and a guess would mislead the search
DOUBTFUL = -0.5  # below this a person should look at the name
Encode = Callable[[Sequence[str]], Vectors]
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class NamedQuestion:
    """A question of the bank with how well it fits: 1 like the bank's own wordings, -1 like none of them."""

    question: str
    score: float


def clinic_wordings(topics: Sequence[Topic]) -> list[tuple[int, str]]:
    """The number of each topic, with everything a clinic might write on it."""
    return [
        (number, wording)
        for number, topic in enumerate(topics)
        for wording in (topic.question, topic.label, *topic.says)
    ]


def name_lost_questions(library: Library, encode: Encode) -> dict[str, list[str]]:
    """Name the question of every answer in a library that has lost its own, where the bank has one that fits.

    Args:
        library: open for writing.
        encode: texts to vectors, shape (n, dim), rows of length 1.

    Returns:
        Page id -> what a person should look at there, a sentence for each answer.
    """
    pairs = library.unasked()
    if not pairs:
        return {}
    topics = load_question_bank()
    wordings = clinic_wordings(topics)
    namer = QuestionNamer(topics, wordings, encode([wording for _, wording in wordings]))
    answers = [pair.text for pair in pairs]
    doubts: dict[str, list[str]] = {}
    for pair, named in zip(pairs, namer.name(answers, encode(answers)), strict=True):
        if named.score >= WORTH_NAMING:
            library.name_question(pair.id, named.question, named.score)
        doubts.setdefault(pair.page_id, []).append(_doubt(pair, named))
    return doubts


def _doubt(pair: FaqPair, named: NamedQuestion) -> str:
    start = " ".join(pair.text.split()[:8])
    if named.score < WORTH_NAMING:
        return f"The question of this answer was lost, and none was found: {start} …"
    sure = "doubtful" if named.score < DOUBTFUL else "likely"
    return f"The question {named.question!r} was inferred ({sure}, {named.score:.2f}) for: {start} …"


class QuestionNamer:
    """A ridge classifier over meaning and words together: a vector of the encoder, and the words' TF-IDF.

    Alone, meaning takes "you will feel no pain, because you are asleep" for a question about pain afterwards,
    and words take it for one about sleep. Source: Rifkin, Yeo and Poggio, "Regularized least-squares
    classification", 2003, in its kernel form, which is quick for a few thousand wordings.
    """

    def __init__(self, topics: Sequence[Topic], wordings: Sequence[tuple[int, str]], vectors: Vectors) -> None:
        """Learn from the clinic wordings of the bank.

        Args:
            topics: the question bank.
            wordings: from `clinic_wordings`.
            vectors: of the wordings, in order, shape (n_wordings, dim), rows of length 1.
        """
        self._topics = topics
        self._vectors = vectors
        self._tfidf = TfidfVectorizer(analyzer=words_of, sublinear_tf=True)
        self._words = csr_matrix(self._tfidf.fit_transform([wording for _, wording in wordings]))
        targets = np.full((len(wordings), len(topics)), -1.0)
        targets[range(len(wordings)), [number for number, _ in wordings]] = 1.0
        alike = self._alike(self._words, vectors).astype(np.float64)
        alike[np.diag_indices_from(alike)] += RIDGE
        self._weights = cho_solve(cho_factor(alike), targets)

    def _alike(self, words: csr_matrix, vectors: Vectors) -> Scores:
        """How alike texts are to every wording of the bank, shape (n_texts, n_wordings), 0 to 2."""
        alike: Scores = np.asarray((words @ self._words.T).todense() + vectors @ self._vectors.T, dtype=np.float32)
        return alike

    def name(self, answers: Sequence[str], vectors: Vectors) -> list[NamedQuestion]:
        """The question that fits each answer best.

        Args:
            answers: texts of a clinic.
            vectors: of the answers, in order, shape (n_answers, dim), rows of length 1.
        """
        if not answers:
            return []
        scores = self._alike(csr_matrix(self._tfidf.transform(answers)), vectors) @ self._weights
        best = scores.argmax(axis=1)
        return [
            NamedQuestion(self._topics[topic].question, float(score))
            for topic, score in zip(best, scores.max(axis=1), strict=True)
        ]

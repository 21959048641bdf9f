"""What share of the nearest vectors a store finds, measured while it is built."""

from collections import Counter

import numpy as np

from index.protocols import Rows, Vectors, VectorStore

NEAREST = 10


class Trials:
    """Questions whose nearest vectors are known exactly, because every vector that was added was compared with them."""

    def __init__(self, questions: Vectors) -> None:
        """`questions`: shape (n_questions, dim), rows of length 1."""
        self._questions = questions
        self._scores = np.empty((len(questions), 0), dtype=np.float32)
        self._rows = np.empty((len(questions), 0), dtype=np.int64)
        self._seen = 0

    def add(self, vectors: Vectors) -> None:
        """Compare more vectors, shape (n, dim), with every question."""
        scores = np.concatenate([self._scores, self._questions @ vectors.T], axis=1)
        numbers = np.broadcast_to(np.arange(self._seen, self._seen + len(vectors)), (len(scores), len(vectors)))
        rows = np.concatenate([self._rows, numbers], axis=1)
        best = np.argpartition(-scores, min(NEAREST, scores.shape[1]) - 1, axis=1)[:, :NEAREST]
        self._scores, self._rows = np.take_along_axis(scores, best, 1), np.take_along_axis(rows, best, 1)
        self._seen += len(vectors)

    def recall(self, store: VectorStore) -> float:
        """The share of the ten nearest that a store finds among its ten first, 0 to 1, over all questions.

        Where two rows hold the same vector, either will do.
        """
        found = [_found(question, rows, store) for question, rows in zip(self._questions, self._rows, strict=True)]
        return float(np.mean(found)) if self._rows.size else 1.0


def _found(question: Vectors, nearest: Rows, store: VectorStore) -> float:
    rows = store.compared(question).best(len(nearest))[1]
    missing, others = np.setdiff1d(nearest, rows), np.setdiff1d(rows, nearest)
    alike = Counter(_vectors(store, missing)) & Counter(_vectors(store, others))
    return 1 - (len(missing) - alike.total()) / len(nearest)


def _vectors(store: VectorStore, rows: Rows) -> list[bytes]:
    return [vector.tobytes() for vector in store.vectors(rows)]

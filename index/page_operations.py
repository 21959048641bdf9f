"""Which operation each page is about, and the scorer that tells the kinds of one operation apart."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from corpus.operations import families_of, load_operations
from corpus.records import PASSAGE_MARK
from index.classifier import Probabilities
from index.protocols import EncodedQuestion, Rows

FILE = "page_operations.npz"
LEAD = "lead"  # the store of the vectors of `lead_texts`
LEADS, OPENING = 2, 1  # how many a page has, and the number of the title with its opening words among them
REMEMBERED_CHOICES = 2  # of passages, as they were asked for
LEAD_CHARACTERS = 400  # of a page, that say what it is about
LEAD_WEIGHT = 2.0  # title and opening against all of the page's sentences together
SHARPENED = 2  # the power that leaves of a page's families the plain ones; many share a little of all
PLAIN_FAMILY_FROM = 0.4  # a page is about a family of operations from this probability on
PLAIN_FROM = 0.5  # a page is called after an operation from this probability on
ALIKE_FROM = 0.5  # two pages are about the same operation from this agreement on


def lead_texts(title: str, text: str) -> tuple[str, str]:
    """What says at the top of a page which operation it is about: its title, alone and with its opening words."""
    return title, f"{title}. {text[:LEAD_CHARACTERS]}"


def page_distribution(sentences: Probabilities, lead: Probabilities) -> Probabilities:
    """How likely a page is about each operation, shape (n_operations,), summing to at most 1.

    Args:
        sentences: the operations of its sentences, shape (n_sentences, n_operations + 1); the last kind is "none".
        lead: the operations of its `lead_texts`, shape (2, n_operations + 1).
    """
    named = sentences[:, :-1].sum(axis=0)
    opening = LEAD_WEIGHT * lead[:, :-1].mean(axis=0)
    total = named / (named.sum() + 1e-9) + opening
    distribution: Probabilities = (total / (1 + opening.sum())).astype(np.float32)
    return distribution


class PageOperations:
    """The operations of all pages of an index. Pages are in the order in which they were given."""

    name = "kind"

    def __init__(
        self,
        operations: Sequence[str],
        pages: Sequence[str],
        distributions: Probabilities,
        families: Sequence[str] | None = None,
        labels: Sequence[str] | None = None,
    ) -> None:
        """Args:
        operations: the ids of the operations.
        pages: the ids of the pages.
        distributions: from `page_distribution`, shape (n_pages, n_operations).
        families: the broadest operation that each is a kind of; None takes them from the word list.
        labels: what each is called; None takes them from the word list.
        """
        self._operations = tuple(operations)
        if families is None or labels is None:
            families, labels = _families_and_labels(operations)
        self._families, self._labels = list(families), list(labels)
        self.pages = tuple(pages)
        """The ids of the pages."""
        self._rows = {page: row for row, page in enumerate(pages)}
        self._rows_of = lru_cache(maxsize=REMEMBERED_CHOICES)(self._looked_up)
        self._distributions = distributions
        self._roots = np.sqrt(distributions)
        self._to_families = _membership(self._families)
        by_family = distributions @ self._to_families
        self._by_family_roots = np.sqrt(by_family)
        self._plain: npt.NDArray[np.bool_] = by_family.max(axis=1) >= PLAIN_FAMILY_FROM
        sharpened = by_family**SHARPENED
        self._family_roots = np.sqrt(sharpened / (sharpened.sum(axis=1, keepdims=True) + 1e-9))

    def rows_of(self, passage_ids: Sequence[str]) -> Rows:
        """The number of each passage's page, shape (n_passages,). The candidates of a question come several times."""
        return self._rows_of(tuple(passage_ids))

    def _looked_up(self, passage_ids: tuple[str, ...]) -> Rows:
        return np.array([self._rows[id_.partition(PASSAGE_MARK)[0]] for id_ in passage_ids], dtype=np.int64)

    @property
    def plain(self) -> npt.NDArray[np.bool_]:
        """Which pages are plainly about a family of operations, shape (n_pages,). One on parking is not."""
        return self._plain

    def agreements(self, probabilities: Probabilities, rows: Rows) -> tuple[Probabilities, Probabilities]:
        """How far the operation of pages, and its family, agrees with that of a question: 0 to 1, shape (n_rows,).

        Args:
            probabilities: of the question's operations, shape (n_operations,).
            rows: the numbers of the pages.
        """
        families = np.sqrt(probabilities @ self._to_families)
        return self._roots[rows] @ np.sqrt(probabilities), self._by_family_roots[rows] @ families

    def scores(self, question: EncodedQuestion, passage_ids: Sequence[str], /) -> list[float]:
        """How far the operation of each passage's page agrees with the question's, 0 to 1. See `Scorer.scores`."""
        pages = self.rows_of(passage_ids)
        scores: list[float] = (self._roots[pages] @ np.sqrt(question.operations[:-1])).tolist()
        return scores

    def shared_out(self, chances: Probabilities, rows: Rows) -> Probabilities:
        """What each of some pages and those that are alike have together of what all of them have, shape (n_rows,)."""
        roots = self._family_roots[rows]
        together: Probabilities = roots @ (roots.T @ chances)
        return together

    def operation_of(self, page_id: str) -> str | None:
        """The label of the operation that a page is plainly about, or None."""
        distribution = self._distributions[self._rows[page_id]]
        best = int(distribution.argmax())
        return self._labels[best] if distribution[best] >= PLAIN_FROM else None

    def are_alike(self, page_id: str, other_id: str) -> bool:
        """Whether two pages are about the same operation, or about kinds of one."""
        return float(self._family_roots[self._rows[page_id]] @ self._family_roots[self._rows[other_id]]) >= ALIKE_FROM

    def save(self, folder: Path) -> None:
        """Write everything into a folder."""
        np.savez(
            folder / FILE,
            operations=np.array(self._operations),
            pages=np.array(list(self._rows)),
            distributions=self._distributions,
            families=np.array(self._families),
            labels=np.array(self._labels),
        )

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        with np.load(folder / FILE, allow_pickle=False) as stored:
            names = (stored[name].tolist() for name in ("families", "labels"))
            return cls(stored["operations"].tolist(), stored["pages"].tolist(), stored["distributions"], *names)


def distributions_of(
    sentences: Mapping[str, Probabilities], leads: Mapping[str, Probabilities]
) -> tuple[list[str], Probabilities]:
    """The ids of pages and their distributions, from the operations of their sentences and leads, by page id."""
    pages = sorted(leads)
    none = np.zeros((0, next(iter(leads.values())).shape[1]), dtype=np.float32)
    return pages, np.stack([page_distribution(sentences.get(page, none), leads[page]) for page in pages])


def _families_and_labels(operations: Sequence[str]) -> tuple[list[str], list[str]]:
    known = load_operations()
    families, labels = families_of(known), {operation.id: operation.label for operation in known}
    return [families.get(id_, id_) for id_ in operations], [labels.get(id_, id_) for id_ in operations]


def _membership(families: Sequence[str]) -> Probabilities:
    """Which family each operation belongs to, as ones and zeros, shape (n_operations, n_families)."""
    columns = {family: column for column, family in enumerate(sorted(set(families)))}
    belongs = np.zeros((len(families), len(columns)), dtype=np.float32)
    belongs[range(len(families)), [columns[family] for family in families]] = 1
    return belongs

"""Which operation each page is about, gathered while the pages' texts are encoded."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from index.classifier import Probabilities
from index.knowledge import Knowledge
from index.page_operations import PageOperations, distributions_of
from index.protocols import Vectors


class PageDistributions:
    """The operations of the sentences and tops of pages, page by page; of the sentences, only their sum is kept."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._operations = operations = knowledge.operations
        nothing = np.zeros((1, len(operations.kinds)), dtype=np.float32)
        self._sentences: defaultdict[str, Probabilities] = defaultdict(nothing.copy)
        self._leads: dict[str, Probabilities] = {}

    def add_sentences(self, pages: Sequence[tuple[str, int]], vectors: Vectors) -> None:
        """Take sentences of some pages, page after page, shape (n, dim), with how many are of each page."""
        for page_id, probabilities in self._by_page(pages, vectors):
            self._sentences[page_id] += probabilities.sum(axis=0, keepdims=True)

    def add_leads(self, pages: Sequence[tuple[str, int]], vectors: Vectors) -> None:
        """Take the tops of some pages, the vectors of their `lead_texts`; of a page that has been here, none."""
        self._leads.update((page_id, lead) for page_id, lead in self._by_page(pages, vectors) if len(lead))

    def _by_page(self, pages: Sequence[tuple[str, int]], vectors: Vectors) -> Iterator[tuple[str, Probabilities]]:
        ends = np.cumsum([number for _, number in pages])
        probabilities = np.split(self._operations.probabilities(vectors), ends[:-1])
        return zip((page_id for page_id, _ in pages), probabilities, strict=True)

    def finish(self, titles: Iterable[str]) -> PageOperations:
        """The operations of all pages, whose titles, in the order of their ids, may name one."""
        pages, rows = distributions_of(self._sentences, self._leads)
        named = [self._knowledge.with_title(row, title) for row, title in zip(rows, titles, strict=True)]
        return PageOperations(self._operations.kinds[:-1], pages, np.stack(named))

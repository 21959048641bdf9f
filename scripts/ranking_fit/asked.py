"""Labelled questions, each with its candidates and what of them answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from corpus.quotes import ANSWERS, Quote
from index.build import ingest
from index.evidence import QuestionEvidence
from index.folder import IndexFolder
from index.loading import load_index
from index.metrics import covers
from index.protocols import EncodedQuestion
from index.results import Candidates
from index.searcher import Searcher
from service.evaluation import LabelledQuestion, read_labelled
from service.evaluation.labels import WRONG_OPERATION, pages_of_operations, read_operations

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A labelled question with its candidates, their words, and which of them answer.

    `evidence` is that of the question alone. `page_features` has shape (n_pages, n_features); `meant` says which pages
    are about the operation asked for, none where that is not known. `ruled_out` are the ids of pages on other
    operations.
    """

    question: EncodedQuestion
    evidence: QuestionEvidence
    answerable: bool
    candidates: Candidates
    texts: tuple[str, ...]
    answers: npt.NDArray[np.bool_]
    page_features: Numbers
    meant: npt.NDArray[np.bool_]
    ruled_out: frozenset[str]


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """All questions on some pages. `name` is what the report calls it."""

    name: str
    asked: tuple[Asked, ...]


def labelled_set(name: str, parts: Sequence[tuple[Path, Path]], encoder: str) -> LabelledSet:
    """Build one index of all pages, and ask every question. `parts` are folders of pages with their questions."""
    with TemporaryDirectory() as folder:
        ingest(IndexFolder(Path(folder)), [str(pages) for pages, _ in parts], encoder)
        searcher = load_index(IndexFolder(Path(folder)))
        asked: list[Asked] = []
        for _, questions in parts:
            labelled = read_labelled(questions)
            pages = pages_of_operations(labelled, read_operations(questions))
            asked += [_asked(searcher, item, pages.get(item.operation or "", frozenset())) for item in labelled]
        return LabelledSet(name, tuple(asked))


def _asked(searcher: Searcher, item: LabelledQuestion, about: frozenset[str]) -> Asked:
    question = searcher.encoded(searcher.written_out(searcher.corrected(item.question).text).text)
    candidates = searcher.scored(question)
    passages = searcher.library.passages_with(candidates.ids)
    files = {page.id: page.source.file for page in searcher.library.pages()}
    right = [quote for quote in item.quotes if quote.grade >= ANSWERS]
    found = [passages[id_] for id_ in candidates.ids]
    answers = np.array([_answers(passage.text, files[passage.page_id], right) for passage in found])
    meant = (about or {quote.file for quote in right}) if item.answerable or item.kind == WRONG_OPERATION else ()
    return Asked(
        question,
        searcher.evidence_of(question),
        item.answerable,
        candidates,
        tuple(passage.text for passage in found),
        answers,
        searcher.meant_pages.features(question).astype(np.float64),
        np.array([files[page] in meant for page in searcher.operations.pages]),
        searcher.ruled_out(candidates),
    )


def _answers(text: str, file: str | None, quotes: Sequence[Quote]) -> bool:
    return any(file == quote.file and covers(text, quote.text) for quote in quotes)

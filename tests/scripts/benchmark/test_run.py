"""In which order a run measures."""

from scripts.benchmark.corpora import Corpus
from scripts.benchmark.run import first_again

SMALL, LARGE = (Corpus(name, name, sources=(), questions=()) for name in ("small", "large"))


def test_the_first_of_several_corpora_is_measured_at_the_beginning_and_at_the_end() -> None:
    assert list(first_again([SMALL, LARGE])) == [SMALL, LARGE, SMALL]


def test_a_single_corpus_is_measured_once() -> None:
    assert list(first_again([SMALL])) == [SMALL]

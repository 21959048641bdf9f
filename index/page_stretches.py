"""All pages of a library with their passages, in stretches: no list of all of them is made."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from corpus.library import Library
from corpus.records import Page, Passage

PASSAGES_AT_ONCE = 500

Watch = Callable[[Iterable[Page], int], Iterable[Page]]


class SomePassages(NamedTuple):
    """Some of a page's passages, or all of them; `begins` says that they are the first."""

    page: Page
    passages: Sequence[Passage]
    begins: bool


def unwatched(pages: Iterable[Page], number: int) -> Iterable[Page]:
    """The pages as they are: nobody is shown how far it is."""
    return pages


def some_by_some(library: Library, watch: Watch = unwatched) -> Iterator[SomePassages]:
    """Every page with its passages, in order; a page with very many comes several times, each time with some."""
    for page in watch(library.pages(), library.counts()["pages"]):
        passages = library.passages_of(page.id)
        for first in range(0, max(len(passages), 1), PASSAGES_AT_ONCE):
            yield SomePassages(page, passages[first : first + PASSAGES_AT_ONCE], begins=first == 0)

"""What can be offered to somebody who looks for words: questions that the clinic's own pages ask, and the pages.

Nobody else's questions are kept, so none can be offered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, groupby, zip_longest

from corpus.library import Library
from corpus.records import FaqPair, Passage

MOST_QUESTIONS = 500  # some 25 kB, read once by a browser, which then looks in them itself: nothing typed is sent
LONGEST_QUESTION = 120  # characters; a longer one is a heading gone wrong
QUESTIONS_TO_START = 5
PAGES_TO_START = 10


@dataclass(frozen=True, slots=True)
class OfferedPage:
    """A page that can be read whole."""

    title: str
    link: str


@dataclass(frozen=True, slots=True)
class Offers:
    """Questions of the pages, the first of every page before the second of any, and the pages by title."""

    questions: tuple[str, ...] = ()
    pages: tuple[OfferedPage, ...] = ()

    @property
    def first_questions(self) -> tuple[str, ...]:
        """A few questions to start with."""
        return self.questions[:QUESTIONS_TO_START]

    @property
    def first_pages(self) -> tuple[OfferedPage, ...]:
        """A few pages to start with."""
        return self.pages[:PAGES_TO_START]


def offers_of(library: Library) -> Offers:
    """What the pages of an index have to offer."""
    by_page = [questions_asked(group) for _, group in groupby(library.passages(), lambda passage: passage.page_id)]
    once: dict[str, str] = {}
    for question in chain.from_iterable(zip_longest(*by_page)):
        if question:
            once.setdefault(question.casefold(), question)
    pages = sorted((title, f"/pages/{page}") for page, title in library.titles().items())
    return Offers(tuple(once.values())[:MOST_QUESTIONS], tuple(OfferedPage(*page) for page in pages))


def questions_asked(passages: Iterable[Passage]) -> list[str]:
    """The questions that some passages answer and that their pages ask in so many words."""
    pairs = (passage for passage in passages if isinstance(passage, FaqPair) and not passage.question_inferred)
    return [pair.question for pair in pairs if 0 < len(pair.question) <= LONGEST_QUESTION]

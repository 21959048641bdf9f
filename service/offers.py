"""What can be offered to somebody who looks for words: questions that the clinic's own pages ask, and the pages.

Nobody else's questions are kept, so none can be offered.
"""

from dataclasses import dataclass

from corpus.library import Library

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
    once: dict[str, str] = {}
    for question in library.questions_asked(LONGEST_QUESTION):
        once.setdefault(question.casefold(), question)
        if len(once) == MOST_QUESTIONS:
            break
    pages = sorted((title, f"/pages/{page}") for page, title in library.titles().items())
    return Offers(tuple(once.values()), tuple(OfferedPage(*page) for page in pages))

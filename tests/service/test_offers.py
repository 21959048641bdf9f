"""What is offered to somebody who looks for words: the clinic's own questions, and its pages."""

from pathlib import Path

from corpus.library import Library
from corpus.records import FaqPair, Page, PageFacts, Source, Span
from service.offers import LONGEST_QUESTION, MOST_QUESTIONS, OfferedPage, offers_of


def library_of(folder: Path, **questions: list[tuple[str, bool]]) -> Library:
    """A library in which every page asks these questions, each inferred or not."""
    library = Library.create(folder / "library.sqlite")
    for name, asked in questions.items():
        source = Source(f"/{name}.md", f"{name}.md", "text/markdown", "0" * 64)
        page = Page(name, source, name.title(), "Yes.", (), PageFacts(), "2026-11-20T00:00:00Z")
        span = Span(0, 4)
        pairs = [
            FaqPair(f"{name}.{n:04}", name, (), span, "Yes.", (span,), question, inferred)
            for n, (question, inferred) in enumerate(asked)
        ]
        library.add(page, pairs)
    return library


def test_the_first_question_of_every_page_comes_before_the_second_of_any(tmp_path: Path) -> None:
    library = library_of(tmp_path, hip=[("H1?", False), ("H2?", False)], knee=[("K1?", False)])
    assert offers_of(library).questions == ("H1?", "K1?", "H2?")


def test_a_question_that_two_pages_ask_is_offered_once(tmp_path: Path) -> None:
    library = library_of(tmp_path, hip=[("Can I drive?", False)], knee=[("can I drive?", False)])
    assert offers_of(library).questions == ("Can I drive?",)


def test_a_question_that_no_page_asks_is_not_offered(tmp_path: Path) -> None:
    library = library_of(tmp_path, hip=[("Ours?", True), ("", True), ("L" * (LONGEST_QUESTION + 1), False)])
    assert offers_of(library).questions == ()


def test_a_clinic_with_thousands_of_questions_offers_some_of_every_page(tmp_path: Path) -> None:
    many = [(f"H{n}?", False) for n in range(MOST_QUESTIONS)]
    offered = offers_of(library_of(tmp_path, hip=many, knee=[("K1?", False)])).questions
    assert len(offered) == MOST_QUESTIONS
    assert "K1?" in offered


def test_pages_are_offered_by_title_and_a_few_to_start_with(tmp_path: Path) -> None:
    offers = offers_of(library_of(tmp_path, knee=[], hip=[], **{f"page{n}": [] for n in range(10)}))
    assert offers.pages[:2] == (OfferedPage("Hip", "/pages/hip"), OfferedPage("Knee", "/pages/knee"))
    assert len(offers.first_pages) == 10

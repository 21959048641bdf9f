from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from datetime import date

import pytest

from corpus.errors import QuestionError
from corpus.records import FaqPair, Page, PageFacts, Passage, Source, Span
from index.results import Evidence, Found, SearchResult
from service.answerer import MAX_QUESTION_CHARACTERS, Answerer, link_to
from service.answers import Answer, Outcome

TEXT = "Going home. Most people go home after two nights. A nurse - or a friend - will help."
SENTENCES = (Span(12, 49), Span(50, 84))
PAGE = Page(
    id="stay-1",
    source=Source("pages/stay.md", "stay.md", "text/markdown", "0" * 64),
    title="Your stay",
    text=TEXT,
    blocks=(),
    facts=PageFacts("Your stay", "A clinic", None, "en", date(2026, 1, 31)),
    ingested="2026-11-20T00:00:00Z",
)
PASSAGE = Passage("stay-1.a", PAGE.id, ("Going home",), Span(12, 84), TEXT[12:84], SENTENCES)
EVIDENCE = Evidence(*[0.5] * len(fields(Evidence)))  # the answerer looks at none of it


def found(passage: Passage = PASSAGE, confidence: float = 0.9) -> Found:
    return Found(passage, PAGE, 5.0, {"sentence": 0.81239, "lexical": 3.0}, SENTENCES[0], EVIDENCE, confidence)


class OneAnswer:
    """A searcher that always finds the same passage, and remembers what it was asked."""

    version = "v1"

    def __init__(self, confidence: float = 0.9, passage: Passage = PASSAGE) -> None:
        self.result = SearchResult((found(passage, confidence),), confidence)
        self.asked: list[str] = []

    parts = ()

    def search(self, question: str, /, k: int, without: Collection[str] = ()) -> SearchResult:
        self.asked.append(question)
        return self.result

    def reads(self, language: str) -> bool:
        return language == "fr"


def answerer(searcher: OneAnswer) -> Answerer:
    return Answerer(searcher, answered_from=0.7, maybe_from=0.4)


def test_a_result_shows_the_words_of_the_page_at_their_place() -> None:
    result = answerer(OneAnswer()).answer("when do I go home").results[0]
    assert result.text == TEXT[result.source.start : result.source.end]
    assert result.highlight.text == TEXT[result.highlight.start : result.highlight.end]


def test_a_result_names_its_page_publisher_section_and_review() -> None:
    source = answerer(OneAnswer()).answer("when do I go home").results[0].source
    assert (source.title, source.publisher, source.section) == ("Your stay", "A clinic", ["Going home"])
    assert (source.file, source.reviewed) == ("stay.md", "2026-01-31")


def test_a_passage_has_no_question_and_a_pair_has_its_own() -> None:
    pair = FaqPair(*(getattr(PASSAGE, name) for name in Passage.__slots__), question="When do I go home?")
    assert answerer(OneAnswer()).answer("home").results[0].kind == "passage"
    result = answerer(OneAnswer(passage=pair)).answer("home").results[0]
    assert (result.kind, result.question) == ("faq", "When do I go home?")


@pytest.mark.parametrize(
    ("confidence", "outcome"),
    [(0.7, Outcome.ANSWERED), (0.69, Outcome.MAYBE), (0.4, Outcome.MAYBE), (0.39, Outcome.NOT_FOUND)],
)
def test_the_outcome_follows_the_confidence(confidence: float, outcome: Outcome) -> None:
    assert answerer(OneAnswer(confidence)).answer("home").outcome is outcome


def answer_in(language: str | None, unfamiliar: bool = True) -> Answer:
    """The answer to a question with words that nobody knows, or not, and that is said to be in a language."""
    searcher = OneAnswer(0.9)
    searcher.result = replace(searcher.result, unfamiliar=unfamiliar)
    return Answerer(searcher, 0.7, 0.4, foreign_language=lambda _: language).answer("cuando")


def test_a_question_in_a_language_that_no_page_is_in_is_not_answered() -> None:
    answer = answer_in("es")
    assert (answer.outcome, answer.confidence) == (Outcome.NOT_FOUND, 0.0)
    assert [result.confidence for result in answer.results] == [0.0]


@pytest.mark.parametrize("language", [None, "fr"])
def test_a_question_in_english_or_in_the_language_of_a_page_is_answered(language: str | None) -> None:
    assert answer_in(language).outcome is Outcome.ANSWERED


def test_a_question_with_known_words_is_taken_for_english() -> None:
    assert answer_in("es", unfamiliar=False).outcome is Outcome.ANSWERED


def test_the_language_of_what_is_not_answered_anyway_is_not_looked_for() -> None:
    searcher = OneAnswer(0.1)
    searcher.result = replace(searcher.result, unfamiliar=True)
    asked: list[str] = []
    assert Answerer(searcher, 0.7, 0.4, foreign_language=asked.append).answer("qwx").outcome is Outcome.NOT_FOUND
    assert asked == []


def test_finding_nothing_at_all_is_not_found() -> None:
    searcher = OneAnswer()
    searcher.result = SearchResult((), 0.0)
    answer = answerer(searcher).answer("home")
    assert (answer.outcome, answer.results) == (Outcome.NOT_FOUND, [])


def test_white_space_and_control_characters_around_a_question_are_dropped() -> None:
    searcher = OneAnswer()
    answerer(searcher).answer("  when\x00do I\ngo home\t")
    assert searcher.asked == ["when do I go home"]


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "\x00\x07"])
def test_an_empty_question_is_refused_kindly(question: str) -> None:
    with pytest.raises(QuestionError, match="Type your question in the box"):
        answerer(OneAnswer()).answer(question)


def test_a_question_of_the_longest_length_is_answered_and_one_more_character_is_not() -> None:
    assert answerer(OneAnswer()).answer("a" * MAX_QUESTION_CHARACTERS).results
    with pytest.raises(QuestionError, match="2000 characters or fewer"):
        answerer(OneAnswer()).answer("a" * (MAX_QUESTION_CHARACTERS + 1))


@pytest.mark.parametrize("top", [0, -1, 51])
def test_a_number_of_results_out_of_range_is_refused(top: int) -> None:
    with pytest.raises(QuestionError, match=f"number of results is {top}"):
        answerer(OneAnswer()).answer("home", top)


def test_a_page_without_an_address_is_linked_at_the_words_on_our_own_view() -> None:
    assert link_to(PAGE, SENTENCES[0]) == "/pages/stay-1#at-12"


def test_a_page_with_an_address_is_linked_by_its_words() -> None:
    page = replace(PAGE, facts=replace(PAGE.facts, url="https://clinic.example/stay#top"))
    assert link_to(page, SENTENCES[0]) == (
        "https://clinic.example/stay#:~:text=Most%20people%20go%20home%20after%20two%20nights."
    )


def test_a_hyphen_in_a_linked_word_is_escaped_since_it_means_something_in_a_text_fragment() -> None:
    page = replace(PAGE, facts=replace(PAGE.facts, url="https://clinic.example/stay"))
    assert "nurse%20%2D%20or" in link_to(page, SENTENCES[1])


def test_long_words_are_linked_by_their_first_and_last_few() -> None:
    text = " ".join(f"word{number}" for number in range(20))
    page = replace(PAGE, text=text, facts=replace(PAGE.facts, url="https://clinic.example/"))
    first, last = "%20".join(f"word{n}" for n in range(5)), "%20".join(f"word{n}" for n in range(15, 20))
    assert link_to(page, Span(0, len(text))) == f"https://clinic.example/#:~:text={first},{last}"


class Watching:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[Answer, Mapping[str, float]]] = []

    def answered(self, answer: Answer, stages: Mapping[str, float], /) -> None:
        self.told.append((answer, stages))


def test_whoever_watches_is_told_of_every_answer_and_how_long_each_stage_took() -> None:
    searcher, watching = OneAnswer(), Watching()
    searcher.result = replace(searcher.result, stages={"encode": 0.5})
    answer = Answerer(searcher, 0.7, 0.4, watches=[watching]).answer("how long")
    ((told, stages),) = watching.told
    assert told is answer
    assert stages["encode"] == 0.5
    assert set(stages) == {"urgent", "search", "differences", "encode"}


def test_a_question_that_cannot_be_searched_for_is_no_answer_to_watch() -> None:
    watching = Watching()
    with pytest.raises(QuestionError):
        Answerer(OneAnswer(), 0.7, 0.4, watches=[watching]).answer(" ")
    assert watching.told == []

"""A library of three small pages and a searcher that finds shared words: what the doors are tested with."""

import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, sync_playwright

from corpus.library import Library
from corpus.records import Block, BlockKind, FaqPair, Page, PageFacts, Passage, Source, Span
from index.results import Evidence, Found, Place, SearchResult
from service.answerer import Answerer
from service.answers import Answer
from service.api import create_app
from service.clinic import Clinic
from service.languages import foreign_language
from service.serving import Serving

STAY = "Most people stay in hospital for 2-3 days."
HOME = "A nurse checks your wound before you go home."
BRING = "Bring a bag with:"
WASH = "You can take a shower after two days. Keep the wound dry until then."
MENU = "Top of page"
CLINIC = Clinic("Hill Clinic", contact="020 7946 0018", emergency="999")
NO_EVIDENCE = Evidence(*[0.0] * len(fields(Evidence)))  # the doors show none of it


def page_of(page_id: str, facts: PageFacts, *parts: tuple[BlockKind, str] | tuple[BlockKind, str, int]) -> Page:
    """A page whose text is its blocks, parted by empty lines; list items have a bullet before them."""
    text, blocks = "", []
    for kind, words, *levels in parts:
        text += "\n\n" if text else ""
        text += "- " if kind is BlockKind.LIST_ITEM else ""
        reason = "navigation" if kind is BlockKind.FURNITURE else ""
        blocks.append(Block(kind, Span(len(text), len(text) + len(words)), sum(levels), reason))
        text += words
    source = Source(f"/clinic/{page_id}.md", f"{page_id}.md", "text/markdown", "0" * 64)
    return Page(page_id, source, facts.title or page_id, text, tuple(blocks), facts, "2026-11-20T00:00:00Z")


def span_of(page: Page, words: str) -> Span:
    """Where some words stand on a page."""
    start = page.text.index(words)
    return Span(start, start + len(words))


def passage_of(page: Page, passage_id: str, section: Sequence[str], *sentences: str) -> Passage:
    """A passage from the first of its sentences to the last."""
    spans = tuple(span_of(page, sentence) for sentence in sentences)
    whole = Span(spans[0].start, spans[-1].end)
    return Passage(passage_id, page.id, tuple(section), whole, whole.of(page.text), spans)


def pair_of(page: Page, passage_id: str, question: str, *sentences: str, inferred: bool = False) -> FaqPair:
    """A question that the page asks, with its answer."""
    answer = passage_of(page, passage_id, [page.title, question], *sentences)
    return FaqPair(answer.id, page.id, answer.section, answer.span, answer.text, answer.sentences, question, inferred)


def heading(words: str, level: int) -> tuple[BlockKind, str, int]:
    """A heading."""
    return BlockKind.HEADING, words, level


def stay_page() -> Page:
    """A page with a title, a list, a question, two headings of which one skips a level, and some furniture."""
    return page_of(
        "stay",
        PageFacts(title="Your stay", publisher="Clinic <A> & B", language="en-GB", reviewed=date(2026, 11, 2)),
        (BlockKind.FURNITURE, MENU),
        heading("Your stay", 1),
        heading("How long will I be in hospital?", 2),
        (BlockKind.PARAGRAPH, f"{STAY} {HOME}"),
        heading("Packing", 4),
        (BlockKind.PARAGRAPH, BRING),
        (BlockKind.LIST_ITEM, "slippers & socks"),
        (BlockKind.LIST_ITEM, "your <medicines>"),
    )


def wash_page() -> Page:
    """A page of another publisher, who has it on the web. Its first heading is not its title."""
    return page_of(
        "wash",
        PageFacts(title="Washing", url="https://clinic.example/washing"),
        heading("After the operation", 2),
        (BlockKind.PARAGRAPH, WASH),
    )


def trick_page() -> Page:
    """A page that tries to be more than words."""
    facts = PageFacts(title="Tricks", publisher="<b>Nobody</b>", url="javascript:alert(1)", language='en"><script>')
    return page_of("trick", facts, (BlockKind.PARAGRAPH, "<script>alert('robots')</script> walk quietly."))


def passages() -> list[tuple[Page, list[Passage]]]:
    """The pages with their passages."""
    stay, wash, trick = stay_page(), wash_page(), trick_page()
    first, second = WASH.split(" Keep ")
    return [
        (
            stay,
            [
                pair_of(stay, "stay.long", "How long will I be in hospital?", STAY, HOME),
                passage_of(
                    stay,
                    "stay.pack",
                    ["Your stay", "How long will I be in hospital?", "Packing"],
                    BRING,
                    "slippers & socks",
                    "your <medicines>",
                ),
            ],
        ),
        (wash, [pair_of(wash, "wash.when", "When can I wash?", first, f"Keep {second}", inferred=True)]),
        (trick, [passage_of(trick, "trick.walk", [], "<script>alert('robots')</script> walk quietly.")]),
    ]


class WordSearcher:
    """Finds the passages that share most words with the question, and the sentence that does.

    `confidence` is what it claims of every question; a question with the word "crash" breaks it.
    """

    version = "20261120-1"

    def __init__(self, pages: Sequence[tuple[Page, list[Passage]]]) -> None:
        self._passages = [(page, passage) for page, passages in pages for passage in passages]
        self.confidence = 0.9
        self.also_in: str | None = None
        self.parts: tuple[str, ...] = ()
        self.left_out: Collection[str] = ()

    def search(self, question: str, /, k: int, without: Collection[str] = ()) -> SearchResult:
        """The passages with any of the words of the question."""
        words = _words(question)
        self.left_out = without
        if "crash" in words:
            raise RuntimeError(f"could not search for {question}")
        found = []
        for page, passage in self._passages:
            shared = len(words & _words(passage.text))
            if shared:
                sentences = [(len(words & _words(span.of(page.text))), -span.start, span) for span in passage.sentences]
                highlight = max(sentences)[2]
                found.append(Found(passage, page, shared, {"lexical": shared}, highlight, NO_EVIDENCE, self.confidence))
        same = tuple(Place(passage, page) for page, passage in self._passages if passage.id == self.also_in)
        found = [replace(one, also_in=same) for one in found]
        found.sort(key=lambda one: (-one.score, one.passage.id))
        held = set().union(*(_words(page.text) for page, _ in self._passages))
        unfamiliar = 2 * len(words & held) < len(words)
        return SearchResult(tuple(found[:k]), self.confidence if found else 0.0, unfamiliar=unfamiliar)

    def reads(self, language: str) -> bool:
        """Its pages are in English."""
        return language == "en"


def _words(text: str) -> set[str]:
    return {"".join(filter(str.isalnum, word)) for word in text.lower().split()} - {""}


class DressedAnswerer(Answerer):
    """Adds to every answer what the real one cannot say yet, such as an urgent sign."""

    dressing: Mapping[str, Any] = {}

    def answer(self, question: str, top: int = 5, without: Collection[str] = ()) -> Answer:
        """The answer, with something added."""
        return replace(super().answer(question, top, without), **self.dressing)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """The pages in a library, opened as the service opens it."""
    path = tmp_path / "library.sqlite"
    new = Library.create(path)
    for page, passages_of_page in passages():
        new.add(page, passages_of_page)
    new.close()
    opened = Library.open(path)
    yield opened
    opened.close()


@pytest.fixture
def searcher() -> WordSearcher:
    """The searcher behind `client`, to be told how sure it is."""
    return WordSearcher(passages())


@pytest.fixture
def answerer(searcher: WordSearcher) -> DressedAnswerer:
    """The answerer behind `client`, to be given something to add."""
    return DressedAnswerer(searcher, answered_from=0.7, maybe_from=0.3, foreign_language=foreign_language)


@pytest.fixture
def client(answerer: DressedAnswerer, library: Library) -> TestClient:
    """A browser or a program in front of the whole service. It fails on any exception that gets out."""
    return TestClient(create_app(Serving.only(answerer, library), clinic=CLINIC))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, else the one that Playwright has installed. A page cannot use the sandbox as root."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()

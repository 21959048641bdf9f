"""The starter pages: complete facts, no word lost, and the figures that patients ask for."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.assembly import passages_of
from corpus.build import read_page
from corpus.records import BlockKind, Page
from corpus.sources import SourceFile

FOLDER = Path(__file__).parents[2] / "corpus" / "pages"
FILES = sorted(FOLDER.glob("*.md"))
LANGUAGE = "en-GB"


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def file(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def page(file: Path) -> Page:
    return read_page(SourceFile(file, f"pages/{file.name}"))


def front_matter(file: Path) -> dict[str, Any]:
    said: dict[str, Any] = yaml.safe_load(file.read_text("utf-8").split("---\n")[1])
    return said


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_there_are_five_pages() -> None:
    assert len(FILES) == 5


def test_the_front_matter_has_every_name(file: Path) -> None:
    assert list(front_matter(file)) == [
        *("title", "publisher", "url", "facts_from", "reviewed", "review_due", "language"),
    ]


def test_a_page_names_the_pages_whose_facts_it_carries(file: Path) -> None:
    origins = front_matter(file)["facts_from"]
    assert origins
    assert all(set(origin) == {"title", "publisher"} and all(origin.values()) for origin in origins)


def test_a_review_is_dated_and_the_next_is_due_within_two_years(page: Page) -> None:
    reviewed, due = page.facts.reviewed, page.facts.review_due
    assert isinstance(reviewed, date)
    assert isinstance(due, date)
    assert 0 < (due - reviewed).days <= 2 * 366


def test_the_facts_reach_the_page(file: Path, page: Page) -> None:
    said = front_matter(file)
    assert (page.title, page.facts.publisher, page.facts.url) == (said["title"], said["publisher"], said["url"])
    assert page.facts.language == said["language"] == LANGUAGE


def test_the_title_is_the_heading_of_the_page(page: Page) -> None:
    first = page.blocks[0]
    assert (first.kind, first.level) == (BlockKind.HEADING, 1)
    assert first.span.of(page.text) == page.title


def test_no_word_of_the_file_is_lost(file: Path, page: Page) -> None:
    body = file.read_text("utf-8").split("---\n", 2)[2]
    without_numbers = re.sub(r"^\d+\. ", "", body, flags=re.MULTILINE)  # every list is shown with dashes
    assert words(page.text) == words(without_numbers)


def test_nothing_of_a_starter_page_is_taken_for_furniture(page: Page) -> None:
    assert [block for block in page.blocks if block.kind is BlockKind.FURNITURE] == []


def test_every_word_is_in_exactly_one_passage_or_heading(
    page: Page, complaints_about: Callable[[Page], list[str]]
) -> None:
    assert complaints_about(page) == []


def test_every_passage_is_the_exact_span(page: Page) -> None:
    assert all(passage.text == page.text[passage.span.start : passage.span.end] for passage in passages_of(page))


def test_only_lists_are_longer_than_an_answer_may_be(page: Page) -> None:
    long = [passage.text for passage in passages_of(page) if len(passage.text.split()) > 120]
    assert all("\n- " in text for text in long)


@pytest.mark.parametrize(
    ("figure", "pages"),
    [
        ("2 to 3 days", {"posterior-cervical-lateral-mass-fusion.md", "spinal-fusion-for-chronic-pain.md"}),
        ("3 to 5 days", {"posterior-cervical-fusion-with-screws-and-rods.md"}),
    ],
)
def test_the_hospital_stay_is_found_in_one_sentence_of_its_pages(figure: str, pages: set[str]) -> None:
    found = set()
    for path in FILES:
        page = read_page(SourceFile(path, path.name))
        sentences = [span.of(page.text) for passage in passages_of(page) for span in passage.sentences]
        if any(figure in sentence and "hospital" in sentence for sentence in sentences):
            found.add(path.name)
    assert found == pages

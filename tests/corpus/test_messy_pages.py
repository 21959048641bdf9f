"""Pages as they are scraped, ours and, where they are at hand, those of real sites: nothing may be lost or invented."""

from collections.abc import Callable
from pathlib import Path

from corpus.assembly import passages_of
from corpus.build import read_page
from corpus.readers.encoding import decoded
from corpus.records import BlockKind, Page
from corpus.sources import SourceFile

# The real pages belong to others and are no part of the project; without them, ours carry the same difficulties.
SHARED = Path(__file__).parents[3] / "shared" / "pages"
OURS = Path(__file__).parent / "golden"
SCRAPED = [*sorted(OURS.glob("*.txt")), *sorted(SHARED.glob("*.txt"))]
FURNITURE_WORDS = ("top of page", "bottom of page", "choose your preferred location", "illustration of")


def pages() -> list[tuple[Path, Page]]:
    return [(path, read_page(SourceFile(path, f"pages/{path.name}"))) for path in SCRAPED]


def test_no_scraped_page_loses_or_repeats_a_word(complaints_about: Callable[[Page], list[str]]) -> None:
    assert {path.name: complaints_about(page) for path, page in pages()} == {path.name: [] for path in SCRAPED}


def test_the_stored_text_is_the_file() -> None:
    assert all(page.text == decoded(path.read_bytes(), path.name) for path, page in pages())


def test_every_result_would_be_an_exact_span_of_its_file() -> None:
    for path, page in pages():
        text = decoded(path.read_bytes(), path.name)
        assert all(passage.text == text[passage.span.start : passage.span.end] for passage in passages_of(page))


def test_no_passage_holds_furniture() -> None:
    texts = [passage.text.lower() for _, page in pages() for passage in passages_of(page)]
    assert [text for text in texts if any(words in text for words in FURNITURE_WORDS)] == []


def test_every_scraped_page_gives_passages_of_readable_length() -> None:
    for path, page in pages():
        lengths = [len(passage.text.split()) for passage in passages_of(page)]
        assert lengths, path.name
        assert max(lengths) <= 130, path.name


def test_most_words_of_a_scraped_page_are_kept() -> None:
    for path, page in pages():
        kept = sum(len(passage.text.split()) for passage in passages_of(page))
        headings = [block.span.of(page.text) for block in page.blocks if block.kind is BlockKind.HEADING]
        assert kept + sum(len(words.split()) for words in headings) > len(page.text.split()) * 0.6, path.name


def test_a_second_reading_gives_the_same_passages() -> None:
    first = [passages_of(page) for _, page in pages()]
    assert first == [passages_of(page) for _, page in pages()]

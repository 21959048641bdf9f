"""What the tests of the corpus share: a page made from a string, and where every word of a page went."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import readers
from corpus.assembly import page_from, passages_of
from corpus.clean import cleaned
from corpus.records import Page, Source
from scripts.fuzzing import page_laws

GOLDEN = Path(__file__).parent / "golden"


def page_of(file: str, source: str) -> Page:
    """What an ingest would make of a file with this name and these characters."""
    reader, (rendition,) = readers.read(file, source.encode())
    return page_from(cleaned(rendition), Source(f"pages/{file}", file, reader.media_type, "0" * 64))


def complaints_about(page: Page) -> list[str]:
    """Everything that is wrong with a page and its passages, whatever they are about; nothing in a sound one."""
    return page_laws.complaints_about(page, passages_of(page))


@pytest.fixture(scope="session", name="page_of")
def page_of_fixture() -> Callable[[str, str], Page]:
    """A page made from the name of a file and its characters."""
    return page_of


@pytest.fixture(scope="session", name="complaints_about")
def complaints_about_fixture() -> Callable[[Page], list[str]]:
    """What is wrong with a page, in words."""
    return complaints_about


@pytest.fixture(scope="session")
def golden_folder() -> Path:
    """Small pages, each written for one difficulty, with what is expected of them."""
    return GOLDEN

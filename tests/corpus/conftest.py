"""What the tests of the corpus share: a page made from a string, and where every word of a page went."""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from corpus import readers
from corpus.assembly import page_from, passages_of
from corpus.clean import cleaned
from corpus.records import BlockKind, Page, Source

GOLDEN = Path(__file__).parent / "golden"
LIST_MARK = re.compile(r"[\W_]*|\W*\w\W+|\W*\d{1,2}\W+")  # nothing, a sign, "a)" or "10."


def page_of(file: str, source: str) -> Page:
    """What an ingest would make of a file with this name and these characters."""
    reader, (rendition,) = readers.read(file, source.encode())
    return page_from(cleaned(rendition), Source(f"pages/{file}", file, reader.media_type, "0" * 64))


def complaints_about(page: Page) -> list[str]:
    """Everything that is wrong with a page and its passages, whatever they are about; nothing in a sound one."""
    passages, text = passages_of(page), page.text
    taken = [passage.span for passage in passages]
    taken += [block.span for block in page.blocks if block.kind in (BlockKind.HEADING, BlockKind.FURNITURE)]
    taken = sorted(span for span in taken if span.of(text))
    blocks = [block.span for block in page.blocks]
    complaints = [f"not the page's words: {one.text!r}" for one in passages if one.text != one.span.of(text)]
    complaints += [f"white space around {one.text!r}" for one in passages if one.text != one.text.strip()]
    complaints += [f"no words: {one}" for one in passages if not one.text]
    complaints += [f"{one.of(text)!r} and {two.of(text)!r} overlap" for one, two in pairwise(taken) if two[0] < one[1]]
    complaints += [f"white space around {span.of(text)!r}" for span in blocks if span.of(text) != span.of(text).strip()]
    complaints += [f"{one} and {two} are out of order" for one, two in pairwise(blocks) if two.start < one.end]
    complaints += [f"{one.id} comes twice" for one, two in pairwise(sorted(passages, key=id_of)) if one.id == two.id]
    for passage in passages:
        inside = [(passage.span.start, passage.span.start), *passage.sentences, (passage.span.end, passage.span.end)]
        in_order = all(one[1] <= two[0] for one, two in pairwise(inside))
        said = all(sentence.of(text).strip() == sentence.of(text) != "" for sentence in passage.sentences)
        if not passage.sentences or not in_order or not said:
            complaints.append(f"sentences of {passage.text!r} are {passage.sentences}")
    lost_headings = [block.span.start for block in page.blocks if block.span.start == block.span.end]
    complaints += [
        f"a heading was lost inside {passage.text!r}"
        for passage in passages
        for position in lost_headings
        if passage.span.start < position < passage.span.end
    ]
    edges = [0, *(edge for span in taken for edge in span), len(text)]
    between = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return complaints + [f"lost: {words!r}" for words in between if not LIST_MARK.fullmatch(words)]


def id_of(passage: object) -> str:
    return str(getattr(passage, "id", ""))


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

"""The corpus on disk: what is saved is read back, and damage is told."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Thread

import pytest

from corpus.assembly import passages_of
from corpus.errors import IndexDamaged, UnknownRef
from corpus.library import Library
from corpus.records import FaqPair, Page, PageFacts, Span

PageOf = Callable[[str, str], Page]
KNEE = """---
title: Knee replacement
publisher: A clinic
url: https://a.test/knee
reviewed: 2026-01-31
review_due: 2027-01-31
language: en-GB
---
# A new knee 🦵

It hurts. It “heals” in 2–3 months.

## Can I drive?

Not yet.

Menu
"""


@pytest.fixture
def knee(page_of: PageOf) -> Page:
    return page_of("knee.md", KNEE)


@pytest.fixture
def hip(page_of: PageOf) -> Page:
    return page_of("hip.txt", "It hurts.\n\nMenu\n")


@pytest.fixture
def library(tmp_path: Path, knee: Page, hip: Page) -> Iterator[Library]:
    """A library of two pages, written and opened again."""
    made = Library.create(tmp_path / "library.sqlite")
    made.add(knee, passages_of(knee))
    made.add(hip, passages_of(hip))
    made.close()
    opened = Library.open(tmp_path / "library.sqlite")
    yield opened
    opened.close()


def fingerprint_of(path: Path, *pages: Page) -> str:
    library = Library.create(path)
    for page in pages:
        library.add(page, passages_of(page))
    fingerprint = library.fingerprint()
    library.close()
    return fingerprint


def test_a_page_is_read_back_equal(library: Library, knee: Page) -> None:
    assert library.page(knee.id) == knee


def test_all_facts_of_a_page_are_kept(library: Library, knee: Page) -> None:
    assert library.page(knee.id).facts == PageFacts(
        "Knee replacement", "A clinic", "https://a.test/knee", "en-GB", date(2026, 1, 31), date(2027, 1, 31)
    )


def test_a_page_that_states_no_title_still_states_none(library: Library, hip: Page) -> None:
    assert library.page(hip.id).title == "hip.txt"
    assert library.page(hip.id).facts.title is None


def test_passages_and_pairs_are_read_back_equal(library: Library, knee: Page) -> None:
    assert library.passages_of(knee.id) == passages_of(knee)


def test_a_pair_whose_question_was_supplied_is_kept_so(tmp_path: Path, knee: Page) -> None:
    passage = passages_of(knee)[0]
    pair = FaqPair(
        *(passage.id, passage.page_id, passage.section, passage.span, passage.text, passage.sentences),
        question="Does it hurt?",
        question_inferred=True,
    )
    library = Library.create(tmp_path / "library.sqlite")
    library.add(knee, [pair])
    assert library.passage(pair.id) == pair
    library.close()


def test_the_text_of_a_passage_is_cut_out_of_its_page(library: Library) -> None:
    pages = {page.id: page for page in library.pages()}
    assert all(one.text == one.span.of(pages[one.page_id].text) for one in library.passages())


def test_characters_beyond_sixteen_bits_do_not_shift_a_passage(library: Library, knee: Page) -> None:
    assert library.passages_of(knee.id)[0].text == "It hurts. It “heals” in 2–3 months."


def test_pages_come_by_id_and_passages_by_place(library: Library, knee: Page, hip: Page) -> None:
    assert library.page_ids() == sorted([knee.id, hip.id])
    assert list(library.passages()) == [*library.passages_of(hip.id), *library.passages_of(knee.id)]


def test_passages_are_found_by_id_and_unknown_ids_left_out(library: Library, knee: Page) -> None:
    wanted = passages_of(knee)[0]
    assert library.passages_with([wanted.id, "none"]) == {wanted.id: wanted}


def test_many_more_ids_than_a_query_can_hold_are_found(library: Library, knee: Page) -> None:
    ids = [passage.id for passage in passages_of(knee)]
    assert list(library.passages_with([*map(str, range(3000)), *ids])) == ids


def test_an_unknown_page_is_told_by_its_id(library: Library) -> None:
    with pytest.raises(UnknownRef, match=r"'none' .* ownwords sources"):
        library.page("none")


def test_an_unknown_passage_is_told_by_its_id(library: Library) -> None:
    with pytest.raises(UnknownRef, match="'none'"):
        library.passage("none")


def test_an_unknown_page_has_no_passages(library: Library) -> None:
    assert library.passages_of("none") == []


@pytest.mark.parametrize(("code", "there"), [("en", True), ("en-gb", True), ("e", False), ("es", False)])
def test_a_library_knows_which_languages_its_pages_say_they_are_in(library: Library, code: str, there: bool) -> None:
    assert library.has_language(code) is there


def test_the_counts_tell_pairs_from_passages(library: Library) -> None:
    assert library.counts() == {"pages": 2, "passages": 3, "faq_pairs": 1}


def test_equal_corpora_have_equal_fingerprints(tmp_path: Path, knee: Page, hip: Page) -> None:
    later = replace(hip, ingested="2030-01-01T00:00:00Z")
    assert fingerprint_of(tmp_path / "1", knee, hip) == fingerprint_of(tmp_path / "2", later, knee)


@pytest.mark.parametrize(
    "written", [KNEE.replace("2–3", "3–4"), KNEE.replace("2026-01", "2026-03"), KNEE + "\nMore.\n"]
)
def test_another_word_or_date_gives_another_fingerprint(
    tmp_path: Path, page_of: PageOf, knee: Page, written: str
) -> None:
    assert fingerprint_of(tmp_path / "1", knee) != fingerprint_of(tmp_path / "2", page_of("knee.md", written))


def test_a_page_cannot_be_stored_twice(tmp_path: Path, knee: Page) -> None:
    library = Library.create(tmp_path / "library.sqlite")
    library.add(knee, [])
    with pytest.raises(sqlite3.IntegrityError):
        library.add(knee, [])
    library.close()


def test_an_open_library_cannot_be_written_to(library: Library, hip: Page) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        library.add(replace(hip, id="another"), [])


def test_a_library_can_be_read_from_another_thread(library: Library, knee: Page) -> None:
    found: list[Page] = []
    thread = Thread(target=lambda: found.append(library.page(knee.id)))
    thread.start()
    thread.join()
    assert found == [knee]


def test_a_name_with_signs_of_an_address_is_a_path_all_the_same(tmp_path: Path, hip: Page) -> None:
    path = tmp_path / "a b?mode=rw#c%20.sqlite"
    library = Library.create(path)
    library.add(hip, [])
    library.close()
    opened = Library.open(path)
    assert opened.page_ids() == [hip.id]
    opened.close()


@pytest.mark.parametrize("content", [None, b"", b"not a library", b"SQLite format 3\x00" + b"x" * 100])
def test_a_damaged_library_is_refused_with_what_mends_it(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "library.sqlite"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(IndexDamaged, match=r"library\.sqlite cannot be read .* ownwords ingest"):
        Library.open(path)


def test_a_span_of_a_library_is_the_span_of_the_page(library: Library, knee: Page) -> None:
    span = library.passages_of(knee.id)[-1].span
    assert isinstance(span, Span)
    assert span.of(knee.text) == "Not yet."

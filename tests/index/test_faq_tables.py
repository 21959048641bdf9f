from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.records import FaqPair
from index.build import ingest
from index.folder import IndexFolder
from index.loading import load_index
from index.searcher import Searcher

TABLE = """id,question,answer,also_asked,url
F1,When can I drive?,After six weeks.,car keys|behind the wheel,https://clinic.example/driving
F2,When can I bathe?,When the wound is dry.,,
"""


@pytest.fixture
def searcher(tmp_path: Path, make_tiny_encoder: Callable[[set[str], str], Path]) -> Searcher:
    """An index of one FAQ table of two rows."""
    (tmp_path / "faq.csv").write_text(TABLE, "utf-8")
    words = set("when can i drive after six weeks car keys behind the wheel bathe wound is dry".split())
    folder = IndexFolder(tmp_path / "index")
    ingest(folder, [str(tmp_path / "faq.csv")], str(make_tiny_encoder(words, "faq")))
    return load_index(folder)


def first(searcher: Searcher, question: str) -> FaqPair:
    passage = searcher.search(question, 1).found[0].passage
    assert isinstance(passage, FaqPair)
    return passage


def test_a_row_is_a_pair_known_by_the_id_that_the_table_gives_it(searcher: Searcher) -> None:
    pair = first(searcher, "drive")
    assert (pair.ref, pair.question, pair.text) == ("F1", "When can I drive?", "After six weeks.")


def test_a_pair_is_found_by_another_phrasing_of_its_question(searcher: Searcher) -> None:
    assert first(searcher, "car keys").ref == "F1"


def test_a_pair_is_looked_up_by_the_id_of_the_table_and_by_its_own(searcher: Searcher) -> None:
    pair = searcher.library.passage("F2")
    assert searcher.library.passage(pair.id) == pair


def test_the_answer_is_an_exact_span_of_the_stored_page(searcher: Searcher) -> None:
    pair = searcher.library.passage("F1")
    assert pair.span.of(searcher.library.page(pair.page_id).text) == "After six weeks."


def test_rows_of_another_address_are_another_page(searcher: Searcher) -> None:
    urls = {page.facts.url for page in searcher.library.pages()}
    assert urls == {None, "https://clinic.example/driving"}

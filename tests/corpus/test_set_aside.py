"""Pages that were read, set aside on the disk until all of them are."""

import json
from contextlib import suppress
from pathlib import Path

from corpus.assembly import ReadPage, pages_in
from corpus.records import Rendition, Source
from corpus.set_aside import SetAside, read_again, written

TABLE = [
    {"id": "q1", "question": "Will it hurt?", "answer": "A little.", "also_asked": "is it sore|does it ache"},
    {"question": "", "answer": "No question."},
]


def read_from(folder: Path) -> list[ReadPage]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return [page for file in files for page in pages_in(file.read_bytes(), file.name, file.name)]


def knee(location: str, text: str = "It hurts.") -> ReadPage:
    return ReadPage(Source(location, "knee.txt", "text/plain", "0" * 64), Rendition(text, ()))


def test_a_page_of_every_format_comes_back_as_it_was_read(pages_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "table.jsonl").write_text("\n".join(map(json.dumps, TABLE)), "utf-8")
    (tmp_path / "dated.md").write_text("---\ntitle: Hip\nreviewed: 2026-05-01\n---\n# Hip\n\nIt hurts.", "utf-8")
    pages = [*read_from(pages_folder), *read_from(tmp_path)]
    assert {page.keeps_all for page in pages} == {True, False}
    assert [page for page in pages if page.rendition.remarks]
    assert [read_again(written(page)) for page in pages] == pages


def test_half_a_character_comes_back_too() -> None:
    page = knee("knee.txt", "It hurts \ud83d a bit.")
    assert read_again(written(page)) == page


def test_pages_come_back_in_the_order_they_came_and_one_that_is_named_twice_comes_once(tmp_path: Path) -> None:
    with SetAside(tmp_path / "library.read") as aside:
        assert [aside.add(knee(location)) for location in ("b", "a", "b")] == [True, True, False]
        assert [location for location, _ in aside.pages()] == ["b", "a"]
        assert aside.characters == 2 * len("It hurts.")


def test_nothing_is_left_on_the_disk_even_if_an_ingest_fails(tmp_path: Path) -> None:
    with suppress(KeyboardInterrupt), SetAside(tmp_path / "library.read") as aside:
        aside.add(knee("knee.txt"))
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []

"""The ingest route up to the library."""

import gc
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from corpus import readers
from corpus.assembly import ReadPage, passages_of
from corpus.build import build_library, read_page
from corpus.errors import SourceError
from corpus.library import Library
from corpus.records import Page
from corpus.report import LeftOutWords
from corpus.sources import SourceFile

PageOf = Callable[[str, str], Page]


@pytest.fixture
def library_path(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite"


def passage_ids(path: Path) -> list[str]:
    library = Library.open(path)
    ids = [passage.id for passage in library.passages()]
    library.close()
    return ids


def test_pages_of_every_format_come_into_the_library(pages_folder: Path, library_path: Path) -> None:
    report = build_library(library_path, [str(pages_folder)])
    assert [(page.location, page.title) for page in report.pages] == [
        ("pages/cataract.html", "Cataract operation"),
        ("pages/hernia.txt", "Hernia repair"),
        ("pages/knee.md", "Knee replacement"),
    ]
    library = Library.open(library_path)
    assert [page.source.media_type for page in library.pages()] == ["text/html", "text/plain", "text/markdown"]
    library.close()


def test_the_report_counts_what_the_library_holds(pages_folder: Path, library_path: Path) -> None:
    report = build_library(library_path, [str(pages_folder)])
    library = Library.open(library_path)
    assert library.counts() == {
        "pages": len(report.pages),
        "passages": sum(page.passages for page in report.pages),
        "faq_pairs": sum(page.faq_pairs for page in report.pages),
    }
    library.close()


def test_the_report_says_what_was_left_out_of_a_page_and_why(pages_folder: Path, library_path: Path) -> None:
    report = build_library(library_path, [str(pages_folder / "hernia.txt")])
    assert report.pages[0].left_out == (
        LeftOutWords("top of page", "navigation"),
        LeftOutWords("bottom of page", "navigation"),
    )


def test_one_bad_page_does_not_stop_the_others(tmp_path: Path, library_path: Path) -> None:
    (tmp_path / "good.md").write_text("It hurts.", "utf-8")
    (tmp_path / "bad.md").write_text("---\nreviewed: soon\n---\nIt hurts.", "utf-8")
    (tmp_path / "empty.txt").write_text("", "utf-8")
    (tmp_path / "picture.html").write_bytes(bytes(range(32)) * 9)
    (tmp_path / "odd.pdf").write_bytes(b"%PDF")
    report = build_library(library_path, [str(tmp_path)])
    assert [Path(page.location).name for page in report.pages] == ["good.md"]
    assert {Path(left.location).name for left in report.left_out} == {"bad.md", "empty.txt", "picture.html", "odd.pdf"}
    assert all(left.reason for left in report.left_out)


def test_a_build_without_one_page_says_why(tmp_path: Path, library_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" \n", "utf-8")
    with pytest.raises(SourceError, match=r"No page could be read\..*empty\.txt holds no words"):
        build_library(library_path, [str(tmp_path / "empty.txt")])


def test_ids_stay_when_an_unrelated_page_is_added(pages_folder: Path, tmp_path: Path) -> None:
    build_library(tmp_path / "one", [str(pages_folder / "knee.md")])
    build_library(tmp_path / "all", [str(pages_folder)])
    assert set(passage_ids(tmp_path / "one")) < set(passage_ids(tmp_path / "all"))


def test_ids_stay_when_another_paragraph_of_the_page_changes(page_of: PageOf) -> None:
    before = passages_of(page_of("knee.md", "# Knee\n\nIt hurts.\n\n## Risks\n\nBleeding.\n"))
    after = passages_of(page_of("knee.md", "# Knee\n\nIt hurts a lot at first.\n\n## Risks\n\nBleeding.\n"))
    assert [one.id == two.id for one, two in zip(before, after, strict=True)] == [False, True]


def test_equal_words_in_one_section_have_different_ids(page_of: PageOf) -> None:
    passages = passages_of(page_of("knee.md", "# Knee\n\nIt hurts.\n\nIt hurts.\n\nIt hurts.\n"))
    first = passages[0].id
    assert [passage.id for passage in passages] == [first, f"{first}-2", f"{first}-3"]


def test_the_progress_sees_every_file(pages_folder: Path, library_path: Path) -> None:
    seen: list[str] = []

    def progress(files: Sequence[SourceFile]) -> Iterable[SourceFile]:
        for file in files:
            seen.append(file.path.name)
            yield file

    build_library(library_path, [str(pages_folder)], progress)
    assert seen == ["cataract.html", "hernia.txt", "knee.md"]


def test_pages_are_not_kept_in_memory_while_others_are_read(tmp_path: Path) -> None:
    in_memory = []

    def progress(files: Sequence[SourceFile]) -> Iterable[SourceFile]:
        for file in files:
            in_memory.append(sum(type(each) is ReadPage for each in gc.get_objects()))
            yield file

    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.md").write_text("It hurts.", "utf-8")
    build_library(tmp_path / "library.sqlite", [str(folder)], progress)
    assert len(in_memory) == 5
    assert max(in_memory) <= in_memory[0] + 1


def test_a_page_knows_its_file_its_hash_and_when_it_was_read(pages_folder: Path) -> None:
    page = read_page(SourceFile(pages_folder / "knee.md", "pages/knee.md"))
    assert (page.source.location, page.source.file) == ("pages/knee.md", "knee.md")
    assert re.fullmatch(r"[0-9a-f]{64}", page.source.sha256)
    assert page.ingested.endswith("Z")
    assert datetime.fromisoformat(page.ingested).tzinfo is not None


@pytest.mark.parametrize(
    ("file", "source", "title"),
    [
        ("a.md", "---\ntitle: Stated\n---\n# Shown\n\nIt hurts.", "Stated"),
        ("a.md", "# Shown\n\nIt hurts.", "Shown"),
        ("a.md", "# Only a heading", "Only a heading"),
        ("a.md", "It hurts.\n\n## First\n\nIt heals.", "First"),
        ("a.md", "It hurts.", "a.md"),
        ("a.txt", "top of page\n\nShown\n\nIt hurts.\n\nIt heals.", "Shown"),
        ("a.txt", "It hurts.\n\n\n\nIt heals.", "a.txt"),
        ("a.txt", "It hurts.\n\n\n\nIt heals.\n\nRisks\n\nBleeding.", "Risks"),
        ("a.html", "<title>In the head</title><p>It hurts.</p>", "In the head"),
        ("a.html", "<title>In the head</title><h1>Shown</h1><p>It hurts.</p>", "Shown"),
    ],
)
def test_a_page_is_called_what_it_calls_itself(page_of: PageOf, file: str, source: str, title: str) -> None:
    assert page_of(file, source).title == title


def test_a_page_of_one_heading_has_no_passages(page_of: PageOf) -> None:
    assert passages_of(page_of("a.md", "# Only a heading")) == []


def test_a_passage_never_crosses_a_heading(page_of: PageOf) -> None:
    page = page_of("a.md", "# Knee\n\nBring:\n\n## Risks\n\n- bleeding\n\n### Pain\n\n- often\n")
    assert [passage.text for passage in passages_of(page)] == ["Bring:", "bleeding", "often"]


def test_a_passage_never_holds_furniture(page_of: PageOf) -> None:
    page = page_of("a.html", "<h1>Knee</h1><p>Bring:</p><nav>Wards</nav><ul><li>shoes</li><li>soap</li></ul>")
    assert [passage.text for passage in passages_of(page)] == ["Bring:", "shoes\n- soap"]


@pytest.mark.parametrize("name", ["knee.odt", "knee", "md", "knee.md.bak", ""])
def test_a_format_that_no_reader_knows_is_refused(name: str) -> None:
    assert readers.reader_for(name) is None
    with pytest.raises(SourceError, match=r"Use one of: \.md"):
        readers.read(name, b"It hurts.")


@pytest.mark.parametrize("name", ["knee.md", "KNEE.MARKDOWN", "knee.old.txt", "a.text", "knee.html", "knee.HTM"])
def test_an_ending_is_known_in_capitals_as_well(name: str) -> None:
    _, (rendition,) = readers.read(name, b"It hurts.")
    assert rendition.text == "It hurts."


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html"])
@pytest.mark.parametrize("data", [b"", b"\r\n \t", b"\xef\xbb\xbf"])
def test_a_file_without_words_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(SourceError, match="holds no words"):
        readers.read(name, data)


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html"])
def test_line_ends_and_marks_of_other_systems_make_no_difference(name: str) -> None:
    words = "Knee\n\nIt hurts.\n\n- shoes\n- soap\n"
    other = b"\xef\xbb\xbf" + words.replace("\n", "\r\n").encode()
    assert readers.read(name, other) == readers.read(name, words.encode())

from pathlib import Path

import pytest

from corpus.build import build_library
from corpus.library import Library
from corpus.report import CorpusReport


class Clinic:
    """A folder of pages that is ingested again and again."""

    def __init__(self, folder: Path) -> None:
        self.pages = folder / "pages"
        self.pages.mkdir()
        self._folder = folder
        self._serving: Path | None = None
        self._count = 0

    def write(self, name: str, text: str) -> None:
        (self.pages / name).write_text(text, "utf-8")

    def ingest(self) -> CorpusReport:
        self._count += 1
        path = self._folder / f"library-{self._count}"
        before = Library.open(self._serving) if self._serving else None
        report = build_library(path, [str(self.pages)], before=before)
        if before:
            before.close()
        self._serving = path
        return report

    @property
    def library(self) -> Library:
        assert self._serving
        return Library.open(self._serving)


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """A clinic with two pages that were ingested once."""
    clinic = Clinic(tmp_path)
    clinic.write("knee.md", "# Knee\n\nIt hurts.\n")
    clinic.write("hip.md", "# Hip\n\nIt aches.\n")
    clinic.ingest()
    return clinic


def test_the_first_ingest_finds_every_page_new(tmp_path: Path) -> None:
    clinic = Clinic(tmp_path)
    clinic.write("knee.md", "# Knee\n\nIt hurts.\n")
    assert [page.location for page in clinic.ingest().changes.new] == ["pages/knee.md"]


def test_ingesting_the_same_again_changes_nothing(clinic: Clinic) -> None:
    changes = clinic.ingest().changes
    assert (changes.new, changes.changed, changes.gone, changes.unchanged) == ((), (), (), 2)


def test_another_word_a_new_page_and_a_page_gone_are_told_apart(clinic: Clinic) -> None:
    clinic.write("knee.md", "# Knee\n\nIt hurts a lot.\n")
    clinic.write("elbow.md", "# Elbow\n\nIt bends.\n")
    (clinic.pages / "hip.md").unlink()
    changes = clinic.ingest().changes
    assert [[page.title for page in pages] for pages in (changes.new, changes.changed, changes.gone)] == [
        ["Elbow"],
        ["Knee"],
        ["Hip"],
    ]


def test_another_publisher_is_a_change_although_the_words_are_the_same(clinic: Clinic) -> None:
    clinic.write("knee.md", "---\npublisher: Hill Clinic\n---\n# Knee\n\nIt hurts.\n")
    assert [page.title for page in clinic.ingest().changes.changed] == ["Knee"]


def test_a_page_that_is_gone_leaves_a_tombstone_which_outlasts_later_ingests(clinic: Clinic) -> None:
    (clinic.pages / "hip.md").unlink()
    clinic.ingest()
    clinic.ingest()
    (tombstone,) = clinic.library.tombstones()
    assert (tombstone.title, tombstone.location) == ("Hip", "pages/hip.md")


def test_a_page_that_comes_back_has_no_tombstone(clinic: Clinic) -> None:
    (clinic.pages / "hip.md").rename(clinic.pages / "hip.off")
    clinic.ingest()
    (clinic.pages / "hip.off").rename(clinic.pages / "hip.md")
    clinic.ingest()
    assert clinic.library.tombstones() == []


def test_a_page_that_cannot_be_read_this_time_is_kept_as_it_was(clinic: Clinic) -> None:
    (clinic.pages / "hip.md").write_bytes(b"\x00\x01\x02" * 100)
    report = clinic.ingest()
    assert [page.title for page in clinic.library.pages()] == ["Hip", "Knee"]
    assert "kept as it was" in report.left_out[0].reason
    assert clinic.library.tombstones() == []

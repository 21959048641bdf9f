"""A place to break things in: two sets of pages, a whole index of both, and what each version answers."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import IndexDamaged, OwnWordsError
from index.folder import IndexFolder
from scripts.fault_table.ingests import begin, ended
from scripts.fault_table.tally import CORRUPT, HALF, LOST, Tally
from service.answerer import Answerer
from service.settings import Settings
from service.wiring import load_version

QUESTIONS = ("how long will I stay in hospital", "when can I drive", "what should I bring", "is there a scar")
OLD, NEW = "the old version serves", "the new version serves"
PAGE = """# {title}

## How long will I stay in hospital?

Most people stay for {nights} nights after {title}.

## When can I drive?

Wait until you can stop the car in an emergency, often after {weeks} weeks.

## Will there be a scar?

Yes, a straight scar of about {nights} centimetres.
"""
OLD_PAGES = {"knee.md": ("Knee replacement", 2, 6), "hernia.md": ("Hernia repair", 1, 3)}
NEW_PAGES = {
    "knee.md": ("Knee replacement", 4, 8),
    "hernia.md": ("Hernia repair", 1, 3),
    "hip.md": ("Hip replacement", 3, 9),
}

RESULTS = 3

Shown = list[tuple[str, str]]  # of each result the title of its page, and its words
Answers = dict[str, Shown]  # by question


def answers_of(folder: IndexFolder) -> Answers:
    """What the version that serves answers when a service loads it anew.

    Raises:
        OwnWordsError: it cannot be loaded.
    """
    version = load_version(Settings(index=folder.path))
    try:
        return asked(version.answerer)
    finally:
        version.library.close()


def asked(answerer: Answerer) -> Answers:
    """What a loaded version answers."""
    return {
        question: [(result.source.title, result.text) for result in answerer.answer(question, RESULTS).results]
        for question in QUESTIONS
    }


def write_pages(folder: Path, pages: dict[str, tuple[str, int, int]]) -> Path:
    """Two or three small pages."""
    folder.mkdir()
    for name, (title, nights, weeks) in pages.items():
        (folder / name).write_text(PAGE.format(title=title, nights=nights, weeks=weeks), "utf-8")
    return folder


class Place:
    """A scratch folder with an index of the old pages, one of both in turn, and what they answer."""

    def __init__(self, scratch: Path) -> None:
        """Build both; takes some seconds."""
        self.scratch = scratch
        self.old_pages = write_pages(scratch / "old", OLD_PAGES)
        self.new_pages = write_pages(scratch / "new", NEW_PAGES)
        self.base, self.both = scratch / "base", scratch / "both"
        self._ingest(self.base, self.old_pages)
        self.old_answers = answers_of(IndexFolder(self.base))
        shutil.copytree(self.base, self.both)
        began = time.monotonic()
        self._ingest(self.both, self.new_pages)
        self.seconds = time.monotonic() - began
        self.new_answers = answers_of(IndexFolder(self.both))

    def _ingest(self, index: Path, pages: Path) -> None:
        how = ended(begin(index, pages))
        if how != "done":
            raise IndexDamaged(f"The ingest that no fault was injected into was {how}.")

    @contextmanager
    def copy(self, of: Path, at: Path | None = None) -> Iterator[IndexFolder]:
        """A copy of an index, to be broken, and gone afterwards."""
        path = (at or self.scratch) / "index"
        shutil.copytree(of, path)
        try:
            yield IndexFolder(path)
        finally:
            shutil.rmtree(path, ignore_errors=True)

    def judge(self, folder: IndexFolder, tally: Tally, after: str = "") -> str | None:
        """See that the index answers, and answers as the old or the new version does; which of them, noted and told."""
        try:
            found = answers_of(folder)
        except OwnWordsError as error:
            tally.hurt(LOST, str(error))
            return None
        serves = self.version_of(found)
        if serves is None:
            tally.hurt(HALF, f"{folder.current().name} answers as neither version does")
            return None
        tally.note(f"{after}, {serves}" if after else serves)
        return serves

    def version_of(self, answers: Answers) -> str | None:
        """Which version gives these answers; None where neither does."""
        known = {OLD: self.old_answers, NEW: self.new_answers}
        return next((serves for serves, given in known.items() if given == answers), None)

    def refuses(self, folder: IndexFolder, tally: Tally) -> None:
        """See that a damaged version is not loaded."""
        try:
            answers_of(folder)
        except OwnWordsError:
            return
        tally.hurt(CORRUPT, f"a damaged {folder.current().name} was loaded")


@contextmanager
def small_disk(at: Path, bytes_: int) -> Iterator[Path | None]:
    """A disk of so many bytes in memory; None where this user may mount none."""
    at.mkdir()
    mounted = _run("mount", "-t", "tmpfs", "-o", f"size={bytes_}", "faults", str(at))
    try:
        yield at if mounted else None
    finally:
        while _run("umount", "--lazy", str(at)):  # a disk that was made read-only is mounted twice
            pass
        at.rmdir()


def make_read_only(disk: Path) -> None:
    """Let nothing be opened for writing on a small disk any more.

    It is mounted over itself, since a disk with a file open for writing cannot be made read-only in place.
    """
    _run("mount", "--bind", str(disk), str(disk))
    _run("mount", "-o", "remount,bind,ro", str(disk))


def _run(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False

"""The file that names the version that serves. It is replaced in one step, and by one at a time."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import IndexBusy, IndexDamaged, IndexMissing
from index.durability import wait_until_on_disk
from index.locks import LockTaken, alone

DRAFT_PREFIX = ".current-"
LONGEST_MOVE_SECONDS = 60.0  # whoever holds the pointer is done in less, checking the files of a version included


class Pointer:
    """The pointer of one index folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.file = folder / "current"
        self._lock_file = folder / "pointer-lock"

    def read(self) -> str:
        """What it says: the name of a version, which need not be there.

        Raises:
            IndexMissing: nothing was ever ingested here.
            IndexDamaged: it cannot be read.
        """
        try:
            return self.file.read_text("utf-8").strip()
        except FileNotFoundError:
            raise IndexMissing(f"There is no index in {self._folder}. Build one: ownwords ingest.") from None
        except (OSError, UnicodeDecodeError) as error:
            raise IndexDamaged(f"{self.file} cannot be read ({error}). Build again: ownwords ingest.") from error

    def mark(self) -> tuple[int, int] | None:
        """Something that changes whenever it is replaced, found out without reading it; None without one."""
        try:
            found = self.file.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns

    def leftovers(self) -> list[Path]:
        """What is being written to replace it, or was when somebody was killed."""
        return sorted(self._folder.glob(f"{DRAFT_PREFIX}*"))

    def move(self, name: str) -> None:
        """Point to a version. To be called while it is held, and when every file of that version is on the disk."""
        written = self._folder / f"{DRAFT_PREFIX}{uuid.uuid4().hex}"
        try:
            written.write_text(name + "\n", "utf-8")
            wait_until_on_disk(written)
            written.replace(self.file)
        finally:
            written.unlink(missing_ok=True)
        wait_until_on_disk(self._folder)

    @contextmanager
    def held(self) -> Iterator[None]:
        """While nobody else moves it or removes a version, so that it never comes to name a removed one.

        Raises:
            IndexBusy: somebody else has held it for too long.
            OSError: the folder cannot be written to.
        """
        try:
            with alone(self._lock_file, LONGEST_MOVE_SECONDS):
                yield
        except LockTaken:
            raise IndexBusy(
                f"Another command has been at work on the versions of {self._folder} for {LONGEST_MOVE_SECONDS:.0f} "
                "seconds. Wait until it is done, or end it."
            ) from None

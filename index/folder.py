"""The index folder: versions side by side, and a pointer that is replaced in one step.

    DIR/current                  the name of the version that serves
    DIR/lock                     held by an ingest while it writes
    DIR/pointer-lock             held for a moment by whoever moves the pointer or removes a version
    DIR/versions/NAME/...        one whole, self-contained version each
    DIR/versions/.draft-...      what an ingest is writing; never read

A crash at any moment leaves the pointer on a whole version, because a draft gets its name only when every
file of it is on the disk, and the pointer moves only after that. A lock is the system's own: it ends with the process
that held it, however that ended, and a lock file that was left behind or copied holds nothing.
"""

import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import IndexBusy, IndexDamaged, IndexFolderError, UnknownRef
from index.durability import wait_until_on_disk
from index.locks import LockTaken, alone
from index.manifest import Manifest
from index.pointer import Pointer

KEPT_VERSIONS = 3
DRAFT_PREFIX = ".draft-"
NAME_TIME = "%Y%m%dT%H%M%S.%fZ"  # what the name of a version begins with


class IndexFolder:
    """One index folder on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._versions = path / "versions"
        self._pointer = Pointer(path)
        self._lock_file = path / "lock"

    def current(self) -> Path:
        """The folder of the version that serves.

        Raises:
            IndexMissing: nothing was ever ingested here.
            IndexDamaged: the pointer cannot be read, or names a version that is not there.
        """
        name = self._pointer.read()
        if name not in self.versions():
            raise IndexDamaged(
                f"{self._pointer.file} names the version {name!r}, which is not there. Build again: ownwords ingest."
            )
        return self._versions / name

    def pointer_mark(self) -> tuple[int, int] | None:
        """See `Pointer.mark`."""
        return self._pointer.mark()

    def folder_of(self, version: str) -> Path:
        """The folder of a version, which need not be there."""
        return self._versions / version

    def versions(self) -> list[str]:
        """The names of the whole versions, the oldest first."""
        if not self._versions.is_dir():
            return []
        return sorted(p.name for p in self._versions.iterdir() if p.is_dir() and not p.name.startswith("."))

    def leftovers(self) -> list[Path]:
        """What ingests are writing now, or left behind when they were killed; the next ingest removes that."""
        return [*sorted(self._versions.glob(f"{DRAFT_PREFIX}*")), *self._pointer.leftovers()]

    def is_being_written(self) -> bool:
        """Whether an ingest is at work. A folder that cannot be written to has none."""
        if not self._lock_file.exists():
            return False
        try:
            with alone(self._lock_file):
                return False
        except LockTaken:
            return True
        except OSError:
            return False

    @contextmanager
    def draft(self) -> Iterator[Path]:
        """An empty folder to write a new version into, while nobody else can.

        The draft is gone afterwards unless it was handed to `publish`.

        Raises:
            IndexBusy: another ingest is writing to this index folder.
            IndexFolderError: the folder cannot be written to, or the disk is full.
        """
        lock = ExitStack()
        try:
            self._make()
            lock.enter_context(alone(self._lock_file))
        except LockTaken:
            raise IndexBusy(f"Another ingest is writing to {self.path}. Wait until it is done.") from None
        except OSError as error:
            raise IndexFolderError(
                f"The index folder {self.path} cannot be written to ({error.strerror}). Name another with --index."
            ) from error
        draft = self._versions / f"{DRAFT_PREFIX}{uuid.uuid4().hex}"
        try:
            self._remove_leftovers()
            draft.mkdir()
            yield draft
        except (OSError, sqlite3.OperationalError) as error:
            raise IndexFolderError(
                f"A new version of the index {self.path} could not be written ({_reason(error)}). Make room on the "
                "disk, or name another folder with --index. Earlier versions are as they were."
            ) from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)
            lock.close()

    def publish(self, draft: Path, manifest: Manifest) -> Path:
        """Make a finished draft the version that serves, and let go of the oldest versions.

        Every file is on the disk before the pointer moves, so a power cut leaves the old version or the new one.
        """
        manifest.write(draft)
        for path in [*draft.rglob("*"), draft]:
            wait_until_on_disk(path)
        version = self._versions / manifest.version
        with self._pointer.held():
            kept = {manifest.version, self._pointed_to()}  # who has just read the old pointer is still loading
            draft.rename(version)
            wait_until_on_disk(self._versions)
            self._pointer.move(manifest.version)
            for name in self.versions()[:-KEPT_VERSIONS]:
                if name not in kept:
                    self._discard(name)
        return version

    def roll_back(self, name: str | None = None) -> str:
        """Make an earlier version the one that serves, in one step.

        Args:
            name: the version; None takes the one before the version that serves.

        Returns:
            The name of the version that serves now.

        Raises:
            UnknownRef: there is no such version, or none before the one that serves.
            IndexMissing, IndexDamaged: there is no index, or the version to go back to is not whole. A version that
                is named serves even where the pointer is gone or damaged.
            IndexFolderError: the folder cannot be written to.
        """
        with self._changing():
            target = self._before(self.current().name) if name is None else name
            if target not in self.versions():
                raise UnknownRef(f"There is no version {target} in {self.path}. List them: ownwords versions.")
            version = self._versions / target
            Manifest.read(version).check_files(version)
            self._pointer.move(target)
        return target

    def remove(self, name: str) -> None:
        """Remove a version that does not serve.

        Raises:
            UnknownRef: there is no such version, or it serves.
            IndexFolderError: the folder cannot be written to.
        """
        with self._changing():
            if name not in self.versions():
                raise UnknownRef(f"There is no version {name} in {self.path}. List them: ownwords versions.")
            if name == self.current().name:
                raise UnknownRef(f"The version {name} serves. Roll back or ingest first, then remove it.")
            self._discard(name)

    def _make(self) -> None:
        if not self._versions.is_dir():
            self._versions.mkdir(parents=True, exist_ok=True)
            wait_until_on_disk(self.path.parent)

    def _before(self, serving: str) -> str:
        earlier = [version for version in self.versions() if version < serving]
        if not earlier:
            raise UnknownRef(f"There is no version before {serving} in {self.path}. List them: ownwords versions.")
        return earlier[-1]

    def _pointed_to(self) -> str | None:
        try:
            return self.current().name
        except IndexFolderError:
            return None

    def _discard(self, name: str) -> None:
        """Remove a version. It loses its name first, so that a crash leaves no half of one."""
        discarded = self._versions / f"{DRAFT_PREFIX}{uuid.uuid4().hex}"
        (self._versions / name).rename(discarded)
        shutil.rmtree(discarded, ignore_errors=True)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """The pointer held, in a folder that is there; complaints of the disk in our own words."""
        if not self.path.is_dir():
            self.current()
        try:
            with self._pointer.held():
                yield
        except OSError as error:
            raise IndexFolderError(
                f"The versions in {self.path} could not be changed ({error.strerror}). Make room on the disk, or give "
                "the folder to the user who runs this command."
            ) from error

    def _remove_leftovers(self) -> None:
        with self._pointer.held():  # a draft of the pointer is needed by whoever holds it
            for path in self.leftovers():
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)


def new_version_name() -> str:
    """A name that sorts by time and is never given twice."""
    return f"{datetime.now(UTC):{NAME_TIME}}-{uuid.uuid4().hex[:6]}"


def made_at(name: str) -> datetime | None:
    """When the version with this name was made; None where the name was not given by `new_version_name`."""
    try:
        return datetime.strptime(name.partition("-")[0], NAME_TIME).replace(tzinfo=UTC)
    except ValueError:
        return None


def _reason(error: Exception) -> str:
    """What went wrong, in one sentence: copying a folder tells it of every file."""
    if isinstance(error, shutil.Error):
        _, _, reason = error.args[0][0]
        return str(reason)
    return str(error)

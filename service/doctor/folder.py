"""The index folder as it lies on the disk: pointer, versions, what killed ingests left, lock and clock."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from time import time

from corpus.errors import IndexFolderError, IndexMismatch
from index.folder import IndexFolder, made_at
from index.manifest import Manifest
from service.findings import Finding

MEGABYTE = 1e6
CLOCK_SLACK = timedelta(minutes=2)  # between the clocks of two machines that share a disk
HANGS_AFTER = timedelta(hours=1)  # without a byte written; fetching a slow site writes at every page


def folder_findings(folder: IndexFolder, now: datetime) -> Iterator[Finding]:
    """Look at the pointer, at every file of every version, and at what lies beside them.

    Args:
        folder: the index folder, which need not be there.
        now: the time, in UTC.
    """
    problems = {name: problem for name in folder.versions() if (problem := _problem_of(folder.folder_of(name)))}
    whole = [name for name in folder.versions() if name not in problems]
    yield from _pointer_findings(folder, problems, whole)
    yield from _version_findings(folder, problems)
    yield from _clock_findings(folder.versions(), now)
    yield from _leftover_findings(folder, now)


def _problem_of(version: Path) -> IndexFolderError | None:
    try:
        Manifest.read(version).check_files(version)
    except IndexFolderError as error:
        return error
    return None


def _pointer_findings(
    folder: IndexFolder, problems: dict[str, IndexFolderError], whole: Sequence[str]
) -> Iterator[Finding]:
    earlier = f" Or serve a version that is whole: ownwords rollback {whole[-1]}" if whole else ""
    try:
        serving = folder.current().name
    except IndexFolderError as error:
        yield Finding(False, f"{error}{earlier}")
        return
    if serving in problems:
        yield Finding(False, f"{problems[serving]}{earlier}")
    else:
        yield Finding(True, f"index {folder.path}, version {serving}: every file is as it was written")


def _version_findings(folder: IndexFolder, problems: dict[str, IndexFolderError]) -> Iterator[Finding]:
    try:
        serving: str | None = folder.current().name
    except IndexFolderError:
        serving = None
    for name, problem in problems.items():
        if name == serving:
            continue
        if isinstance(problem, IndexMismatch):  # left by an update; further ingests let go of it
            yield Finding(True, f"version {name} was made by another version of this program, and cannot serve")
        else:
            yield Finding(False, f"{problem} The version does not serve; remove it: ownwords versions --remove {name}")
    yield Finding(True, f"versions in {folder.path}: {', '.join(folder.versions()) or 'none'}")


def _clock_findings(versions: Sequence[str], now: datetime) -> Iterator[Finding]:
    for name in versions:
        made = made_at(name)
        if made and made > now + CLOCK_SLACK:
            yield Finding(
                False,
                f"The version {name} was made at {made:%Y-%m-%d %H:%M} UTC, and now it is {now:%Y-%m-%d %H:%M}: the "
                f"clock was wrong then, or is now. Set the clock, build again (ownwords ingest), then remove that "
                f"version: ownwords versions --remove {name}",
            )


def _leftover_findings(folder: IndexFolder, now: datetime) -> Iterator[Finding]:
    left = folder.leftovers()
    if folder.is_being_written():
        idle = now.timestamp() - max((_last_change(path) for path in left), default=now.timestamp())
        if idle > HANGS_AFTER.total_seconds():
            yield Finding(
                False,
                f"An ingest holds {folder.path} and has written nothing for {idle / 60:.0f} minutes. If it hangs, end "
                "its process: the lock goes with it.",
            )
        else:
            yield Finding(True, "an ingest is at work")
    elif left:
        size = sum(_size(path) for path in left) / MEGABYTE
        yield Finding(
            False,
            f"{len(left)} drafts of ingests that were killed lie in {folder.path}, {size:.1f} MB. They harm nothing; "
            "the next ingest removes them: ownwords ingest.",
        )


def _files(path: Path) -> list[Path]:
    return [path, *path.rglob("*")]


def _last_change(path: Path) -> float:
    try:
        return max(file.stat().st_mtime for file in _files(path))
    except FileNotFoundError:  # the ingest has just moved it
        return time()


def _size(path: Path) -> int:
    return sum(file.stat().st_size for file in _files(path) if file.is_file())

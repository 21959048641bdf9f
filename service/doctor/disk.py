"""Whether the next ingest finds room, and may write."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from index.folder import IndexFolder
from service.findings import Finding

MEGABYTE = 1e6
LEAST_BYTES = 100e6  # of a first version: the encoder and a few pages, twice
ROOM_FOR = 2.0  # versions; the next may be larger than the last


def disk_findings(folder: IndexFolder) -> Iterator[Finding]:
    """Look at the room on the disk, and at who may write to the folder."""
    place = folder.path if folder.path.exists() else _first_that_is_there(folder.path)
    closed = [path for path in _written_to(folder, place) if not os.access(path, os.W_OK)]
    for path in closed:
        yield Finding(
            False,
            f"{path} cannot be written to by this user, or the disk is read-only. What serves goes on; for an ingest "
            "or a roll-back, give it to the user who runs them, or name another folder with --index.",
        )
    needed, free = _bytes_needed(folder), shutil.disk_usage(place).free
    if free < needed:
        yield Finding(
            False,
            f"{free / MEGABYTE:.0f} MB are free at {place}, and the next ingest may need {needed / MEGABYTE:.0f} MB. "
            "Make room on the disk, or remove old versions: ownwords versions --remove NAME",
        )
    elif not closed:
        yield Finding(True, f"{free / MEGABYTE:.0f} MB are free at {place}")


def _first_that_is_there(path: Path) -> Path:
    return next(parent for parent in path.absolute().parents if parent.exists())


def _written_to(folder: IndexFolder, place: Path) -> list[Path]:
    names = ("versions", "current", "lock", "pointer-lock")
    return [place, *(path for name in names if (path := folder.path / name).exists())]


def _bytes_needed(folder: IndexFolder) -> float:
    sizes = [
        sum(file.stat().st_size for file in folder.folder_of(name).rglob("*") if file.is_file())
        for name in folder.versions()
    ]
    return ROOM_FOR * max(sizes) if sizes else LEAST_BYTES

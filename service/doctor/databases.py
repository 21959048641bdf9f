"""The desk's data and the question log: whole, and closed to everybody but their owner."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from service.findings import Finding
from service.settings import Settings

BESIDE = ("", "-wal", "-shm", "-journal")  # what SQLite keeps beside a file holds the same data
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def desk_findings(settings: Settings) -> Iterator[Finding]:
    """Look at the desk's data, where there is any."""
    path = settings.desk_file
    mend = f"Restore it from a backup: ownwords restore FILE --force. Or remove it, and make the accounts again: {path}"
    yield from _findings(path, "desk's data", "accounts", mend)


def question_log_findings(settings: Settings) -> Iterator[Finding]:
    """Look at the question log, where there is one, whether or not it is written to now."""
    path = settings.question_log.file_beside(settings.index)
    yield from _findings(path, "question log", "counts", f"Stop the service and remove it; it is made again: {path}")


def _findings(path: Path, what: str, table: str, mend: str) -> Iterator[Finding]:
    if not path.exists():
        return
    for file in (path.with_name(path.name + ending) for ending in BESIDE):
        if file.exists() and file.stat().st_mode & OTHERS:
            yield Finding(False, f"The {what} {file} can be read by others. Close it: chmod 600 {file}")
    problem = _problem_of(path, table)
    if problem:
        yield Finding(False, f"The {what} {path} is damaged ({problem}). {mend}")
    else:
        yield Finding(True, f"{what} {path}: whole")


def _problem_of(path: Path, table: str) -> str | None:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            connection.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  # our own name
    except sqlite3.Error as error:
        return str(error)
    return None if said == "ok" else str(said)

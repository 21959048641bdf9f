"""Backups of the desk's data: one file that says what it is and carries its own hash.

A line names the kind of file and the SHA-256 of all that follows; what follows is a SQLite database. Sessions and wrong
passwords are not carried: whoever has a backup is signed in nowhere. The question log is no part of it, since a backup
would outlive `ownwords forget`.
"""

import os
import re
import sqlite3
import uuid
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from corpus.errors import BackupError
from index.durability import wait_until_on_disk
from service.desk.database import BUSY_SECONDS, OWNER_ONLY, DeskDatabase

FIRST_LINE = re.compile(rb"own-words desk backup 1 sha256=([0-9a-f]{64})")
NOT_CARRIED = ("sessions", "attempts")
KEPT_BY_SQLITE = ("-journal", "-wal", "-shm")


def make_backup(desk_file: Path, target: Path, force: bool = False) -> int:
    """Write a backup, which only its owner can read, while the desk may be in use.

    Args:
        desk_file: the desk's data.
        target: the backup; its folder must be there.
        force: whether a file of that name may be replaced.

    Returns:
        How many accounts the backup holds.

    Raises:
        BackupError: there is no data or it is damaged, the target is there already, or it cannot be written.
    """
    if not desk_file.exists():
        raise BackupError(f"There is no desk data at {desk_file}, so nothing to back up. Name the index with --index.")
    _check_free(target, force)
    try:
        with closing(sqlite3.connect(f"{desk_file.absolute().as_uri()}?mode=ro", uri=True)) as source:
            source.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")
            copy = _copy_of(source)
    except sqlite3.Error as error:
        raise BackupError(
            f"The desk's data {desk_file} cannot be backed up ({error}). See what is wrong with it: ownwords doctor."
        ) from error
    with closing(copy):
        accounts = _accounts_in(copy, desk_file)
        for table in NOT_CARRIED:
            copy.execute(f"DELETE FROM {table}")  # noqa: S608  # our own names
        copy.execute("VACUUM")
        data = copy.serialize()
    _write_whole(target, b"own-words desk backup 1 sha256=%s\n" % sha256(data).hexdigest().encode() + data)
    return accounts


def restore_backup(backup: Path, desk_file: Path, force: bool = False) -> int:
    """Put the desk's data back, in one step and only if the backup is whole; everybody has to sign in again.

    Args:
        backup: what `make_backup` wrote.
        desk_file: the desk's data, which may be in use.
        force: whether data that is there may be replaced.

    Returns:
        How many accounts there are now.

    Raises:
        BackupError: the file is damaged or no backup, there is data already, or it cannot be written.
    """
    data = _data_of(backup)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        try:
            copy.deserialize(data)
        except sqlite3.Error as error:
            raise _damaged(backup, str(error)) from error
        accounts = _accounts_in(copy, backup)
        _check_free(desk_file, force)
        if _is_usable(desk_file):
            _write_into(copy, desk_file)
        else:
            _write_whole(desk_file, data)
            for ending in KEPT_BY_SQLITE:  # of the file that was there; SQLite would take it for this one's
                desk_file.with_name(desk_file.name + ending).unlink(missing_ok=True)
    DeskDatabase(desk_file)  # closes it to others, and makes the tables that an older backup had not
    return accounts


def _check_free(target: Path, force: bool) -> None:
    if target.exists() and not force:
        raise BackupError(f"{target} is there already. Name another file, or say --force to replace it.")


def _copy_of(source: sqlite3.Connection) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:", isolation_level=None)
    source.backup(copy)
    return copy


def _data_of(backup: Path) -> bytes:
    try:
        said, _, data = backup.read_bytes().partition(b"\n")
    except OSError as error:
        raise BackupError(f"The backup {backup} cannot be read ({error.strerror}). Name another file.") from error
    first = FIRST_LINE.fullmatch(said)
    if first is None:
        raise BackupError(f"{backup} is no backup of the desk. Name a file that was written by: ownwords backup FILE")
    if not data or sha256(data).hexdigest().encode() != first[1]:
        raise _damaged(backup, "it is not what was written")
    return data


def _accounts_in(copy: sqlite3.Connection, origin: Path) -> int:
    """How many accounts a database holds, after a look at the whole of it."""
    try:
        (said,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        (accounts,) = copy.execute("SELECT count(name || password_hash || created) FROM accounts").fetchone()
    except sqlite3.Error as error:
        raise _damaged(origin, str(error)) from error
    if said != "ok":
        raise _damaged(origin, said)
    return int(accounts)


def _damaged(path: Path, why: str) -> BackupError:
    return BackupError(f"{path} is damaged ({why}), and nothing was changed. Take another backup.")


def _is_usable(desk_file: Path) -> bool:
    if not desk_file.exists():
        return False
    try:
        with closing(sqlite3.connect(desk_file, timeout=BUSY_SECONDS)) as connection:
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except sqlite3.OperationalError as error:  # in use, or closed to us: nothing to be replaced by another file
        raise BackupError(f"The desk's data {desk_file} cannot be used ({error}), and nothing was changed.") from error
    except sqlite3.DatabaseError:
        return False


def _write_into(copy: sqlite3.Connection, desk_file: Path) -> None:
    """Replace everything in a database in one transaction, so that whoever uses it goes on with the same file."""
    try:
        with closing(sqlite3.connect(desk_file, timeout=BUSY_SECONDS)) as connection:
            copy.backup(connection)
    except sqlite3.Error as error:
        raise BackupError(
            f"The desk's data {desk_file} could not be replaced ({error}), and nothing was changed. Try again."
        ) from error


def _write_whole(target: Path, content: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    written = target.with_name(f".{target.name}-{uuid.uuid4().hex}")
    try:
        try:
            with os.fdopen(os.open(written, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            written.replace(target)
        finally:
            written.unlink(missing_ok=True)
        wait_until_on_disk(target.parent)
    except OSError as error:
        raise BackupError(
            f"{target} cannot be written ({error.strerror}), and nothing was changed. Name another file, or make room."
        ) from error

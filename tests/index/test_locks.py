"""One at a time, by a lock on a file."""

from pathlib import Path

import pytest

from index.locks import LockTaken, alone


def test_a_lock_is_for_one_at_a_time_and_free_again_afterwards(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with alone(lock), pytest.raises(LockTaken), alone(lock):
        pass
    with alone(lock):
        pass


def test_a_lock_is_free_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="full"), alone(tmp_path / "lock"):
        raise OSError("the disk is full")
    with alone(tmp_path / "lock"):
        pass


def test_a_lock_that_cannot_be_made_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"), alone(tmp_path / "file" / "lock"):
        pass

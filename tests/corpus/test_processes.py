"""Work that is done by another process beside what happens here."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from corpus import processes
from corpus.errors import WorkerLost
from corpus.processes import done_beside

PROGRAM = """
import time
from multiprocessing import active_children
from corpus.processes import done_beside

with done_beside(time.sleep, 600):
    print(active_children()[0].pid, flush=True)
    time.sleep(600)
"""


@pytest.mark.slow
def test_at_the_end_the_work_is_done(tmp_path: Path) -> None:
    with done_beside(os.mkdir, tmp_path / "made"):
        pass
    assert (tmp_path / "made").is_dir()
    assert multiprocessing.active_children() == []


@pytest.mark.slow
def test_what_the_work_raises_is_raised_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(FileExistsError) as raised, done_beside(os.mkdir, tmp_path):
        pass
    assert raised.value.filename == str(tmp_path)
    assert "in _do" in raised.value.__notes__[0]


@pytest.mark.slow
def test_a_process_that_is_lost_is_told_in_words() -> None:
    with pytest.raises(WorkerLost, match=r"ended from outside.*memory.*try again"), done_beside(os._exit, 9):
        pass


def test_a_process_that_cannot_be_started_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(_: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(processes.SPAWN.Process, "start", no_memory)
    with pytest.raises(WorkerLost, match="could not be started"), done_beside(time.sleep, 1):
        pytest.fail("it went on without")


@pytest.mark.slow
@pytest.mark.parametrize("error", [OSError, EOFError, KeyboardInterrupt])
def test_the_work_ends_at_once_when_what_is_beside_it_fails(error: type[BaseException]) -> None:
    with pytest.raises(error, match="here"), done_beside(time.sleep, 600):
        raise error("here")
    assert multiprocessing.active_children() == []


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whoever_ends_a_program_ends_the_work_beside_it(number: signal.Signals) -> None:
    program = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as ingest:
        assert ingest.stdout
        beside = psutil.Process(int(ingest.stdout.readline()))
        os.kill(ingest.pid, number)
        ingest.communicate(timeout=20)
    assert psutil.wait_procs([beside], timeout=10)[1] == []

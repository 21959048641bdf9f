"""Many pages are cut by several processes, and nothing else is different."""

import json
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from corpus import cutting
from corpus.assembly import pages_in
from corpus.build import build_library
from corpus.cutting import Uncut, cut, cut_by, cut_in_order
from corpus.errors import WorkerLost
from corpus.library import Library
from corpus.records import Block, BlockKind, Span
from corpus.report import PageReport
from corpus.set_aside import read_again, written

MANY = 200
STRAY_BLOCK = Block(BlockKind.PARAGRAPH, Span(None, "nowhere"))  # type: ignore[arg-type]  # no reader gives this
PROGRAM = """
from corpus import cutting
from corpus.assembly import pages_in
from corpus.set_aside import written
from multiprocessing import active_children

cutting.WORTH_PROCESSES, cutting.BATCH, cutting.usable_cores = 0, 2000, lambda: 2
(page,) = pages_in(b"It hurts. " * 50, "knee.txt", "knee.txt")
with cutting.cut_in_order([cutting.Uncut(written(page), {})] * 100_000, 1) as pages:
    for _ in pages:
        print(*(child.pid for child in active_children()), flush=True)
"""


@pytest.fixture
def two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few pages there are, and however many cores."""
    monkeypatch.setattr(cutting, "WORTH_PROCESSES", 0)
    monkeypatch.setattr(cutting, "BATCH", 200)
    monkeypatch.setattr(cutting, "usable_cores", lambda: 2)


@pytest.fixture
def many_pages(tmp_path: Path, pages_folder: Path) -> list[str]:
    """The three small pages, and a table of many."""
    rows = ({"question": f"What is {n}?", "answer": f"It is {n}.", "title": f"Page {n}"} for n in range(MANY))
    (tmp_path / "table.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return [str(pages_folder), str(tmp_path / "table.jsonl")]


def uncut_pages(count: int) -> list[Uncut]:
    (page,) = pages_in(b"It hurts.", "knee.txt", "knee.txt")
    pages = (replace(page, source=replace(page.source, location=f"{n}.txt")) for n in range(count))
    return [Uncut(written(page), {}) for page in pages]


def built(path: Path, sources: Sequence[str]) -> tuple[list[PageReport], str]:
    report = build_library(path, sources)
    library = Library.open(path)
    fingerprint = library.fingerprint()
    library.close()
    return report.pages, fingerprint


def processes_to_cut(pages: list[Uncut], monkeypatch: pytest.MonkeyPatch) -> int:
    """How many processes would be started; none is."""
    started = [1]
    monkeypatch.setattr(
        cutting, "ProcessPoolExecutor", lambda count, *_, **__: started.append(count) or ThreadPoolExecutor(count)
    )
    with cut_in_order(pages, characters=9 * len(pages)) as done:
        assert [page.report.location for page in done] == [read_again(page.page).source.location for page in pages]
    return started[-1]


@pytest.mark.slow
@pytest.mark.usefixtures("two_processes")
def test_several_processes_make_the_very_same_library(
    tmp_path: Path, many_pages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    by_several = built(tmp_path / "several", many_pages)
    monkeypatch.setattr(cutting, "usable_cores", lambda: 1)
    assert by_several == built(tmp_path / "one", many_pages)
    assert len(by_several[0]) == MANY + 3


@pytest.mark.slow
@pytest.mark.usefixtures("two_processes")
def test_a_killed_process_is_told_in_words_and_the_others_end() -> None:
    with cut_in_order(uncut_pages(2000), characters=1) as pages:
        next(pages)
        killed, *others = multiprocessing.active_children()
        killed.kill()
        with pytest.raises(WorkerLost, match=r"ended from outside.*memory.*try again"):
            list(pages)
    assert not any(process.is_alive() for process in [killed, *others])


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_whoever_ends_an_ingest_ends_its_processes(number: signal.Signals) -> None:
    program = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as ingest:
        assert ingest.stdout
        processes = [psutil.Process(int(pid)) for pid in ingest.stdout.readline().split()]
        os.kill(ingest.pid, number)
        ingest.communicate(timeout=20)
    assert len(processes) == 2
    assert psutil.wait_procs(processes, timeout=10)[1] == []


def test_few_pages_are_cut_without_other_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "usable_cores", lambda: 8)
    assert processes_to_cut(uncut_pages(5), monkeypatch) == 1


@pytest.mark.parametrize(("cores", "processes"), [(1, 1), (2, 2), (64, cutting.MAX_PROCESSES)])
def test_many_pages_are_cut_by_as_many_processes_as_there_are_cores(
    cores: int, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cutting, "WORTH_PROCESSES", 40)
    monkeypatch.setattr(cutting, "usable_cores", lambda: cores)
    assert processes_to_cut(uncut_pages(5), monkeypatch) == processes


def test_a_daemon_which_may_start_no_processes_cuts_all_pages_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "WORTH_PROCESSES", 0)
    monkeypatch.setattr(cutting, "usable_cores", lambda: 2)
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)  # type: ignore[attr-defined]
    assert processes_to_cut(uncut_pages(5), monkeypatch) == 1


def test_only_a_few_batches_are_in_the_pool_and_their_order_stays() -> None:
    given = 0

    def batches() -> Iterator[list[Uncut]]:
        nonlocal given
        for page in uncut_pages(50):
            given += 1
            yield [page]

    with ThreadPoolExecutor(2) as pool:
        for taken, page in enumerate(cut_by(pool, batches(), ahead=3)):
            assert page.report.location == f"{taken}.txt"
            assert given <= taken + 4  # those ahead, and the one that was drawn to take the place of this
    assert given == 50


class Elsewhere(Executor):
    """A pool that loses the place of an error, as one of processes does."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(function(*args, **named))
        except Exception as error:
            done.set_exception(pickle.loads(pickle.dumps(error)))
        return done


def test_a_page_that_cannot_be_cut_fails_as_it_does_without_other_processes() -> None:
    good, bad = uncut_pages(2)
    page = read_again(bad.page)
    stray = Uncut(written(replace(page, rendition=replace(page.rendition, blocks=(STRAY_BLOCK,)))), {})
    with pytest.raises(TypeError) as alone:
        cut(stray)
    with pytest.raises(TypeError) as helped:
        list(cut_by(Elsewhere(), [[good], [stray]], ahead=2))
    assert str(helped.value) == str(alone.value)
    assert (helped.traceback[-1].path, helped.traceback[-1].lineno) == (
        alone.traceback[-1].path,
        alone.traceback[-1].lineno,
    )


def test_a_process_that_cannot_be_started_is_told_in_words() -> None:
    class NoMemory(Executor):
        def submit(self, function: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
            raise BlockingIOError(11, "Resource temporarily unavailable")

    with pytest.raises(WorkerLost, match="could not be started"):
        list(cut_by(NoMemory(), [uncut_pages(1)], ahead=2))

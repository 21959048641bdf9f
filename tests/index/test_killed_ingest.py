"""An ingest that is killed at any moment leaves a whole index behind."""

import multiprocessing
import random
import signal
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from index.build import ingest
from index.folder import KEPT_VERSIONS, IndexFolder
from index.loading import load_index

pytestmark = pytest.mark.slow

KILLS = 10
QUESTIONS = ["Can I drive?", "numb skin near the scar", "what should I bring", "climb stairs"]
PROGRAM = """
import os, shutil
from index.build import ingest
{prepare}
started.set()
ingest(folder, [pages], encoder)
"""
# nltk, which takes an ingest seconds to import, is imported once, by a server that does nothing but fork. So nearly
# every moment at which an ingest is killed is one of its work. The rest starts threads, whose locks a fork would copy.
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["corpus.build", "nltk.tokenize.punkt"])


def start(folder: IndexFolder, pages: Path, encoder: Path, prepare: str = "") -> BaseProcess:
    """An ingest in a process of its own that has just begun its work."""
    started = FORKED.Event()
    known = {"folder": folder, "pages": str(pages), "encoder": str(encoder), "started": started}
    process = FORKED.Process(target=exec, args=(PROGRAM.format(prepare=prepare), known))
    process.start()
    assert started.wait(timeout=60)
    return process


def answers(folder: IndexFolder) -> list[tuple[str, str]]:
    searcher = load_index(folder)
    return [(found.page.id, found.passage.text) for asked in QUESTIONS for found in searcher.search(asked, 5).found]


def left_behind(folder: IndexFolder) -> list[str]:
    return [path.name for path in (*folder.path.glob(".*"), *folder.path.glob("versions/.*"))]


@pytest.fixture(scope="module")
def many_pages(tmp_path_factory: pytest.TempPathFactory, pages_folder: Path) -> Path:
    """Two hundred pages: the three small ones over and over, each time in words of its own."""
    folder = tmp_path_factory.mktemp("many") / "pages"
    folder.mkdir()
    small = sorted(pages_folder.iterdir())
    for number in range(200):
        page = small[number % len(small)]
        (folder / f"{number}-{page.name}").write_text(page.read_text("utf-8") + f"\n\nPage {number}.\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def full_run(
    tmp_path_factory: pytest.TempPathFactory, many_pages: Path, tiny_encoder: Path
) -> tuple[float, list[tuple[str, str]]]:
    """How many seconds an ingest of the two hundred pages takes when it is left alone, and what it answers then."""
    folder = IndexFolder(tmp_path_factory.mktemp("full") / "index")
    process = start(folder, many_pages, tiny_encoder)
    started = time.monotonic()
    process.join()
    assert process.exitcode == 0
    return time.monotonic() - started, answers(folder)


@pytest.mark.parametrize("kill", range(KILLS))
def test_a_killed_ingest_leaves_the_previous_version_serving(
    index_copy: IndexFolder,
    pages_folder: Path,
    many_pages: Path,
    tiny_encoder: Path,
    full_run: tuple[float, list[tuple[str, str]]],
    kill: int,
) -> None:
    seconds, answers_when_done = full_run
    version, before = index_copy.current().name, answers(index_copy)
    moment = (kill + random.Random(kill).random()) / KILLS  # a random moment in each tenth of the run

    process = start(index_copy, many_pages, tiny_encoder)
    time.sleep(moment * seconds)
    process.kill()
    process.join()

    if index_copy.current().name == version:
        assert process.exitcode == -signal.SIGKILL
        assert answers(index_copy) == before
    else:  # it was quicker than the run that was measured, and done
        assert moment > 0.5
        assert answers(index_copy) == answers_when_done
    ingest(index_copy, [str(pages_folder)], str(tiny_encoder))
    assert answers(index_copy) == before
    assert left_behind(index_copy) == []


@pytest.mark.parametrize("step", ["os.fsync", "os.rename", "os.replace"])
def test_an_ingest_killed_before_the_pointer_moves_leaves_the_previous_version(
    index_copy: IndexFolder, pages_folder: Path, tiny_encoder: Path, step: str
) -> None:
    version, before = index_copy.current().name, answers(index_copy)
    process = start(index_copy, pages_folder, tiny_encoder, prepare=f"{step} = lambda *_: os._exit(9)")
    process.join()
    assert process.exitcode == 9
    assert (index_copy.current().name, answers(index_copy)) == (version, before)
    ingest(index_copy, [str(pages_folder)], str(tiny_encoder))
    assert answers(index_copy) == before
    assert left_behind(index_copy) == []


def test_an_ingest_killed_after_the_pointer_has_moved_leaves_the_new_version(
    index_copy: IndexFolder, pages_folder: Path, tiny_encoder: Path
) -> None:
    before = answers(index_copy)
    for _ in range(KEPT_VERSIONS - 1):
        ingest(index_copy, [str(pages_folder)], str(tiny_encoder))
    version = index_copy.current().name
    process = start(index_copy, pages_folder, tiny_encoder, prepare="shutil.rmtree = lambda *_, **__: os._exit(9)")
    process.join()
    assert process.exitcode == 9
    assert index_copy.current().name > version
    assert answers(index_copy) == before
    ingest(index_copy, [str(pages_folder)], str(tiny_encoder))
    assert len(index_copy.versions()) == KEPT_VERSIONS


def test_questions_are_answered_while_an_ingest_runs(
    index_copy: IndexFolder, many_pages: Path, tiny_encoder: Path, full_run: tuple[float, list[tuple[str, str]]]
) -> None:
    before = answers(index_copy)
    process = start(index_copy, many_pages, tiny_encoder)
    seen = []
    while process.is_alive():
        seen.append(answers(index_copy))
    process.join()
    assert seen[0] == before
    assert all(one in (before, full_run[1]) for one in seen)
    assert answers(index_copy) == full_run[1]

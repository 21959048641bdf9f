"""Faults that hit an ingest: it is killed, starved, misled or not alone. A whole version serves after, old or new."""

import random
import shutil
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import OwnWordsError
from index.folder import IndexFolder, made_at
from scripts.fault_table.ingests import begin, clock_off_by, ended, largest_file, more_memory
from scripts.fault_table.place import OLD, Place, answers_of, make_read_only, small_disk
from scripts.fault_table.tally import LOST, Tally
from service.doctor.folder import CLOCK_SLACK, folder_findings

MOST_MEMORY = 400e6  # bytes more than at the start; an ingest of small pages wants fewer
TEN_YEARS = 10 * 365 * 86_400.0
ROOM_BESIDE = 3_000_000  # bytes that the system itself wants of a small disk


def killed(place: Place, times: int, chance: random.Random) -> Tally:
    """By SIGKILL, at a random moment."""
    return _signalled("kill -9 of an ingest", signal.SIGKILL, place, times, chance)


def terminated(place: Place, times: int, chance: random.Random) -> Tally:
    """By SIGTERM, at a random moment."""
    return _signalled("SIGTERM to an ingest", signal.SIGTERM, place, times, chance)


def _signalled(fault: str, number: signal.Signals, place: Place, times: int, chance: random.Random) -> Tally:
    tally = Tally(fault, "at a random moment", times)
    with place.copy(place.base) as folder:
        for _ in range(times):
            process = begin(folder.path, place.new_pages)
            time.sleep(chance.random() * place.seconds)
            if process.pid and process.is_alive():
                process.kill() if number == signal.SIGKILL else process.terminate()
            how = ended(process)
            if place.judge(folder, tally, how) != OLD:
                folder.roll_back(folder.versions()[0])  # every time anew from the old version
        _goes_on(place, folder, tally)
    return tally


def full_disk(place: Place, times: int, chance: random.Random) -> Tally:
    """Room for a random part of the new version and no more."""
    tally = Tally("full disk", "a tmpfs of random size", times)
    held = _bytes_of(place.base)
    for _ in range(times):
        room = int(chance.random() * held * 1.1)
        with small_disk(place.scratch / "disk", held + ROOM_BESIDE + room) as disk:
            if disk is None:
                tally.how = "RLIMIT_FSIZE at a random size, as this user may mount nothing"
            with place.copy(place.base, disk) as folder:
                process = begin(folder.path, place.new_pages, *(() if disk else (largest_file, chance.random() * held)))
                place.judge(folder, tally, ended(process))
                _note_leftovers(folder, tally)
    return tally


def read_only_disk(place: Place, times: int, chance: random.Random) -> Tally:
    """Read-only from a random moment on."""
    tally = Tally("read-only disk", "a tmpfs, read-only from a random moment on", times)
    for _ in range(times):
        with (
            small_disk(place.scratch / "disk", 4 * _bytes_of(place.base) + ROOM_BESIDE) as disk,
            place.copy(place.base, disk) as folder,
        ):
            process = begin(folder.path, place.new_pages)
            time.sleep(chance.random() * place.seconds)
            if disk:
                make_read_only(disk)
            else:
                tally.how = "the right to write taken away at a random moment, as this user may mount nothing"
                (folder.path / "versions").chmod(0o500)
            place.judge(folder, tally, ended(process))
            if not disk:
                (folder.path / "versions").chmod(0o700)
    return tally


def out_of_memory(place: Place, times: int, chance: random.Random) -> Tally:
    """A random amount of memory less than is needed, or a little more."""
    tally = Tally("out of memory", "RLIMIT_AS of random size", times)
    with place.copy(place.base) as folder:
        for _ in range(times):
            process = begin(folder.path, place.new_pages, more_memory, chance.random() * MOST_MEMORY)
            if place.judge(folder, tally, ended(process)) != OLD:
                folder.roll_back(folder.versions()[0])
        _goes_on(place, folder, tally)
    return tally


def missing_encoder(place: Place, times: int, chance: random.Random) -> Tally:
    """The encoder that the settings name has lost a random file, or is not there at all."""
    tally = Tally("missing encoder of an ingest", "a random file of it removed", times)
    with place.copy(place.base) as folder:
        for _ in range(times):
            encoder = Path(shutil.copytree(folder.current() / "encoder", place.scratch / "encoder"))
            chance.choice([path for path in encoder.iterdir() if path.suffix in (".onnx", ".json")]).unlink()
            process = begin(folder.path, place.new_pages, encoder=str(encoder))
            if place.judge(folder, tally, ended(process)) != OLD:
                folder.roll_back(folder.versions()[0])
            shutil.rmtree(encoder)
    return tally


def clock_jumps(place: Place, times: int, chance: random.Random) -> Tally:
    """The clock of an ingest is up to ten years off, either way."""
    tally = Tally("clock jumps", "the clock of the ingest up to ten years off", times)
    for _ in range(times):
        with place.copy(place.base) as folder:
            before = folder.current().name
            process = begin(folder.path, place.new_pages, clock_off_by, chance.uniform(-TEN_YEARS, TEN_YEARS))
            place.judge(folder, tally, ended(process))
            made, now = made_at(folder.versions()[-1]), datetime.now(UTC)
            if made and made > now + CLOCK_SLACK and all(found.well for found in folder_findings(folder, now)):
                tally.note("a version from the future, of which the doctor did not tell")
            folder.roll_back(before)
            place.judge(folder, tally, "rolled back")
    return tally


def two_at_once(place: Place, times: int, chance: random.Random) -> Tally:
    """A second ingest, of other pages, begins at a random moment of the first."""
    tally = Tally("two ingests at once", "the second begins at a random moment", times)
    with place.copy(place.base) as folder:
        for _ in range(times):
            first = begin(folder.path, place.new_pages)
            time.sleep(chance.random() * place.seconds * 0.9)
            second = begin(folder.path, place.old_pages)
            how = f"first {ended(first)}, second {ended(second)}"
            place.judge(folder, tally, how)
            _note_leftovers(folder, tally)
    return tally


def _bytes_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _note_leftovers(folder: IndexFolder, tally: Tally) -> None:
    if folder.leftovers():
        tally.note("a draft was left behind")


def _goes_on(place: Place, folder: IndexFolder, tally: Tally) -> None:
    """See that the next ingest works, and clears up."""
    how = ended(begin(folder.path, place.new_pages))
    try:
        well = how == "done" and place.version_of(answers_of(folder)) is not None and not folder.leftovers()
    except OwnWordsError as error:
        tally.hurt(LOST, str(error))
        return
    tally.note("the next ingest worked and cleared up" if well else f"the next ingest was {how} and left something")

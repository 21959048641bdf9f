"""Faults that hit files: of the version that serves, and of a new one that a running service is to take up."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import OwnWordsError
from index.folder import IndexFolder
from index.layout import ENCODER_FOLDER
from scripts.fault_table.place import OLD, Place, asked
from scripts.fault_table.tally import CORRUPT, LOST, Tally
from service.doctor.folder import folder_findings
from service.serving import Serving
from service.settings import Settings
from service.version_watch import VersionWatch
from service.wiring import load_version

Damage = Callable[[Path, random.Random], None]


def change_a_byte(version: Path, chance: random.Random) -> None:
    """Change a random byte of a random file."""
    file = _some_file(version, chance)
    content = bytearray(file.read_bytes())
    content[chance.randrange(len(content))] ^= chance.randrange(1, 256)
    file.write_bytes(content)


def cut_short(version: Path, chance: random.Random) -> None:
    """Cut a random file short at a random place."""
    file = _some_file(version, chance)
    file.write_bytes(file.read_bytes()[: chance.randrange(file.stat().st_size)])


def remove_a_file(version: Path, chance: random.Random) -> None:
    """Remove a random file."""
    _some_file(version, chance).unlink()


def remove_the_encoder(version: Path, chance: random.Random) -> None:
    """Remove a random file of the encoder."""
    chance.choice([path for path in (version / ENCODER_FOLDER).rglob("*") if path.is_file()]).unlink()


def _some_file(version: Path, chance: random.Random) -> Path:
    return chance.choice(sorted(path for path in version.rglob("*") if path.is_file() and path.stat().st_size))


DAMAGES: dict[str, Damage] = {
    "a changed byte": change_a_byte,
    "a file cut short": cut_short,
    "a file gone": remove_a_file,
    "the encoder gone": remove_the_encoder,
}


def of_the_serving_version(place: Place, times: int, chance: random.Random) -> list[Tally]:
    """Damage what serves: it must not be loaded, the doctor must tell, and the version before must serve again."""
    tallies = []
    for name, damage in DAMAGES.items():
        tally = Tally(f"serving version with {name}", "a random file and place", times)
        for _ in range(times):
            with place.copy(place.both) as folder:
                damage(folder.current(), chance)
                place.refuses(folder, tally)
                if all(finding.well for finding in folder_findings(folder, datetime.now(UTC))):
                    tally.hurt(CORRUPT, "the doctor found nothing")
                folder.roll_back()
                place.judge(folder, tally, "refused, told by the doctor, rolled back")
        tallies.append(tally)
    return tallies


def of_the_new_version(place: Place, times: int, chance: random.Random) -> list[Tally]:
    """Damage a new version under a running service: it goes on with the old one, and takes up a whole one after."""
    tallies = []
    for name, damage in DAMAGES.items():
        tally = Tally(f"new version with {name}, under a running service", "a random file and place", times)
        for _ in range(times):
            with place.copy(place.both) as folder:
                _taken_up_or_not(place, folder, tally, damage, chance)
        tallies.append(tally)
    return tallies


def _taken_up_or_not(place: Place, folder: IndexFolder, tally: Tally, damage: Damage, chance: random.Random) -> None:
    old, new = folder.versions()
    folder.roll_back(old)
    serving = Serving()
    watch = VersionWatch(folder, serving, lambda: load_version(Settings(index=folder.path)))
    watch.look()
    damage(folder.folder_of(new), chance)
    (folder.path / "moved").write_text(f"{new}\n", "utf-8")
    (folder.path / "moved").replace(folder.path / "current")  # as `publish` does; a roll-back would refuse
    watch.look()
    try:
        with serving.now() as version:
            found = asked(version.answerer)
    except OwnWordsError as error:
        tally.hurt(LOST, str(error))
        return
    if place.version_of(found) == OLD:
        tally.note("the old version goes on serving")
    else:
        tally.hurt(CORRUPT, f"{serving.version} was taken up")
    serving.take_up(None)

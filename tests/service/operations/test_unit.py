"""The systemd unit: systemd itself accepts it, and it gives the service as little as it needs."""

import shutil
import subprocess
from pathlib import Path

import pytest

from service.cli import main

UNIT = Path(__file__).parents[3] / "service/operations/own-words.service"
MOST_EXPOSED = 2.0  # of 10, by systemd's own count; a unit without hardening has 9.6


def settings() -> dict[str, list[str]]:
    """Every setting with its values, in the order they stand."""
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text("utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def test_the_command_and_its_options_are_those_of_the_program() -> None:
    (command,) = settings()["ExecStart"]
    program, name, *options = command.split()
    assert program.endswith("/bin/ownwords")
    known = {option for parameter in main.commands[name].params for option in parameter.opts}
    assert {option for option in options if option.startswith("--")} <= known


def test_the_service_is_started_again_after_a_failure() -> None:
    assert settings()["Restart"] == ["on-failure"]


def test_it_gets_time_to_finish_its_answers() -> None:
    from service.server import GRACE_SECONDS

    assert int(settings()["TimeoutStopSec"][0]) > GRACE_SECONDS


def test_memory_that_can_hold_a_question_never_reaches_the_disk() -> None:
    assert settings()["LimitCORE"] == ["0"]
    assert settings()["MemorySwapMax"] == ["0"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_accepts_it_and_finds_it_hardly_exposed(tmp_path: Path) -> None:
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text("utf-8").replace("/opt/own-words/.venv/bin/ownwords", "/bin/true"), "utf-8")
    verified = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert (verified.returncode, verified.stderr) == (0, "")
    command = ["systemd-analyze", "security", "--offline=true", unit]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    assert float(said.rsplit("service: ", 1)[1].split()[0]) <= MOST_EXPOSED

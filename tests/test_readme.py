"""Every command in the README runs, and what it shows is what comes out."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
LEFT_TO_OTHER_TESTS = ("ownwords serve", "curl")  # tests/service/test_server.py starts the service and asks it
pytestmark = [pytest.mark.model, pytest.mark.slow]


def commands() -> Iterator[str]:
    """The lines of the README's shell blocks, in order."""
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL):
        yield from (line for line in block.splitlines() if line and not line.startswith("#"))


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like the repository, to run commands in without leaving anything behind."""
    folder = tmp_path_factory.mktemp("readme")
    for name in ("corpus", "index", "service", "scripts", "tests", "Makefile", "pyproject.toml", "requirements.txt"):
        (folder / name).symlink_to(ROOT / name)
    return folder


@pytest.fixture
def environment(starter_index: Path) -> dict[str, str]:
    binaries = str(Path(sys.executable).parent)
    return os.environ | {"OWNWORDS_INDEX": str(starter_index), "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.parametrize("command", [line for line in commands() if not line.startswith(LEFT_TO_OTHER_TESTS)])
def test_a_command_of_the_readme_runs(command: str, elsewhere: Path, environment: dict[str, str]) -> None:
    if command.startswith("make"):  # inside a test, make only says what it would do
        command = f"make --dry-run {command.removeprefix('make')}"
    done = subprocess.run(
        command, shell=True, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_answer_shown_in_the_readme_is_the_answer_given(environment: dict[str, str], elsewhere: Path) -> None:
    command, shown = re.findall(r"```console\n\$ (.*?)\n(.*?)```", README, re.DOTALL)[0]
    done = subprocess.run(
        shlex.split(command), env=environment, cwd=elsewhere, capture_output=True, text=True, check=True
    )
    given = [line.rstrip() for line in done.stdout.splitlines()]
    assert [line for line in shown.splitlines() if line not in given] == []


def test_every_command_of_ownwords_is_in_the_readme() -> None:
    from service.cli import main

    assert [name for name in main.commands if f"ownwords {name}" not in README] == []


def test_every_file_that_the_readme_names_is_there() -> None:
    named = set(re.findall(r"`((?:corpus|index|service|scripts|tests)/[\w./-]+)`", README))
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []

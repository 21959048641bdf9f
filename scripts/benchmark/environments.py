"""A virtual environment for each alternative, made when it is first wanted, outside the checkout."""

import subprocess
import venv
from collections.abc import Callable
from pathlib import Path

from corpus.errors import BenchmarkError
from scripts.benchmark.contestants import Contestant, own_python

DEFAULT_FOLDER = Path.home() / ".cache" / "own-words-bench"
INSTALLED_FILE = "installed.txt"  # written last: without it, an environment is not whole


def python_of(contestant: Contestant, folder: Path, say: Callable[[str], None]) -> Path:
    """The Python that a contestant runs in, with its packages installed.

    Args:
        contestant: who.
        folder: where environments are kept from run to run.
        say: told where it will take minutes.

    Raises:
        BenchmarkError: its packages cannot be installed.
    """
    if not contestant.packages:
        return own_python()
    environment = folder / contestant.key
    python, installed = environment / "bin" / "python", environment / INSTALLED_FILE
    wanted = "\n".join(contestant.packages)
    if not installed.is_file() or installed.read_text("utf-8") != wanted:
        say(f"Installing {contestant.name} into {environment} (some minutes, once).")
        venv.create(environment, with_pip=True, symlinks=True, clear=True)
        _install(python, contestant)
        installed.write_text(wanted, "utf-8")
    return python


def _install(python: Path, contestant: Contestant) -> None:
    command = [str(python), "-m", "pip", "install", "--quiet", *contestant.packages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise BenchmarkError(
            f"{contestant.name} could not be installed ({last}). Leave it out with --with, or look at the network."
        )

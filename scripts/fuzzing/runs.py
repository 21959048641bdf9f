"""Runs of the fuzzer: what a target is started with, and what libFuzzer says of it afterwards."""

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from scripts.fuzzing.target import Target

HANG_SECONDS = 60  # of real time for one input; the limit in `watch.py` is on processor time, and the tighter one
MOST_MEGABYTES = 4096
PROGRESS = re.compile(r"^#(\d+)\s+\w+\s+cov: (\d+) ft: (\d+) corp: (\d+)/", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of fuzzing one target.

    `covered` counts the places of the code that were reached, `corpus` the inputs that each reached something new.
    `findings` are the files of inputs that must not do what they do; `ended` says that the process did not get through.
    """

    target: str
    runs: int
    seconds: int
    covered: int
    corpus: int
    findings: tuple[str, ...]
    ended: bool = False

    def as_dict(self) -> dict[str, Any]:
        """As JSON-ready values."""
        return asdict(self)


def fuzz(target: Target, out: Path, runs: int, seconds: int, seed: int) -> Outcome:
    """Fuzz one target in a process of its own.

    Args:
        target: what to fuzz.
        out: a folder; everything is written to a folder of the target's name in it, and its corpus is taken up again.
        runs: inputs to try.
        seconds: the most time to take, 0 for as much as it needs.
        seed: of the fuzzer's chance.
    """
    place = out / target.name
    corpus, findings = place / "corpus", place / "findings"
    for folder in (corpus, findings):
        folder.mkdir(parents=True, exist_ok=True)
    write_start(target, place)
    began = monotonic()
    with (place / "log").open("wb") as log:
        command = [sys.executable, "-m", "scripts.fuzzing.worker", target.name, str(out)]
        command += _options(target, place, runs, seconds, seed)
        done = subprocess.run(command, check=False, stderr=log, stdout=log)
    found = sorted(str(path) for path in findings.iterdir() if path.suffix != ".txt")
    said = (place / "log").read_text("utf-8", errors="replace")
    return outcome_of(target.name, said, round(monotonic() - began), found, ended=done.returncode != 0)


def write_start(target: Target, place: Path) -> None:
    """The inputs to start from, and the dictionary."""
    for number, seed in enumerate(target.seeds()):
        (place / "corpus" / f"seed-{number}").write_bytes(seed)
    lines = ['"' + "".join(map("\\x{:02x}".format, word)) + '"' for word in target.words]
    (place / "words").write_text("\n".join(lines) + "\n", "ascii")


def outcome_of(name: str, said: str, seconds: int, findings: Sequence[str], *, ended: bool) -> Outcome:
    """What libFuzzer said last of its progress; zeros where it never got so far."""
    steps = PROGRESS.findall(said)
    runs, covered, _, corpus = map(int, steps[-1]) if steps else (0, 0, 0, 0)
    return Outcome(name, runs, seconds, covered, corpus, tuple(findings), ended)


def _options(target: Target, place: Path, runs: int, seconds: int, seed: int) -> list[str]:
    return [
        f"-runs={runs}",
        f"-max_total_time={seconds}",
        f"-seed={seed}",
        f"-max_len={target.max_bytes}",
        f"-timeout={HANG_SECONDS}",
        f"-rss_limit_mb={MOST_MEGABYTES}",
        f"-dict={place / 'words'}",
        f"-artifact_prefix={place / 'findings'}/",
        str(place / "corpus"),
    ]


def table_of(outcomes: Sequence[Outcome]) -> str:
    """A table of what came of it, and the sum."""
    lines = [f"{'target':<14}{'runs':>10}{'seconds':>9}{'covered':>9}{'corpus':>8}{'findings':>10}"]
    for one in outcomes:
        counts = f"{one.runs:>10,}{one.seconds:>9,}{one.covered:>9,}{one.corpus:>8,}{len(one.findings):>10}"
        lines.append(f"{one.target:<14}{counts}{'  ended early' if one.ended else ''}")
    found = sum(len(one.findings) for one in outcomes)
    return "\n".join([*lines, f"{'together':<14}{sum(one.runs for one in outcomes):>10,}{'':>26}{found:>10}"])

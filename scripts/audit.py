"""Look for known weaknesses in what the lock installs: `make audit`.

Asks the vulnerability service of PyPI by pip-audit. Where it cannot be reached, or knows nothing of a package, that is
said, and not taken for good news. What can be checked without it is always checked: every requirement is pinned to one
version, comes from the package index, is there once, and was not withdrawn.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parent.parent / "requirements.txt"
PINNED = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[A-Za-z0-9.!+]+)")
AUDIT_SECONDS = 300
RESOLVE_SECONDS = 600


def lock_problems(lines: Iterable[str]) -> Iterator[str]:
    """What is wrong with a lock, line by line."""
    names: Counter[str] = Counter()
    for number, line in enumerate(lines, 1):
        said = line.partition("#")[0].strip()
        if not said:
            continue
        pinned = PINNED.fullmatch(said)
        if pinned is None:
            yield f"line {number} is not one package pinned to one version: {said}"
            continue
        names[re.sub(r"[-_.]+", "-", pinned["name"].lower())] += 1
    yield from (f"{name} is there {count} times" for name, count in sorted(names.items()) if count > 1)


def withdrawn(report: Mapping[str, Any]) -> list[str]:
    """The packages that their makers withdrew ("yanked"), from a report of pip."""
    installs = [(each["metadata"], each) for each in report["install"]]
    return [f"{said['name']} {said['version']} was withdrawn" for said, each in installs if each.get("is_yanked")]


def weaknesses(answer: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Known weaknesses, and the packages of which nothing is known, from an answer of pip-audit."""
    known, unknown = [], []
    for package in answer["dependencies"]:
        if "skip_reason" in package:
            unknown.append(package["name"])
        for weakness in package.get("vulns", ()):
            mended = ", ".join(weakness["fix_versions"]) or "no version yet"
            known.append(f"{package['name']} {package['version']}: {weakness['id']}, mended in {mended}")
    return known, unknown


def main() -> int:
    """Audit the lock; 1 where something is wrong."""
    problems = [*lock_problems(LOCK.read_text("utf-8").splitlines()), *_withdrawn_of_lock()]
    known, unknown = _weaknesses_of_lock()
    for problem in [*problems, *known]:
        print(f"WRONG  {problem}")
    if unknown:
        some = f"{len(unknown)} packages" if len(unknown) > 5 else ", ".join(unknown)
        print(f"NOT KNOWN  of {some} no vulnerability service could tell; run this where pypi.org can be reached")
    elif not known:
        print("well   no weakness is known in any package of the lock")
    if not problems:
        print("well   every package of the lock is pinned to one version, is there once and was not withdrawn")
    return int(bool(problems or known))


def _withdrawn_of_lock() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = ["-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-deps", "--quiet"]
        done = _run([sys.executable, *command, "--report", str(report), "-r", str(LOCK)], RESOLVE_SECONDS)
        if done is None or done.returncode != 0 or not report.is_file():
            return ["pip cannot find every package of the lock, so which were withdrawn is not known"]
        return withdrawn(json.loads(report.read_text("utf-8")))


def _weaknesses_of_lock() -> tuple[list[str], list[str]]:
    program = str(Path(sys.executable).with_name("pip-audit"))
    done = _run([program, "-r", str(LOCK), "--no-deps", "--disable-pip", "--format", "json"], AUDIT_SECONDS)
    try:
        return weaknesses(json.loads(done.stdout if done else ""))
    except (ValueError, KeyError):
        return [], [line.partition("==")[0] for line in LOCK.read_text("utf-8").splitlines() if "==" in line]


def _run(command: list[str], seconds: float) -> subprocess.CompletedProcess[str] | None:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None


if __name__ == "__main__":
    sys.exit(main())

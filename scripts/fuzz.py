"""Try readers, splitter, web parsers, question path and HTTP edge with inputs that a coverage-guided fuzzer makes.

    python scripts/fuzz.py [--target NAME ...] [--runs 20000] [--seconds 0] [--jobs 2] [--out build/fuzz] [--json FILE]
    python scripts/fuzz.py --replay NAME FILE

Only the project's own errors may come out of a target; any other exception, a broken law, a crash and a hang are
findings. Their inputs are kept in the folder, and the command that replays each is printed. Exits with 1 where there
is one. It needs atheris: pip install 'own-words[fuzz]'; a replay does without. scripts/fuzzing/results.json adds up the
runs made so far; what they found has a test in tests/corpus.
"""

import argparse
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from corpus.errors import BenchmarkError, OwnWordsError
from scripts.fuzzing.questions import index_in
from scripts.fuzzing.runs import Outcome, fuzz, table_of
from scripts.fuzzing.targets import TARGETS

INDEXED = {"question", "spelling"}  # share an index, which is built before they start


def parsed(arguments: list[str]) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", nargs="+", choices=TARGETS, default=list(TARGETS), help="these alone")
    parser.add_argument("--runs", type=int, default=20_000, help="inputs for each target (20,000)")
    parser.add_argument("--seconds", type=int, default=0, help="the most for each target, 0 for no limit (0)")
    parser.add_argument("--jobs", type=int, default=2, help="targets at the same time (2)")
    parser.add_argument("--seed", type=int, default=1, help="of the fuzzer's chance (1)")
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"), help="corpora and findings (build/fuzz)")
    parser.add_argument("--json", type=Path, help="write the outcomes to this file; other targets in it stay")
    parser.add_argument("--replay", nargs=2, metavar=("NAME", "FILE"), help="try one input again, and fuzz nothing")
    return parser.parse_args(arguments)


def fuzzed(options: argparse.Namespace) -> list[Outcome]:
    """What came of each target.

    Raises:
        BenchmarkError: atheris is not installed.
    """
    if find_spec("atheris") is None:
        raise BenchmarkError(
            "The fuzzer atheris is not installed. Install it, on Python 3.11 to 3.13: pip install '.[fuzz]'."
        )
    options.out.mkdir(parents=True, exist_ok=True)
    if INDEXED & set(options.target):
        index_in(options.out)
    with ThreadPoolExecutor(options.jobs) as pool:
        targets = [TARGETS[name] for name in options.target]
        return list(
            pool.map(lambda target: fuzz(target, options.out, options.runs, options.seconds, options.seed), targets)
        )


def write_json(file: Path, outcomes: list[Outcome]) -> None:
    """The outcomes, each with its day; those of targets that were not fuzzed now stay as they are."""
    before = json.loads(file.read_text("utf-8")) if file.exists() else {}
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    now = {one.target: one.as_dict() | {"date": today, "findings": len(one.findings)} for one in outcomes}
    file.write_text(json.dumps(before | now, indent=1) + "\n", "utf-8")


def main(arguments: list[str]) -> None:
    """Fuzz, and print what came of it; or replay one input."""
    options = parsed(arguments)
    if options.replay:
        name, file = options.replay
        options.out.mkdir(parents=True, exist_ok=True)
        TARGETS[name].check(options.out)(Path(file).read_bytes())
        return
    outcomes = fuzzed(options)
    print(table_of(outcomes))
    for one in outcomes:
        for finding in one.findings:
            print(f"python scripts/fuzz.py --replay {one.target} {finding}")
    if options.json:
        write_json(options.json, outcomes)
    if any(one.findings or one.ended for one in outcomes):
        sys.exit(1)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OwnWordsError as error:
        sys.exit(str(error))

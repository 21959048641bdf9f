"""Speed, memory and size, as ratios against alternatives measured in the same run.

    python scripts/bench.py [--quick] [--out FOLDER] [--with recipe,txtai,haystack] [--medquad FILE] [--sizes N,N]
    python scripts/bench.py --table results.json [--compare earlier.json]

A whole run measures over our starter pages, over public MedQuAD as JSON Lines where a file is named, and over corpora
of the sizes named, which are made. The folder gets `results.json`, `fits.json` (how cost grows), `table.md` and the
plots; results that are there already are never written over. Alternatives run in virtual environments of their own,
which are made the first time. With `--table` nothing is measured: two runs are compared by what they wrote.
"""

import argparse
import json
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import BenchmarkError, OwnWordsError
from scripts.benchmark.comparison import comparison_lines
from scripts.benchmark.contestants import ALTERNATIVES, chosen
from scripts.benchmark.environments import DEFAULT_FOLDER
from scripts.benchmark.fits import fits_of
from scripts.benchmark.plots import draw_plots
from scripts.benchmark.results import Results
from scripts.benchmark.rounds import FULL, QUICK
from scripts.benchmark.run import Task, run
from scripts.benchmark.table import full_lines, summary_lines

SIZES = "10000,100000,1000000"
RESULTS_FILE = "results.json"


def parsed(arguments: list[str]) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="the starter pages and the recipe only, one round")
    parser.add_argument(
        "--out", type=Path, help="write the results, the fits, the table and the plots into this folder"
    )
    parser.add_argument(
        "--with", dest="alternatives", default=",".join(ALTERNATIVES), help="alternatives, with commas between  [all]"
    )
    parser.add_argument("--medquad", type=Path, help="public MedQuAD as JSON Lines, gzipped or not")
    parser.add_argument(
        "--sizes", type=sizes_of, default=SIZES, help=f"passages of the made corpora, with commas between  [{SIZES}]"
    )
    parser.add_argument("--environments", type=Path, default=DEFAULT_FOLDER, help="where alternatives are installed")
    parser.add_argument(
        "--table", type=Path, metavar="RESULTS", help="print the summary of this file, and measure nothing"
    )
    parser.add_argument("--compare", type=Path, metavar="RESULTS", help="say which figures agree with an earlier run")
    return parser.parse_args(arguments)


def sizes_of(said: str) -> list[int]:
    """Whole numbers from 1 with commas between; none are fine."""
    sizes = [size.strip() for size in said.split(",") if size.strip()]
    for size in sizes:
        if not size.isdecimal() or int(size) < 1:
            raise argparse.ArgumentTypeError(f"{size!r} is no number of passages. Write it like {SIZES}.")
    return [int(size) for size in sizes]


def measured(options: argparse.Namespace) -> Results:
    """A run, as the options say."""
    with TemporaryDirectory(prefix="own-words-bench-") as scratch:
        task = Task(
            plan=QUICK if options.quick else FULL,
            contestants=chosen("recipe" if options.quick else options.alternatives),
            medquad=options.medquad,
            sizes=[] if options.quick else options.sizes,
            environments=options.environments,
            scratch=Path(scratch),
        )
        return run(
            task,
            say=lambda sentence: print(sentence, file=sys.stderr, flush=True),
            keep=lambda results: write(results, options.out) if options.out else None,
        )


def write(results: Results, folder: Path) -> None:
    """Write the results, how cost grows, the table and the plots into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    results.write(folder / RESULTS_FILE)
    fits = [fit._asdict() for fit in fits_of(results)]
    (folder / "fits.json").write_text(json.dumps(fits, indent=1) + "\n", "utf-8")
    (folder / "table.md").write_text("\n".join(full_lines(results)) + "\n", "utf-8")
    draw_plots(results, folder)


def check_free(folder: Path, results: Path | None) -> None:
    """See that a folder holds no results but those that are read.

    Raises:
        BenchmarkError: it does, and making them took an hour.
    """
    there = folder / RESULTS_FILE
    if there.exists() and not (results and results.exists() and results.samefile(there)):
        raise BenchmarkError(
            f"{folder} holds the results of a run already. Name another folder; or print them with --table {there}, "
            "and with --compare how they differ from those of another run."
        )


def main(arguments: list[str]) -> None:
    """Measure, or print what was measured before."""
    options = parsed(arguments)
    if options.out:
        check_free(options.out, options.table)
    results = Results.read(options.table) if options.table else measured(options)
    print("\n".join(summary_lines(results)))
    if options.out and options.table:  # a run has written what it measured
        write(results, options.out)
    if options.compare:
        print("\n".join(comparison_lines(results, Results.read(options.compare))))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that the services that were started end, too
    try:
        main(sys.argv[1:])
    except OwnWordsError as error:
        sys.exit(str(error))

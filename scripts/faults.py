"""Break things at random moments, many times over, and tabulate what came of it.

    python scripts/faults.py [--times 20] [--only killed ...] [--seed 1] [--json FILE] [--table FILE]

It works in a scratch folder with an index of two or three small pages and the shipped encoder. After every fault the
index is loaded and asked as a service does it: the old version must answer, or the new one, and exactly as that version
did before. Exits with 1 where an answer was lost, a damaged version was loaded, or a half-written one answered.

As root it mounts small disks in memory, for the disk that is full or read-only; as anybody else it limits the size of
files, and takes the right to write away. The table says which.
"""

import argparse
import json
import logging
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from scripts.fault_table import broken_ingests, damaged_files, while_serving
from scripts.fault_table.place import Place
from scripts.fault_table.tally import Tally, table_of

Fault = Callable[[Place, int, random.Random], Tally | list[Tally]]
FAULTS: dict[str, Fault] = {
    "killed": broken_ingests.killed,
    "terminated": broken_ingests.terminated,
    "full-disk": broken_ingests.full_disk,
    "read-only": broken_ingests.read_only_disk,
    "memory": broken_ingests.out_of_memory,
    "encoder": broken_ingests.missing_encoder,
    "clock": broken_ingests.clock_jumps,
    "two-at-once": broken_ingests.two_at_once,
    "serving-damaged": damaged_files.of_the_serving_version,
    "new-damaged": damaged_files.of_the_new_version,
    "while-serving": while_serving.ingests_and_roll_backs,
}


def main() -> None:
    """Inject the faults, print the table and write it where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20, help="how often each fault is injected (20)")
    parser.add_argument("--only", nargs="+", choices=FAULTS, default=list(FAULTS), help="these faults alone")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments and places (1)")
    parser.add_argument("--json", type=Path, help="write the outcomes to this file")
    parser.add_argument("--table", type=Path, help="write the table to this file")
    options = parser.parse_args()
    logging.disable(logging.ERROR)  # that a damaged version is not taken up is what is wanted
    tallies: list[Tally] = []
    with tempfile.TemporaryDirectory() as scratch:
        place = Place(Path(scratch))
        for name in options.only:
            began = time.monotonic()
            found = FAULTS[name](place, options.times, random.Random(options.seed))  # noqa: S311  # no secret
            tallies += found if isinstance(found, list) else [found]
            print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr)
            if options.table:  # as it grows: the whole of it takes minutes
                options.table.write_text(table_of(tallies) + "\n", "utf-8")
            if options.json:
                options.json.write_text(json.dumps([tally.as_dict() for tally in tallies], indent=2), "utf-8")
    print(table_of(tallies))
    print("\n".join(dict.fromkeys(detail for tally in tallies for detail in tally.details)), file=sys.stderr)
    if any(tally.harm for tally in tallies):
        sys.exit(1)


if __name__ == "__main__":
    main()

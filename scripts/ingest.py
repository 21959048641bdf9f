"""Build the index: `python scripts/ingest.py [SOURCE ...] [--index DIR]` is `ownwords ingest`."""

import sys

from service.cli import main

if __name__ == "__main__":
    main(["ingest", *sys.argv[1:]])

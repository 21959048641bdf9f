"""Measure quality: `python scripts/evaluate.py QUESTIONS.jsonl [--index DIR]` is `ownwords evaluate`."""

import sys

from service.cli import main

if __name__ == "__main__":
    main(["evaluate", *sys.argv[1:]])

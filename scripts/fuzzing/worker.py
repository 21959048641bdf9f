"""One target in a process of its own: python -m scripts.fuzzing.worker TARGET OUT [options of libFuzzer].

The one door to atheris. Our packages are imported under its eyes, and never before, so that it sees which ground an
input covers.
"""

import logging
import sys
from pathlib import Path

import atheris

PACKAGES = ["corpus", "index", "service"]
LIBRARIES = {"robots": ["protego"], "pdf": ["pdfminer"]}  # where most of what happens is theirs


def main(name: str, out: Path, options: list[str]) -> None:
    """Fuzz one target. It never returns: libFuzzer ends the process when its runs are done."""
    with atheris.instrument_imports(include=[*PACKAGES, *LIBRARIES.get(name, [])]):
        from scripts.fuzzing.targets import TARGETS
        from scripts.fuzzing.watch import Watch

        target = TARGETS[name]
        watch = Watch(target.check(out), out / name / "findings")
        for seed in target.seeds():  # what is imported on first use comes in under its eyes, too
            watch(seed)
    logging.disable(logging.CRITICAL)  # what goes wrong is found another way
    atheris.Setup([sys.argv[0], *options], watch)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])

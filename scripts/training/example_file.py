"""The examples that an encoder learns from, with where they come from, as a file that travels.

Needs the standard library alone: the machine that trains need not be able to read a page.
"""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from corpus.errors import LabelError

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a passage that answers it, and a passage near it that does not.

    Passages of one label answer the same questions: in a batch, none of them counts as wrong for another.
    """

    question: str
    passage: str
    negative: str
    label: str
    negative_label: str


@dataclass(frozen=True, slots=True)
class Origin:
    """How examples were made, so that they can be made again.

    `shares` is how many batches of every so many each source gives; `files` holds the SHA-256 of every file behind
    the examples; the other two name what was kept out of them, to be measured on.
    """

    seed: int
    batch_size: int
    shares: Mapping[str, int]
    files: Mapping[str, str]
    held_out_sets: Sequence[str] = ()
    held_out_subjects: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ExampleSet:
    """Examples in order: each `origin.batch_size` of them, from the first on, are a batch."""

    origin: Origin
    examples: tuple[Example, ...]


def file_hashes(paths: Iterable[Path]) -> dict[str, str]:
    """The SHA-256 of files, under their paths in the checkout, or their names where they lie outside it."""
    return {_name(path): sha256(path.read_bytes()).hexdigest() for path in paths}


def write_examples(path: Path, made: ExampleSet) -> None:
    """Write examples as JSON Lines, the origin first; compressed where the name ends in `.gz`."""
    rows = [asdict(made.origin), *map(asdict, made.examples)]
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    # No time of day in the compressed file: the same examples give the same bytes.
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)


def read_examples(path: Path) -> ExampleSet:
    """The examples of a file that `write_examples` wrote.

    Raises:
        LabelError: the file cannot be read, or holds something else.
    """
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
        origin, *rows = (json.loads(line) for line in text.split("\n") if line)
        return ExampleSet(Origin(**origin), tuple(Example(**row) for row in rows))
    except (OSError, TypeError, ValueError) as error:
        raise LabelError(f"{path} holds no examples ({error}). Make them with --write-examples.") from error


def _name(path: Path) -> str:
    full = path.resolve()
    return full.relative_to(ROOT).as_posix() if full.is_relative_to(ROOT) else full.name

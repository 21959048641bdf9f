"""What an index folder says about itself, in one JSON file; and whether its files are still what was written.

Loading looks at every file: at all of a small one, and at the size and a sample of a large one, so that a service with
a million passages starts in seconds. A file cut short, exchanged or overwritten is noticed at once; a few bytes that
went bad in the middle of a large file may not be, until `ownwords doctor`, `ownwords rollback` or the next ingest
looks at all of it.
"""

import json
from dataclasses import asdict, dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, Self

from corpus.errors import IndexDamaged, IndexMismatch

FORMAT = 5  # raised when the folder of one program could not be read by the other
MANIFEST_FILE = "manifest.json"
LARGE_FROM = (
    32_000_000  # bytes; below are all files of an index of some ten thousand passages, and every encoder of ours
)
SAMPLES = 64  # stretches of a large file, from its first bytes to its last
SAMPLE_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Manifest:
    """`created` is ISO 8601 in UTC.

    `files` maps the path of every other file of the version to its SHA-256, and `samples` that of every large one to
    the SHA-256 of its size and a sample of it. `stores` says of each store its kind, how many
    vectors it holds, and the recall at 10 that was measured when it was built.
    """

    format: int
    version: str
    created: str
    encoder: str
    encoder_sha256: str
    precision: str
    dim: int
    counts: dict[str, int]
    fingerprint: str
    files: dict[str, str]
    samples: dict[str, str] = field(default_factory=dict)
    stores: dict[str, dict[str, Any]] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write the manifest into a version folder."""
        said = asdict(self)
        path = folder / MANIFEST_FILE
        path.write_text(json.dumps(said | {"sha256": _hash_of(said)}, indent=2, sort_keys=True), "utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The manifest of a version folder.

        Raises:
            IndexDamaged: it is gone, is not a manifest, or was changed since it was written.
            IndexMismatch: another version of this program wrote it.
        """
        path = folder / MANIFEST_FILE
        try:
            said = json.loads(path.read_text("utf-8"))
            written_by = said["format"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(f"{path} cannot be read ({error}). Build the index again: ownwords ingest.") from error
        if written_by != FORMAT:
            raise IndexMismatch(
                f"The index {folder} has format {written_by}, this program reads {FORMAT}. "
                "Build it again: ownwords ingest."
            )
        if said.pop("sha256", None) != _hash_of(said):
            raise IndexDamaged(
                f"{path} is damaged: it is not the file that was written. Build the index again: ownwords ingest."
            )
        return cls(**said)

    def check_files(self, folder: Path, *, whole: bool = True) -> None:
        """Compare every file of the version with what was written.

        Args:
            folder: of the version.
            whole: every byte; else of large files only the size and a sample.

        Raises:
            IndexDamaged: a file is gone, has changed or cannot be read; the message names it.
        """
        for name, expected in self.files.items():
            path = folder / name
            if not path.is_file():
                raise IndexDamaged(f"The index file {path} is gone. Build the index again: ownwords ingest.")
            try:
                if whole or name not in self.samples:
                    same = sha256_of(path) == expected
                else:
                    same = sample_sha256_of(path) == self.samples[name]
            except OSError as error:
                raise IndexDamaged(
                    f"The index file {path} cannot be read ({error.strerror}). Build the index again: ownwords ingest."
                ) from error
            if not same:
                raise IndexDamaged(
                    f"The index file {path} is damaged: it is not the file that was written. "
                    "Build the index again: ownwords ingest."
                )


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def sample_sha256_of(path: Path) -> str:
    """The SHA-256 of a file's size and of stretches at equal distances, its first and its last bytes among them."""
    size = path.stat().st_size
    sample = sha256(str(size).encode())
    with path.open("rb", buffering=0) as file:
        for number in range(SAMPLES):
            file.seek(max(size - SAMPLE_BYTES, 0) * number // (SAMPLES - 1))
            sample.update(file.read(SAMPLE_BYTES))
    return sample.hexdigest()


def hashes_of(folder: Path) -> dict[str, str]:
    """The hash of every file below a folder, by its path inside it; the manifest itself left out."""
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in _files_below(folder)}


def samples_of(folder: Path) -> dict[str, str]:
    """The hash of size and sample of every large file below a folder, by its path inside it."""
    large = (path for path in _files_below(folder) if path.stat().st_size >= LARGE_FROM)
    return {path.relative_to(folder).as_posix(): sample_sha256_of(path) for path in large}


def _files_below(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MANIFEST_FILE]


def _hash_of(said: dict[str, Any]) -> str:
    """The SHA-256 of what a manifest says, which it carries itself, so that no byte of it changes unnoticed."""
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

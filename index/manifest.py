"""What an index folder says about itself, in one JSON file."""

import json
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Self

from corpus.errors import IndexDamaged, IndexMismatch

FORMAT = 1  # raised when an older program could not read the folder
MANIFEST_FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files` maps the path of every other file of the version to its SHA-256; `created` is ISO 8601 in UTC."""

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

    def write(self, folder: Path) -> None:
        """Write the manifest into a version folder."""
        (folder / MANIFEST_FILE).write_text(json.dumps(asdict(self), indent=2, sort_keys=True), "utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The manifest of a version folder.

        Raises:
            IndexDamaged: it is gone or is not a manifest.
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
        try:
            return cls(**said)
        except TypeError as error:
            raise IndexDamaged(f"{path} is not complete ({error}). Build the index again: ownwords ingest.") from error

    def check_files(self, folder: Path) -> None:
        """Compare every file of the version with its hash.

        Raises:
            IndexDamaged: a file is gone or has changed; the message names it.
        """
        for name, expected in self.files.items():
            path = folder / name
            if not path.is_file():
                raise IndexDamaged(f"The index file {path} is gone. Build the index again: ownwords ingest.")
            if sha256_of(path) != expected:
                raise IndexDamaged(
                    f"The index file {path} is damaged: it is not the file that was written. "
                    "Build the index again: ownwords ingest."
                )


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def hashes_of(folder: Path) -> dict[str, str]:
    """The hash of every file below a folder, by its path inside it; the manifest itself left out."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MANIFEST_FILE)
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in files}

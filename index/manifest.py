"""What an index folder says about itself, in one JSON file."""

import json
from dataclasses import asdict, dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, Self

from corpus.errors import IndexDamaged, IndexMismatch

FORMAT = 2  # raised when the folder of one program could not be read by the other
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

    def check_files(self, folder: Path) -> None:
        """Compare every file of the version with its hash.

        Raises:
            IndexDamaged: a file is gone, has changed or cannot be read; the message names it.
        """
        for name, expected in self.files.items():
            path = folder / name
            if not path.is_file():
                raise IndexDamaged(f"The index file {path} is gone. Build the index again: ownwords ingest.")
            try:
                found = sha256_of(path)
            except OSError as error:
                raise IndexDamaged(
                    f"The index file {path} cannot be read ({error.strerror}). Build the index again: ownwords ingest."
                ) from error
            if found != expected:
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


def _hash_of(said: dict[str, Any]) -> str:
    """The SHA-256 of what a manifest says, which it carries itself, so that no byte of it changes unnoticed."""
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

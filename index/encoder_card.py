"""What is known about an encoder without loading it: its names, its defaults, and the card in its folder."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, Self

from corpus.errors import EncoderError
from index.manifest import sha256_of

Precision = Literal["int8", "fp32"]

DEFAULT_ENCODER = "own-words-minilm"  # ours, taught with the question bank; its card: index/encoders/own-words-minilm
UNTAUGHT_ENCODER = "all-MiniLM-L6-v2"  # what it was made from; a package of the lock carries it
SHIPPED = Path(__file__).parent / "encoders"
DEFAULT_PRECISION: Precision = "int8"  # decided by measurement: index/decisions/0001-int8-encoder.md
CARD_FILE = "encoder.json"
ENCODER_FILES = ("model.onnx", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class EncoderCard:
    """What to know about an exported encoder. The prompts are put before each question or passage.

    `files` maps the encoder's files to their SHA-256, so that an ingest takes up the encoder that was exported and no
    other; an encoder that was exported by hand may have none. What serves is checked by the manifest of its version.
    """

    name: str
    weights_sha256: str
    dim: int
    max_tokens: int
    precision: Precision
    question_prompt: str
    passage_prompt: str
    files: dict[str, str] = field(default_factory=dict, compare=False)

    def write(self, folder: Path) -> None:
        """Write the card into an encoder folder, with the hashes of the files that are there."""
        files = {name: sha256_of(folder / name) for name in ENCODER_FILES if (folder / name).is_file()}
        (folder / CARD_FILE).write_text(json.dumps(asdict(self) | {"files": files}, indent=2), "utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The card of an encoder folder.

        Raises:
            EncoderError: it is gone or is not a card.
        """
        try:
            return cls(**json.loads((folder / CARD_FILE).read_text("utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise EncoderError(
                f"The card {folder / CARD_FILE} of an encoder cannot be read ({error}). "
                "Install or export the encoder again."
            ) from error

    def check_files(self, folder: Path) -> None:
        """Compare the encoder's files with their hashes.

        Raises:
            EncoderError: one is gone or is not the file that was exported.
        """
        for name, expected in self.files.items():
            if not (folder / name).is_file() or sha256_of(folder / name) != expected:
                raise EncoderError(
                    f"The file {name} of the encoder {self.name!r} is not the one that was exported. "
                    "Install or export the encoder again."
                )


def encoder_folder(name: str) -> Path | None:
    """The folder of an encoder as it is served: a shipped one by its name, or the folder named; None if neither."""
    for folder in (SHIPPED / name, Path(name)):
        if (folder / CARD_FILE).is_file():
            return folder
    return None


def served_name(name: str) -> str:
    """The name that a manifest records for an encoder named by its name, its weights or its encoder folder."""
    folder = encoder_folder(name)
    return EncoderCard.read(folder).name if folder else name

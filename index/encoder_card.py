"""What is known about an encoder without loading it: its names, its defaults, and the card in its folder."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, Self

Precision = Literal["int8", "fp32"]

DEFAULT_ENCODER = "own-words-minilm"  # ours, taught with the question bank; its card: index/encoders/own-words-minilm
UNTAUGHT_ENCODER = "all-MiniLM-L6-v2"  # what it was made from; a package of the lock carries it
SHIPPED = Path(__file__).parent / "encoders"
DEFAULT_PRECISION: Precision = "int8"  # decided by measurement: index/decisions/0001-int8-encoder.md
CARD_FILE = "encoder.json"


@dataclass(frozen=True, slots=True)
class EncoderCard:
    """What to know about an exported encoder. The prompts are put before each question or passage."""

    name: str
    weights_sha256: str
    dim: int
    max_tokens: int
    precision: Precision
    question_prompt: str
    passage_prompt: str

    def write(self, folder: Path) -> None:
        """Write the card into an encoder folder."""
        (folder / CARD_FILE).write_text(json.dumps(asdict(self), indent=2), "utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The card of an encoder folder."""
        return cls(**json.loads((folder / CARD_FILE).read_text("utf-8")))


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

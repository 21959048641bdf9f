"""An index version over a made corpus: read, cut and stored like any other, with moved vectors in place of encoding."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.build import build_library
from index.encoder import OnnxEncoder
from index.encoder_card import DEFAULT_ENCODER, SHIPPED
from index.folder import IndexFolder
from index.layout import ENCODER_FOLDER, LIBRARY_FILE
from index.version import write_parts
from scripts.benchmark.million import MovedVectors


def build_made_index(folder: IndexFolder, sources: list[str], real: Path | None = None) -> MovedVectors:
    """What `index.build.ingest` does, without the encoding; returns what gave the vectors.

    Args:
        folder: the index folder; made if it is not there.
        sources: the tables that `million.synthetic` wrote.
        real: the file that `encode_real_texts` wrote; None encodes the real texts now.
    """
    with folder.draft() as draft:
        report = build_library(draft / LIBRARY_FILE, sources)
        shutil.copytree(SHIPPED / DEFAULT_ENCODER, draft / ENCODER_FOLDER)
        encoder = OnnxEncoder.load(draft / ENCODER_FOLDER)
        moved = MovedVectors.load(real, encoder) if real else MovedVectors(encoder)
        folder.publish(draft, write_parts(draft, moved.encode_passages, report))
    return moved


def encode_real_texts(sources: list[str], file: Path) -> None:
    """Encode the real texts of made corpora, once for all of them, into a new file.

    Args:
        sources: the tables of a made corpus that holds every row once.
        file: its name ends in `.npz`.
    """
    with TemporaryDirectory() as scratch:
        build_made_index(IndexFolder(Path(scratch)), sources).save(file)

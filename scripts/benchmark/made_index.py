"""An index version over a made corpus: read, cut and stored like any other, with moved vectors in place of encoding."""

import shutil

from corpus.build import build_library
from index.encoder import OnnxEncoder
from index.encoder_card import DEFAULT_ENCODER, SHIPPED
from index.folder import IndexFolder
from index.layout import ENCODER_FOLDER, LIBRARY_FILE
from index.version import write_parts
from scripts.benchmark.million import MovedVectors


def build_made_index(folder: IndexFolder, sources: list[str]) -> None:
    """What `index.build.ingest` does, without the encoding.

    Args:
        folder: the index folder; made if it is not there.
        sources: the tables that `million.synthetic` wrote.
    """
    with folder.draft() as draft:
        report = build_library(draft / LIBRARY_FILE, sources)
        shutil.copytree(SHIPPED / DEFAULT_ENCODER, draft / ENCODER_FOLDER)
        moved = MovedVectors(OnnxEncoder.load(draft / ENCODER_FOLDER))
        folder.publish(draft, write_parts(draft, moved.encode_passages, report))

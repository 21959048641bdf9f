"""A version of an index from its folder into memory: every part is read, checked, and joined to a searcher."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from corpus.errors import IndexDamaged, IndexMismatch, OwnWordsError
from corpus.library import Library
from index.abbreviations import Abbreviations
from index.channel_writer import load_passage_vectors
from index.channels import DENSE_CHANNELS, DenseChannel
from index.encoder import OnnxEncoder
from index.encoder_card import served_name
from index.folder import IndexFolder
from index.knowledge import Knowledge
from index.layout import (
    ABBREVIATIONS_FOLDER,
    ENCODER_FOLDER,
    LEXICAL_FOLDER,
    LIBRARY_FILE,
    PAGES_FOLDER,
    PASSAGES_FOLDER,
    SPELLING_FOLDER,
    VECTORS_FOLDER,
)
from index.lexical import LexicalChannel
from index.manifest import Manifest
from index.meant_pages import MeantPages
from index.page_operations import LEAD, LEADS, OPENING, PageOperations
from index.passage_ids import PassageIds
from index.protocols import Encoder
from index.searcher import Searcher
from index.spelling import Speller
from index.stores.choice import load_rows
from index.topic_scorer import TOPIC, TopicScorer


def load_index(folder: IndexFolder, encoder: str | None = None, before: Searcher | None = None) -> Searcher:
    """The version of an index that serves now.

    Args:
        folder: the index folder.
        encoder: the name of the encoder that the index must have; None takes the one it has.
        before: a loaded version. Where its encoder is the same, file for file, it is shared and not loaded again.

    Raises:
        IndexMissing: there is no index.
        IndexDamaged: a file of it is gone or is not what the manifest says.
        IndexMismatch: it was built with another encoder, or by another version of this program.
    """
    version = folder.current()
    manifest = manifest_of(version, encoder)
    manifest.check_files(version, whole=False)
    try:
        return _assembled(version, manifest, before)
    except OwnWordsError:
        raise
    except Exception as error:  # each library has its own exceptions for a file it cannot use
        raise IndexDamaged(
            f"The index {version} cannot be loaded ({error}). Build it again: ownwords ingest."
        ) from error


def _assembled(version: Path, manifest: Manifest, before: Searcher | None) -> Searcher:
    files = {name: said for name, said in manifest.files.items() if name.startswith(f"{ENCODER_FOLDER}/")}
    encoder, knowledge = _encoder_of(version / ENCODER_FOLDER, files, before)
    ids, pages = (PassageIds.load(version / folder) for folder in (PASSAGES_FOLDER, PAGES_FOLDER))
    vectors = {name: load_passage_vectors(version / VECTORS_FOLDER / name, ids) for name in DENSE_CHANNELS}
    for name, store in vectors.items():
        if store.dim != encoder.dim:
            raise IndexMismatch(
                f"Index and encoder do not match: {name} vectors in {version} have {store.dim} numbers, "
                f"the encoder {encoder.name!r} makes {encoder.dim}. Build the index again: ownwords ingest."
            )
    operations = PageOperations.load(version)
    openings = np.arange(len(operations.pages)) * LEADS + OPENING
    leads = load_rows(version / VECTORS_FOLDER / LEAD, encoder.dim).vectors(openings)
    topics = load_rows(version / VECTORS_FOLDER / TOPIC, len(knowledge.topics.kinds))
    return Searcher(
        manifest.version,
        Library.open(version / LIBRARY_FILE),
        encoder,
        knowledge,
        Speller.load(version / SPELLING_FOLDER),
        Abbreviations.load(version / ABBREVIATIONS_FOLDER),
        operations,
        MeantPages.load(version, operations, leads, pages),
        titled=DenseChannel("titled", vectors["titled"]),
        sentences=DenseChannel("sentence", vectors["sentence"]),
        titled_sentences=DenseChannel("titled_sentence", vectors["titled_sentence"]),
        lexical=LexicalChannel.load(version / LEXICAL_FOLDER, ids),
        topics=TopicScorer(vectors["sentence"], topics),
        encoder_files=files,
    )


def _encoder_of(folder: Path, files: Mapping[str, str], before: Searcher | None) -> tuple[Encoder, Knowledge]:
    """The encoder of a version and what it knows: by far the most memory and time of a load, and seldom new."""
    if before is not None and before.encoder_files == files:
        return before.encoder, before.knowledge
    return OnnxEncoder.load(folder, wait=False), Knowledge.load(folder)


def manifest_of(version: Path, encoder: str | None = None) -> Manifest:
    """The manifest of a version folder, whose other files are not looked at.

    Raises:
        IndexDamaged: the manifest is gone or is not the one that was written.
        IndexMismatch: the version was built by another version of this program, or with another encoder than `encoder`.
    """
    manifest = Manifest.read(version)
    if encoder is not None and served_name(encoder) != manifest.encoder:
        raise IndexMismatch(
            f"Index and encoder do not match: {version} was built with {manifest.encoder!r}, the settings name "
            f"{encoder!r}. Build it again: ownwords ingest. Or unset OWNWORDS_ENCODER."
        )
    return manifest

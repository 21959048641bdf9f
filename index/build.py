"""Sources in, a new index version out: the ingest route on one screen."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.build import build_library
from corpus.errors import EncoderError, IndexDamaged, IndexFolderError, OwnWordsError, SourceError
from corpus.library import Library
from corpus.records import short_hash
from corpus.report import CorpusReport
from corpus.sources import SourceFile
from corpus.web.sources import WebReading
from index.channel_writer import known_vectors
from index.encoder import OnnxEncoder
from index.encoder_card import DEFAULT_ENCODER, DEFAULT_PRECISION, EncoderCard, Precision, encoder_folder
from index.export import export_encoder, weights_hash
from index.folder import IndexFolder
from index.knowledge import FINGERPRINT_FILE, Knowledge, knows_word_lists
from index.layout import ENCODER_FOLDER, LIBRARY_FILE, VECTORS_FOLDER
from index.manifest import Manifest
from index.page_stretches import Watch, unwatched
from index.question_naming import name_lost_questions
from index.text_vectors import Encode, KnownVectors, TextVectors, forget_other_encoders
from index.version import STORES, write_parts

ENCODED_FOLDER = "encoded"  # in the index folder: what an ingest that was interrupted has encoded

Progress = Callable[[Sequence[SourceFile]], Iterable[SourceFile]]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did. `encoded` counts the texts that had to be encoded, `reused` those that had not changed."""

    version: str
    corpus: CorpusReport
    encoded: int
    reused: int


def ingest(
    folder: IndexFolder,
    sources: Sequence[str],
    encoder_name: str = DEFAULT_ENCODER,
    precision: Precision = DEFAULT_PRECISION,
    progress: Progress = iter,
    reading: WebReading | None = None,
    say: Say = lambda _: None,
    watch: Watch = unwatched,
) -> IngestReport:
    """Build a new version of an index from its sources and make it the one that serves.

    The version that serves until then is not touched; what it encoded is used again where the text is the same, and
    so is what an ingest that was interrupted had encoded.

    Args:
        folder: the index folder; made if it is not there.
        sources: files, folders and web addresses; the new version holds what they hold now, and nothing else.
        encoder_name: the default, an encoder folder, or any name that sentence-transformers can load.
        precision: of an encoder that has to be exported first.
        progress: wraps the files while they are read.
        reading: how web addresses are read; None takes the defaults.
        say: told what is happening, a sentence at a time.
        watch: wraps the pages (and their number) while they are encoded.

    Raises:
        SourceError: a source does not exist, no page could be read, or no page has a passage.
        WorkerLost: a process that helped with many pages was ended from outside.
        EncoderError: the encoder cannot be loaded or exported.
        IndexBusy: another ingest is writing to the same folder.
        IndexFolderError: the folder cannot be written to.
    """
    with folder.draft() as draft:
        previous = _previous(folder)
        corpus = _read_sources(draft / LIBRARY_FILE, sources, progress, previous, reading)
        _place_encoder(draft / ENCODER_FOLDER, encoder_name, precision, previous, say)
        encoder = _loaded(draft / ENCODER_FOLDER, encoder_name)
        knowledge = _knowledge_of(draft / ENCODER_FOLDER, encoder, encoder_name, previous, say)
        kept = forget_other_encoders(folder.path / ENCODED_FOLDER, short_hash(repr(encoder.card)))
        vectors = TextVectors(encoder.encode_passages, encoder.dim, [*_known(previous, encoder.card)], kept)
        _name_lost_questions(draft, corpus, vectors, knowledge)
        manifest = write_parts(draft, vectors, corpus, watch)
        folder.publish(draft, manifest)
        shutil.rmtree(folder.path / ENCODED_FOLDER, ignore_errors=True)
    return IngestReport(manifest.version, corpus, vectors.encoded, vectors.reused)


def dry_run(
    folder: IndexFolder, sources: Sequence[str], progress: Progress = iter, reading: WebReading | None = None
) -> CorpusReport:
    """What an ingest of these sources would change. Nothing is encoded, and nothing is written to the index.

    Raises:
        SourceError: a source does not exist, no page could be read, or no page has a passage.
        IndexFolderError: there is no room for temporary files.
    """
    try:
        with tempfile.TemporaryDirectory() as scratch:
            return _read_sources(Path(scratch) / LIBRARY_FILE, sources, progress, _previous(folder), reading)
    except (OSError, sqlite3.OperationalError) as error:
        raise IndexFolderError(
            f"What was read could not be set aside ({error}). Make room in the folder for temporary files, or name "
            "another in TMPDIR."
        ) from error


def _read_sources(
    path: Path, sources: Sequence[str], progress: Progress, previous: Path | None, reading: WebReading | None
) -> CorpusReport:
    before = Library.open(previous / LIBRARY_FILE) if previous else None
    try:
        report = build_library(path, sources, progress, before, reading)
    finally:
        if before:
            before.close()
    if not any(page.passages for page in report.pages):
        raise SourceError(f"There is nothing to search in {', '.join(sources)}: no page has text below its headings.")
    return report


def _previous(folder: IndexFolder) -> Path | None:
    """The version that serves, where there is a whole one to take unchanged parts from."""
    try:
        version = folder.current()
        Manifest.read(version).check_files(version)
    except OwnWordsError:
        return None
    return version


def _place_encoder(target: Path, name: str, precision: Precision, previous: Path | None, say: Say) -> None:
    """Take the encoder as it is served from where it lies already, else export it."""
    if ready := encoder_folder(name):
        shutil.copytree(ready, target)
    elif previous and _is_same(EncoderCard.read(previous / ENCODER_FOLDER), name, precision):
        shutil.copytree(previous / ENCODER_FOLDER, target)
    else:
        say(f"Making the encoder {name} ready (about 15 seconds, once).")
        export_encoder(name, precision, target)


def _loaded(folder: Path, name: str) -> OnnxEncoder:
    try:
        encoder = OnnxEncoder.load(folder)
    except IndexDamaged as error:
        raise EncoderError(
            f"The encoder {name!r} cannot be loaded ({error.__cause__}). Name another, or unset OWNWORDS_ENCODER to "
            f"use {DEFAULT_ENCODER}."
        ) from error
    encoder.card.check_files(folder)
    return encoder


def _is_same(card: EncoderCard, name: str, precision: Precision) -> bool:
    # Where only a hub has the weights there is no hash to compare, and the name has to do.
    return (card.name, card.precision) == (name, precision) and weights_hash(name) in (None, card.weights_sha256)


def _known(previous: Path | None, card: EncoderCard) -> Iterator[KnownVectors]:
    """The vectors of the version that serves, where the same encoder made them."""
    if previous and EncoderCard.read(previous / ENCODER_FOLDER) == card:
        for name in STORES:
            yield known_vectors(previous / VECTORS_FOLDER / name, card.dim)


def _knowledge_of(folder: Path, encoder: OnnxEncoder, name: str, previous: Path | None, say: Say) -> Knowledge:
    """What the encoder of a folder knows of topics and operations; learnt now, where nobody brings it along."""
    before = previous / ENCODER_FOLDER if previous else None
    if not knows_word_lists(folder):
        if before and EncoderCard.read(before) == encoder.card and knows_word_lists(before):
            Knowledge.load(before).save(folder)
        else:
            say("Learning the topics and operations of the word lists for this encoder (about a minute, once).")
            Knowledge.learn(encoder.encode_questions).save(folder)
    try:
        return Knowledge.load(folder)
    except Exception as error:  # what reads the files raises many kinds
        raise EncoderError(
            f"What the encoder {name!r} knows of topics and operations cannot be read ({error}). Delete "
            f"{FINGERPRINT_FILE} in its folder: they are then learnt again."
        ) from error


def _name_lost_questions(draft: Path, corpus: CorpusReport, encode: Encode, knowledge: Knowledge) -> None:
    """Name lost questions, and tell of it in the report."""
    library = Library.open(draft / LIBRARY_FILE, writable=True)
    try:
        doubts = name_lost_questions(library, encode, knowledge.topics)
    finally:
        library.close()
    corpus.pages[:] = [replace(page, doubts=(*page.doubts, *doubts.get(page.page_id, ()))) for page in corpus.pages]

"""Sources in, a new index version out: the ingest route on one screen."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from corpus.build import build_library
from corpus.errors import EncoderError, IndexDamaged, OwnWordsError, SourceError
from corpus.library import Library
from corpus.operations import load_operations
from corpus.question_bank import load_question_bank
from corpus.report import CorpusReport
from corpus.sources import SourceFile
from corpus.sync import now_in_utc
from corpus.web.sources import WebReading
from index.channels import DENSE_CHANNELS, part_id, searched_words, sentence_texts
from index.encoder import OnnxEncoder
from index.encoder_card import DEFAULT_ENCODER, DEFAULT_PRECISION, EncoderCard, Precision, encoder_folder
from index.export import export_encoder, weights_hash
from index.folder import IndexFolder, new_version_name
from index.knowledge import FINGERPRINT_FILE, Knowledge, knows_word_lists
from index.lexical import LexicalChannel
from index.manifest import FORMAT, Manifest, hashes_of
from index.page_operations import PageOperations, distributions_of, lead_texts
from index.protocols import Vectors
from index.question_naming import name_lost_questions
from index.searcher import ENCODER_FOLDER, LEXICAL_FOLDER, LIBRARY_FILE, REPORT_FILE, SPELLING_FOLDER, VECTORS_FOLDER
from index.spelling import Speller
from index.vectors import FaissStore

LEAD = "lead"  # the vectors of the tops of pages: no channel, but kept beside them for the next ingest

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
) -> IngestReport:
    """Build a new version of an index from its sources and make it the one that serves.

    The version that serves until then is not touched; what it encoded is used again where the text is the same.

    Args:
        folder: the index folder; made if it is not there.
        sources: files, folders and web addresses; the new version holds what they hold now, and nothing else.
        encoder_name: the default, an encoder folder, or any name that sentence-transformers can load.
        precision: of an encoder that has to be exported first.
        progress: wraps the files while they are read.
        reading: how web addresses are read; None takes the defaults.
        say: told what is happening, a sentence at a time.

    Raises:
        SourceError: a source does not exist, no page could be read, or no page has a passage.
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
        known = _KnownVectors(previous, encoder)
        _name_lost_questions(draft, corpus, known, knowledge)
        library = Library.open(draft / LIBRARY_FILE)
        try:
            for name, (ids, texts) in encoded_texts(library).items():
                _build_channel(name, draft, ids, texts, known)
            _build_lexical(draft, library)
            _build_speller(draft, library)
            _find_operations(draft, library, known, knowledge)
            (draft / REPORT_FILE).write_text(json.dumps(asdict(corpus), ensure_ascii=False, indent=2), "utf-8")
            manifest = _manifest(draft, library, encoder.card)
        finally:
            library.close()
        folder.publish(draft, manifest)
    return IngestReport(manifest.version, corpus, known.encoded, known.reused)


def dry_run(
    folder: IndexFolder, sources: Sequence[str], progress: Progress = iter, reading: WebReading | None = None
) -> CorpusReport:
    """What an ingest of these sources would change. Nothing is encoded, and nothing is written to the index.

    Raises:
        SourceError: a source does not exist, no page could be read, or no page has a passage.
    """
    with tempfile.TemporaryDirectory() as scratch:
        return _read_sources(Path(scratch) / LIBRARY_FILE, sources, progress, _previous(folder), reading)


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
        return OnnxEncoder.load(folder)
    except IndexDamaged as error:
        raise EncoderError(
            f"The encoder {name!r} cannot be loaded ({error.__cause__}). Name another, or unset OWNWORDS_ENCODER to "
            f"use {DEFAULT_ENCODER}."
        ) from error


def _is_same(card: EncoderCard, name: str, precision: Precision) -> bool:
    # Where only a hub has the weights there is no hash to compare, and the name has to do.
    return (card.name, card.precision) == (name, precision) and weights_hash(name) in (None, card.weights_sha256)


def encoded_texts(library: Library) -> dict[str, tuple[list[str], list[str]]]:
    """Dense channel, or `LEAD` -> the ids and the texts of everything that is encoded for it, in a fixed order."""
    titles = library.titles()
    gathered: dict[str, tuple[list[str], list[str]]] = {name: ([], []) for name in (*DENSE_CHANNELS, LEAD)}
    for passage in library.passages():
        for name, texts_of in DENSE_CHANNELS.items():
            for id_, text in texts_of(passage, titles[passage.page_id]):
                gathered[name][0].append(id_)
                gathered[name][1].append(text)
    for page in library.pages():
        for number, text in enumerate(lead_texts(page.title, page.text)):
            gathered[LEAD][0].append(part_id(page.id, number))
            gathered[LEAD][1].append(text)
    return gathered


class _KnownVectors:
    """The vectors of the previous version and of this one, by the text they were made from."""

    def __init__(self, previous: Path | None, encoder: OnnxEncoder) -> None:
        self.encoded = self.reused = 0
        self.dim = encoder.dim
        self._encoder = encoder
        self._vectors: dict[str, Vectors] = {}
        if previous and EncoderCard.read(previous / ENCODER_FOLDER) == encoder.card:
            library = Library.open(previous / LIBRARY_FILE)
            for name, (ids, texts) in encoded_texts(library).items():
                self._take_over(previous / VECTORS_FOLDER / name, ids, texts)
            library.close()

    def _take_over(self, store: Path, ids: Sequence[str], texts: Sequence[str]) -> None:
        self._vectors.update(zip(texts, FaissStore.load(store).vectors(ids), strict=True))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of these texts, encoding only what was never encoded before."""
        unknown = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(unknown, self._encoder.encode_passages(unknown), strict=True))
        self.encoded += len(unknown)
        self.reused += len(texts) - len(unknown)
        return self.again(texts)

    def again(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts that were encoded for this version before, without counting them twice."""
        return np.stack([self._vectors[text] for text in texts])


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
    except (OSError, ValueError) as error:
        raise EncoderError(
            f"What the encoder {name!r} knows of topics and operations cannot be read ({error}). Delete "
            f"{FINGERPRINT_FILE} in its folder: they are then learnt again."
        ) from error


def _name_lost_questions(draft: Path, corpus: CorpusReport, known: _KnownVectors, knowledge: Knowledge) -> None:
    """Name lost questions, and tell of it in the report."""
    library = Library.open(draft / LIBRARY_FILE, writable=True)
    try:
        doubts = name_lost_questions(library, known.encode, knowledge.topics)
    finally:
        library.close()
    corpus.pages[:] = [replace(page, doubts=(*page.doubts, *doubts.get(page.page_id, ()))) for page in corpus.pages]


def _build_channel(name: str, draft: Path, ids: Sequence[str], texts: Sequence[str], known: _KnownVectors) -> None:
    store = FaissStore(known.dim)
    store.add(ids, known.encode(texts))
    store.save(draft / VECTORS_FOLDER / name)


def _build_lexical(draft: Path, library: Library) -> None:
    titles = library.titles()
    ids, texts = _unzipped(
        (passage.id, searched_words(passage, titles[passage.page_id])) for passage in library.passages()
    )
    LexicalChannel.build(ids, texts).save(draft / LEXICAL_FOLDER)


def _build_speller(draft: Path, library: Library) -> None:
    texts = (text for page in library.pages() for text in (page.title, page.text))
    Speller.build(texts, load_question_bank(), load_operations()).save(draft / SPELLING_FOLDER)


def _find_operations(draft: Path, library: Library, known: _KnownVectors, knowledge: Knowledge) -> None:
    """Find out which operation each page is about."""
    leads = {page.id: lead_texts(page.title, page.text) for page in library.pages()}
    sentences: dict[str, list[str]] = {}
    titles = library.titles()
    for passage in library.passages():
        texts = (text for _, text in sentence_texts(passage, titles[passage.page_id]))
        sentences.setdefault(passage.page_id, []).extend(texts)
    pages, distributions = distributions_of(
        {page: knowledge.operations.probabilities(known.again(texts)) for page, texts in sentences.items()},
        {page: knowledge.operations.probabilities(known.again(lead)) for page, lead in leads.items()},
    )
    PageOperations(knowledge.operations.kinds[:-1], pages, distributions).save(draft)


def _unzipped(pairs: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    ids, texts = [], []
    for id_, text in pairs:
        ids.append(id_)
        texts.append(text)
    return ids, texts


def _manifest(draft: Path, library: Library, card: EncoderCard) -> Manifest:
    return Manifest(
        format=FORMAT,
        version=new_version_name(),
        created=now_in_utc(),
        encoder=card.name,
        encoder_sha256=card.weights_sha256,
        precision=card.precision,
        dim=card.dim,
        counts=library.counts(),
        fingerprint=library.fingerprint(),
        files=hashes_of(draft),
    )

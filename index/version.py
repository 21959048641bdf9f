"""A library and an encoder in, the other parts of an index version out, page after page: no list of all of it is made.

`index/build.py` uses it for an ingest. Whoever has pages, passages and an encoding of their own (a benchmark, say)
writes a library and an encoder into a draft and calls `write_parts` alike.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import numpy as np

from corpus.library import Library
from corpus.processes import done_beside, may_start_processes, usable_cores
from corpus.question_bank import load_question_bank
from corpus.report import CorpusReport
from corpus.sync import now_in_utc
from index.channel_writer import ChannelWriter
from index.channels import DENSE_CHANNELS
from index.classifier import Classifier
from index.encoder import OnnxEncoder
from index.folder import new_version_name
from index.knowledge import Knowledge
from index.layout import ENCODER_FOLDER, LIBRARY_FILE, PAGES_FOLDER, PASSAGES_FOLDER, REPORT_FILE, VECTORS_FOLDER
from index.look_ahead import one_ahead
from index.manifest import FORMAT, Manifest, hashes_of, samples_of
from index.page_distributions import PageDistributions
from index.page_operations import LEAD, lead_texts
from index.page_stretches import PASSAGES_AT_ONCE, SomePassages, Watch, some_by_some, unwatched
from index.passage_ids import PassageIds
from index.protocols import Encoder, Vectors
from index.stores.choice import is_exact, store_writer
from index.stores.facts import StoreFacts
from index.text_vectors import Encode
from index.topic_scorer import TOPIC, TopicWriter
from index.word_parts import write_words

STORES = (*DENSE_CHANNELS, LEAD)
WORDS_BESIDE_FROM = 5_000  # passages; of fewer, the words take no longer than a process that begins
WRITERS = 2  # threads that write stores: what takes the time there leaves Python's lock to others
TRIAL_QUESTIONS = 200  # wordings of the question bank, with which the recall of a store is measured


class BlockTexts(NamedTuple):
    """What is encoded of some pages: their ids, and store -> for each page, for each of its passages, the texts."""

    page_ids: list[str]
    texts: dict[str, list[list[list[str]]]]


def write_parts(
    draft: Path, encode: Encode | None = None, report: CorpusReport | None = None, watch: Watch = unwatched
) -> Manifest:
    """Write everything of a version that follows from its library and its encoder, which must be in the draft.

    Args:
        draft: from `IndexFolder.draft`; hand it to `IndexFolder.publish` with the manifest.
        encode: passages to vectors, shape (n, dim), rows of length 1; None takes the draft's encoder.
        report: what became of the sources.
        watch: wraps the pages (and their number) while their texts are encoded, to show how far it is.

    Raises:
        StoreRefused: a store does not find what it should.
        WorkerLost: the process that wrote the words of many passages was ended from outside.
    """
    encoder = OnnxEncoder.load(draft / ENCODER_FOLDER)
    knowledge = Knowledge.load(draft / ENCODER_FOLDER)
    with closing(Library.open(draft / LIBRARY_FILE)) as library:
        PassageIds.of(library.passage_ids()).save(draft / PASSAGES_FOLDER)
        PassageIds.of(library.page_ids()).save(draft / PAGES_FOLDER)
        with _words_written(draft, library.counts()["passages"]):
            facts = _write_vectors(draft, library, encoder, encode or encoder.encode_passages, knowledge, watch)
        said = asdict(report or CorpusReport())
        (draft / REPORT_FILE).write_text(json.dumps(said, ensure_ascii=False, indent=2), "utf-8")
        return Manifest(
            format=FORMAT,
            version=new_version_name(),
            created=now_in_utc(),
            encoder=encoder.card.name,
            encoder_sha256=encoder.card.weights_sha256,
            precision=encoder.card.precision,
            dim=encoder.dim,
            counts=library.counts(),
            fingerprint=library.fingerprint(),
            stores={name: asdict(each) for name, each in facts.items()},
            files=hashes_of(draft),
            samples=samples_of(draft),
        )


@contextmanager
def _words_written(draft: Path, passages: int) -> Iterator[None]:
    """Write the words beside what happens inside, by a process of its own, where they are many; else behind it.

    Words keep Python's lock, vectors mostly do not: side by side, both are done nearly as soon as the vectors alone.
    """
    if passages >= WORDS_BESIDE_FROM and usable_cores() > 1 and may_start_processes():
        with done_beside(write_words, draft):
            yield
    else:
        yield
        write_words(draft)


def _write_vectors(
    draft: Path, library: Library, encoder: OnnxEncoder, encode: Encode, knowledge: Knowledge, watch: Watch
) -> dict[str, StoreFacts]:
    """Encode everything, and write the vectors and the operations of the pages that follow from them."""
    number = library.counts()["passages"]
    trials = np.empty((0, encoder.dim), dtype=np.float32) if is_exact(number) else trial_questions(encoder)
    writers = _writers(draft / VECTORS_FOLDER, number, trials, knowledge.topics)
    operations = PageDistributions(knowledge)
    with ThreadPoolExecutor(WRITERS) as pool:
        for block in one_ahead(map(_texts_of_block, _blocks(some_by_some(library, watch)))):
            _write_block(block, writers, encode, operations, pool)
    titles = library.titles()
    operations.finish(titles[page_id] for page_id in library.page_ids()).save(draft)
    return {name: writer.finish() for name, writer in writers.items()}


def _writers(folder: Path, passages: int, trials: Vectors, topics: Classifier) -> dict[str, ChannelWriter]:
    """What builds each store. `trials`, shape (n, dim), are what those that are searched are tried with."""
    dim = trials.shape[1]
    stores = {name: store_writer(folder / name, dim, passages, None if name == LEAD else trials) for name in STORES}
    roots = store_writer(folder / TOPIC, len(topics.kinds), passages, None)
    stores["sentence"] = TopicWriter(stores["sentence"], roots, topics)
    return {name: ChannelWriter(folder / name, store) for name, store in stores.items()}


def trial_questions(encoder: Encoder) -> Vectors:
    """Questions as patients ask them, from the question bank, shape (n, dim)."""
    asks = [wording for topic in load_question_bank() for wording in topic.asks]
    return encoder.encode_questions(asks[:: max(1, len(asks) // TRIAL_QUESTIONS)])


def _blocks(pages: Iterable[SomePassages]) -> Iterator[list[SomePassages]]:
    """Pages gathered until there are some hundred passages: an encoder likes many texts at once."""
    block: list[SomePassages] = []
    waiting = 0
    for some in pages:
        block.append(some)
        waiting += max(1, len(some.passages))
        if waiting >= PASSAGES_AT_ONCE:
            yield block
            block, waiting = [], 0
    if block:
        yield block


def _texts_of_block(block: Sequence[SomePassages]) -> BlockTexts:
    return BlockTexts(
        [some.page.id for some in block], {name: [_texts_of(name, some) for some in block] for name in STORES}
    )


def _write_block(
    block: BlockTexts,
    writers: Mapping[str, ChannelWriter],
    encode: Encode,
    operations: PageDistributions,
    pool: ThreadPoolExecutor,
) -> None:
    """Encode the texts of some passages for all channels in one go, and hand each channel its own."""
    flat = {name: [text for page in block.texts[name] for own in page for text in own] for name in STORES}
    vectors = encode([text for name in STORES for text in flat[name]])
    ends = np.cumsum([len(flat[name]) for name in STORES])
    by_store = dict(zip(STORES, np.split(vectors, ends[:-1]), strict=True))

    def write(name: str) -> None:
        counts = [len(own) for page in block.texts[name] for own in page]
        writers[name].add(counts, flat[name], by_store[name])

    written = pool.map(write, STORES)
    for name, take in (("sentence", operations.add_sentences), (LEAD, operations.add_leads)):
        numbers = [sum(map(len, page)) for page in block.texts[name]]
        take(list(zip(block.page_ids, numbers, strict=True)), by_store[name])
    list(written)  # wait for all, and raise what one of them raised


def _texts_of(store: str, some: SomePassages) -> list[list[str]]:
    """What a store encodes of each passage; of a page, once, where it is about tops of pages."""
    if store == LEAD:
        return [list(lead_texts(some.page.title, some.page.text))] if some.begins else []
    return [list(DENSE_CHANNELS[store](passage, some.page.title)) for passage in some.passages]

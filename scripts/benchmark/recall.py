"""What share of the nearest vectors a store finds, against the time that takes, at each of its settings."""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import faiss

from index.encoder import OnnxEncoder
from index.layout import ENCODER_FOLDER, VECTORS_FOLDER
from index.protocols import Vectors, VectorStore
from index.stores.exact import FLAT_FILE, FlatStore
from index.stores.ivf import BLOCK_ROWS, CODES_FILE, PROBES, IvfStore
from index.stores.rows import ROWS_FILE, QuantisedRows
from index.stores.trials import Trials
from index.version import trial_questions
from scripts.benchmark.results import StoreSetting

CHANNEL = "titled_sentence"  # one of the two largest stores
WANTED = 50  # vectors for a question
EVERY = 4  # of the questions that a store is built with, one in so many is asked here, thirteen times at a million


def settings_of(version: Path, corpus: str) -> Iterator[StoreSetting]:
    """The largest store of an index version at each setting that it could have been given.

    Args:
        version: the folder of the version.
        corpus: its name in the results.
    """
    folder = version / VECTORS_FOLDER / CHANNEL
    questions = trial_questions(OnnxEncoder.load(version / ENCODER_FOLDER))[::EVERY]
    if (folder / FLAT_FILE).exists():
        yield StoreSetting(corpus, f"exact, {corpus}", "", 1.0, _ms(FlatStore.load(folder), questions))
        return
    lists: Any = faiss.read_index(str(folder / CODES_FILE))
    rows = QuantisedRows(folder / ROWS_FILE, lists.d)
    trials = Trials(questions)
    for block in rows.blocks(BLOCK_ROWS):
        trials.add(block)
    store = IvfStore(lists, rows)
    for probes in (probes for probes in PROBES if probes < lists.nlist):
        lists.nprobe = probes
        recall = trials.recall(store)
        yield StoreSetting(corpus, f"inverted lists, {corpus}", f"{probes} lists", recall, _ms(store, questions))


def _ms(store: VectorStore, questions: Vectors) -> float:
    """The median milliseconds of a search."""
    took = []
    for question in questions:
        started = time.perf_counter()
        store.compared(question).best(WANTED)
        took.append(1000 * (time.perf_counter() - started))
    return median(took)

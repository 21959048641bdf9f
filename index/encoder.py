"""The encoder as served: ONNX Runtime and a tokenizer, without torch. Making one is `index/export.py`."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from corpus.errors import IndexDamaged
from index.encoder_card import EncoderCard, Precision
from index.protocols import Vectors

# Dynamic quantisation scales numbers over a whole batch: in int8 a text is encoded alone, so that its vector
# never depends on its neighbours, and an unchanged page never changes its answers.
BATCH_TEXTS: dict[Precision, int] = {"int8": 1, "fp32": 32}
FEW_BATCHES = 4  # those of a question; for so few, threads cost more than they save
BATCH_TOKENS = 4096  # of one batch, padding included: 32 texts of 128 tokens

Window = tuple[int, list[int]]  # the place of a text among the texts, and the numbers of its tokens


class Graph(NamedTuple):
    """The loaded graph of an encoder, and the names of what it wants to be given."""

    session: onnxruntime.InferenceSession
    inputs: list[str]


class OnnxEncoder:
    """An exported encoder. Safe to share between threads.

    A batch is computed by one thread, and several batches by several. Two threads for one text cost twice the work of
    one and wait for each other; on a busy machine a question took 8 ms with them, and takes 2 ms without.
    """

    def __init__(self, card: EncoderCard, graph: "Future[Graph]", tokenizer: Tokenizer, threads: int) -> None:
        """Use `load`."""
        self.card = card
        self._threads = threads
        self._graph = graph
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, folder: Path, threads: int = 2, *, wait: bool = True) -> Self:
        """The encoder that was exported into a folder.

        Args:
            folder: with the graph, the tokenizer and the card.
            threads: that share the work when there is more than one batch.
            wait: whether to wait until its graph is loaded, too. That takes as long as all the rest of an index, and
                another core can do it meanwhile; the first text then waits for it, and raises what it raised.

        Raises:
            IndexDamaged: a file of the encoder is gone or cannot be used.
        """
        beside = ThreadPoolExecutor(1)
        graph = beside.submit(_load_graph, folder)
        beside.shutdown(wait=False)
        with _told_as_damaged(folder):
            card = EncoderCard.read(folder)
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        if wait:
            graph.result()
        tokenizer.no_padding()
        tokenizer.enable_truncation(card.max_tokens)
        return cls(card, graph, tokenizer, threads)

    @property
    def name(self) -> str:
        """See `Encoder.name`."""
        return self.card.name

    @property
    def dim(self) -> int:
        """See `Encoder.dim`."""
        return self.card.dim

    def encode_questions(self, texts: Sequence[str], /) -> Vectors:
        """See `Encoder.encode_questions`."""
        return self._encode([self.card.question_prompt + text for text in texts])

    def encode_passages(self, texts: Sequence[str], /) -> Vectors:
        """See `Encoder.encode_passages`."""
        return self._encode([self.card.passage_prompt + text for text in texts])

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        # A text longer than the encoder reads comes in several windows. Its vector is their mean: nothing is cut off.
        windows = [
            (position, window.ids)
            for position, encoding in enumerate(self._tokenizer.encode_batch(list(texts)))
            for window in (encoding, *encoding.overflowing)
        ]
        windows.sort(key=lambda window: -len(window[1]))  # the longest first, so that no thread ends long after another
        batches = list(_batches(windows, BATCH_TEXTS[self.card.precision]))
        for batch, found in zip(batches, self._run_all(batches), strict=True):
            np.add.at(vectors, [position for position, _ in batch], found)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True).clip(min=1e-12)
        return vectors

    def _run_all(self, batches: list[list[Window]]) -> list[Vectors]:
        token_ids = [[ids for _, ids in batch] for batch in batches]
        if len(batches) <= FEW_BATCHES:
            return [self._run(ids) for ids in token_ids]
        with ThreadPoolExecutor(self._threads) as pool:  # the session leaves Python's lock to others while it computes
            return list(pool.map(self._run, token_ids))

    def _run(self, token_ids: list[list[int]]) -> Vectors:
        shape = (len(token_ids), max(len(ids) for ids in token_ids))
        tensors = {
            "input_ids": np.zeros(shape, dtype=np.int64),
            "attention_mask": np.zeros(shape, dtype=np.int64),
            "token_type_ids": np.zeros(shape, dtype=np.int64),
        }
        for row, ids in enumerate(token_ids):
            tensors["input_ids"][row, : len(ids)] = ids
            tensors["attention_mask"][row, : len(ids)] = 1
        graph = self._graph.result()
        vectors: Vectors = graph.session.run(None, {name: tensors[name] for name in graph.inputs})[0]
        return vectors


def _load_graph(folder: Path) -> Graph:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    with _told_as_damaged(folder):
        session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, ["CPUExecutionProvider"])
        return Graph(session, [given.name for given in session.get_inputs()])


@contextmanager
def _told_as_damaged(folder: Path) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # both libraries raise bare exceptions of many kinds
        raise IndexDamaged(
            f"The encoder in {folder} cannot be loaded ({error}). Build the index again: ownwords ingest."
        ) from error


def _batches(windows: list[Window], most_texts: int) -> Iterator[list[Window]]:
    """Batches of windows that are sorted by length, the longest first: like lengths together, so little is padding."""
    first = 0
    while first < len(windows):
        size = max(1, min(most_texts, BATCH_TOKENS // max(1, len(windows[first][1]))))
        yield windows[first : first + size]
        first += size

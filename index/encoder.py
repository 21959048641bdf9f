"""The encoder as served: ONNX Runtime and a tokenizer, without torch. Making one is `index/export.py`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from corpus.errors import IndexDamaged
from index.encoder_card import EncoderCard, Precision
from index.protocols import Vectors

# Dynamic quantisation scales numbers over a whole batch: in int8 a text is encoded alone, so that its vector
# never depends on its neighbours, and an unchanged page never changes its answers.
BATCH_TEXTS: dict[Precision, int] = {"int8": 1, "fp32": 32}


class OnnxEncoder:
    """An exported encoder. Safe to share between threads."""

    def __init__(self, card: EncoderCard, session: onnxruntime.InferenceSession, tokenizer: Tokenizer) -> None:
        """Use `load`."""
        self.card = card
        self._session = session
        self._inputs = [given.name for given in session.get_inputs()]
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, folder: Path, threads: int = 2) -> Self:
        """The encoder that was exported into a folder.

        Raises:
            IndexDamaged: a file of the encoder is gone or cannot be used.
        """
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        try:
            card = EncoderCard.read(folder)
            session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, ["CPUExecutionProvider"])
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # both libraries raise bare exceptions of many kinds
            raise IndexDamaged(
                f"The encoder in {folder} cannot be loaded ({error}). Build the index again: ownwords ingest."
            ) from error
        tokenizer.no_padding()
        tokenizer.enable_truncation(card.max_tokens)
        return cls(card, session, tokenizer)

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
        windows.sort(key=lambda window: len(window[1]))  # of like length together, so that little is padding
        size = BATCH_TEXTS[self.card.precision]
        for first in range(0, len(windows), size):
            batch = windows[first : first + size]
            np.add.at(vectors, [position for position, _ in batch], self._run([ids for _, ids in batch]))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True).clip(min=1e-12)
        return vectors

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
        vectors: Vectors = self._session.run(None, {name: tensors[name] for name in self._inputs})[0]
        return vectors

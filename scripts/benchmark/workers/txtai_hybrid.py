"""txtai with its hybrid search: its own BM25 and its own vectors, with the texts in its SQLite database.

    python -m scripts.benchmark.workers.txtai_hybrid MODEL

Over HTTP txtai is its own server, `txtai.api`.
"""

import json
import sys
from functools import cached_property
from pathlib import Path

import numpy as np
from txtai import Embeddings

from scripts.benchmark.workers.worker import TOP, Stopwatch, main, read_texts

INDEX, SERVICE_FILE = "index", "service.yml"


class TxtaiHybrid:
    """txtai, with the settings of its documentation for hybrid search."""

    def __init__(self, model: str) -> None:
        self._settings = {"path": model, "hybrid": True, "content": True}

    def build(self, sources: list[str], vectors: str | None, store: Path) -> dict[str, float]:
        """See `Engine.build`."""
        watch = Stopwatch()
        texts = read_texts(sources[0])
        with watch.stage("encode and index"):
            embeddings = self._with_given(texts, vectors) if vectors else Embeddings(self._settings)
            embeddings.index(texts)
            embeddings.config = {**embeddings.config, **self._settings}
            for of_given in ("method", "transform"):
                embeddings.config.pop(of_given, None)
            embeddings.save(str(store / INDEX))
        # JSON is YAML. The server reads its settings from this file.
        service = {"path": str(store / INDEX), "embeddings": self._settings}
        (store / SERVICE_FILE).write_text(json.dumps(service), "utf-8")
        return watch.seconds

    def _with_given(self, texts: list[str], vectors: str) -> Embeddings:
        """An index that takes given vectors while it is built; asked, it encodes with the model."""
        given = np.load(vectors)
        rows = {text: row for row, text in enumerate(texts)}

        def transform(batch: list[str]) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
            found: np.ndarray[tuple[int, int], np.dtype[np.float32]] = given[[rows[text] for text in batch]]
            return found

        return Embeddings(method="external", transform=transform, hybrid=True, content=True)

    def load(self, store: Path) -> None:
        """See `Engine.load`."""
        self._embeddings = Embeddings()
        self._embeddings.load(str(store / INDEX))

    def ask(self, question: str) -> list[str]:
        """See `Engine.ask`."""
        return [found["text"] for found in self._embeddings.search(question, TOP)]

    def encode(self, texts: list[str]) -> None:
        """See `Engine.encode`."""
        self._encoder.batchtransform(texts, "data")

    @cached_property
    def _encoder(self) -> Embeddings:
        return Embeddings(self._settings)


if __name__ == "__main__":
    main(TxtaiHybrid(sys.argv[1]))

"""The common recipe: sentence-transformers on torch and a flat FAISS index over 500-character chunks.

python -m scripts.benchmark.workers.recipe MODEL
"""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import faiss
import numpy as np
from sentence_transformers import SentenceTransformer

from scripts.benchmark.workers.worker import TOP, Stopwatch, main, read_texts

if TYPE_CHECKING:
    from fastapi import FastAPI

VECTORS_FILE, TEXTS_FILE = "vectors.faiss", "texts.json"
BATCH = 32  # the default of sentence-transformers


class Recipe:
    """What most people write today."""

    def __init__(self, model: str) -> None:
        self._model = SentenceTransformer(model, device="cpu")

    def build(self, sources: list[str], vectors: str | None, store: Path) -> dict[str, float]:
        """See `Engine.build`."""
        watch = Stopwatch()
        texts = read_texts(sources[0])
        with watch.stage("encode"):
            encoded = np.load(vectors) if vectors else self._encoded(texts)
        with watch.stage("index"):
            flat = faiss.IndexFlatIP(encoded.shape[1])
            flat.add(encoded)
            faiss.write_index(flat, str(store / VECTORS_FILE))
            (store / TEXTS_FILE).write_text(json.dumps(texts), "utf-8")
        return watch.seconds

    def load(self, store: Path) -> None:
        """See `Engine.load`."""
        self._flat = faiss.read_index(str(store / VECTORS_FILE))
        self._texts = json.loads((store / TEXTS_FILE).read_text("utf-8"))

    def ask(self, question: str) -> list[str]:
        """See `Engine.ask`."""
        _, rows = self._flat.search(self._encoded([question]), TOP)
        return [self._texts[row] for row in rows[0] if row >= 0]

    def encode(self, texts: list[str]) -> None:
        """See `Engine.encode`."""
        self._encoded(texts)

    def _encoded(self, texts: list[str]) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
        encoded: np.ndarray[tuple[int, int], np.dtype[np.float32]] = self._model.encode(
            texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return encoded


def app() -> "FastAPI":
    """The recipe as a service, as the first page of FastAPI's documentation writes one."""
    from fastapi import FastAPI

    recipe = Recipe(os.environ["BENCHMARK_MODEL"])
    recipe.load(Path(os.environ["BENCHMARK_STORE"]))
    service = FastAPI()

    @service.get("/search")
    def search(q: str) -> list[str]:
        return recipe.ask(q)

    return service


if __name__ == "__main__":
    main(Recipe(sys.argv[1]))

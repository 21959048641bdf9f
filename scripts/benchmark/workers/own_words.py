"""Own Words, as `ownwords ingest` and `ownwords serve` run it.

python -m scripts.benchmark.workers.own_words
"""

import os
import shutil
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from index.build import ingest
from index.encoder import OnnxEncoder
from index.encoder_card import DEFAULT_ENCODER, SHIPPED
from index.folder import IndexFolder
from index.loading import load_index
from index.read_ahead import read_ahead
from index.version import write_parts
from scripts.benchmark.made_index import build_made_index
from scripts.benchmark.workers.stage_sampler import StageSampler
from scripts.benchmark.workers.worker import TOP, main
from service.settings import Settings
from service.wiring import answerer_over, load_searcher, load_urgent_signs

URGENT_MODELS = "urgent-*.npz"


class OwnWords:
    """The full path of a question: spelling, search, confidence, urgent signs, differences."""

    def build(self, sources: list[str], vectors: str | None, store: Path) -> dict[str, float]:
        """See `Engine.build`. The store is an index folder, the sources are what `ownwords ingest` takes.

        `vectors`, the file of `encode_real_texts`, says that the corpus is made: its vectors are moved, not encoded.
        """
        folder = IndexFolder(store)
        with StageSampler(ingest.__code__, build_made_index.__code__, write_parts.__code__) as sampler:
            if vectors:
                build_made_index(folder, sources, Path(vectors))
            else:
                ingest(folder, sources)
        settings = replace(Settings(), index=store)
        for learned in Settings.from_environment(os.environ).index.glob(URGENT_MODELS):
            shutil.copy(learned, store)  # learned once for an encoder, and so no part of an ingest
        load_urgent_signs(load_searcher(settings).encoder, settings)
        return sampler.seconds

    def load(self, store: Path) -> None:
        """See `Engine.load`."""
        settings = replace(Settings(), index=store)
        searcher = load_index(IndexFolder(store))
        read_ahead(IndexFolder(store).folder_of(searcher.version))  # as a service does
        self._answerer = answerer_over(searcher, settings)

    def ask(self, question: str) -> list[str]:
        """See `Engine.ask`."""
        return [result.text for result in self._answerer.answer(question, TOP).results]

    def encode(self, texts: list[str]) -> None:
        """See `Engine.encode`."""
        self._encoder.encode_passages(texts)

    @cached_property
    def _encoder(self) -> OnnxEncoder:
        return OnnxEncoder.load(SHIPPED / DEFAULT_ENCODER)


if __name__ == "__main__":
    main(OwnWords())

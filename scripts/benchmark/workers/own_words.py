"""Own Words, as `ownwords ingest` and `ownwords serve` run it.

python -m scripts.benchmark.workers.own_words
"""

import os
import shutil
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from corpus.errors import BenchmarkError
from index.build import ingest
from index.encoder import OnnxEncoder
from index.encoder_card import DEFAULT_ENCODER, SHIPPED
from index.folder import IndexFolder
from index.searcher import Searcher
from scripts.benchmark.workers.stage_sampler import StageSampler
from scripts.benchmark.workers.worker import TOP, main
from service.settings import Settings
from service.wiring import answerer_over, load_searcher, load_urgent_signs

URGENT_MODELS = "urgent-*.npz"


class OwnWords:
    """The full path of a question: spelling, search, confidence, urgent signs, differences."""

    def build(self, sources: list[str], vectors: str | None, store: Path) -> dict[str, float]:
        """See `Engine.build`. The store is an index folder, and the sources are what `ownwords ingest` takes."""
        if vectors:
            raise BenchmarkError("An index takes no given vectors yet. Leave --sizes out.")
        with StageSampler(ingest.__code__) as sampler:
            ingest(IndexFolder(store), sources)
        settings = replace(Settings(), index=store)
        for learned in Settings.from_environment(os.environ).index.glob(URGENT_MODELS):
            shutil.copy(learned, store)  # learned once for an encoder, and so no part of an ingest
        load_urgent_signs(load_searcher(settings).encoder, settings)
        return sampler.seconds

    def load(self, store: Path) -> None:
        """See `Engine.load`."""
        settings = replace(Settings(), index=store)
        self._answerer = answerer_over(Searcher.load(IndexFolder(store)), settings)

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

"""Haystack with hybrid retrieval: BM25 and embeddings over its in-memory store, joined by reciprocal rank.

    python -m scripts.benchmark.workers.haystack_hybrid MODEL

Over HTTP it is served by Hayhooks, Haystack's own server, which runs the pipeline of `PIPELINE`.
"""

import sys
from functools import cached_property
from pathlib import Path

import numpy as np
from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from scripts.benchmark.workers.worker import TOP, Stopwatch, main, read_texts

STORE_FILE, PIPELINES = "documents.json", "pipelines"
PIPELINE = """
from hayhooks import BasePipelineWrapper
from scripts.benchmark.workers.haystack_hybrid import HaystackHybrid
from pathlib import Path

class PipelineWrapper(BasePipelineWrapper):
    def setup(self) -> None:
        self.hybrid = HaystackHybrid({model!r})
        self.hybrid.load(Path({store!r}))
        self.pipeline = self.hybrid.pipeline

    def run_api(self, question: str) -> list[str]:
        return self.hybrid.ask(question)
"""


class HaystackHybrid:
    """Haystack, with the pipeline of its documentation for hybrid retrieval."""

    def __init__(self, model: str) -> None:
        self._model = model

    def build(self, sources: list[str], vectors: str | None, store: Path) -> dict[str, float]:
        """See `Engine.build`."""
        watch = Stopwatch()
        documents = [Document(id=str(row), content=text) for row, text in enumerate(read_texts(sources[0]))]
        with watch.stage("encode"):
            documents = _with_given(documents, vectors) if vectors else self._embedded(documents)
        with watch.stage("index"):
            documents_store = InMemoryDocumentStore(embedding_similarity_function="cosine")
            documents_store.write_documents(documents)
            documents_store.save_to_disk(str(store / STORE_FILE))
        wrapper = store / PIPELINES / "ask" / "pipeline_wrapper.py"
        wrapper.parent.mkdir(parents=True)
        wrapper.write_text(PIPELINE.format(model=self._model, store=str(store)), "utf-8")
        return watch.seconds

    def load(self, store: Path) -> None:
        """See `Engine.load`."""
        documents = InMemoryDocumentStore.load_from_disk(str(store / STORE_FILE))
        self.pipeline = Pipeline()
        self.pipeline.add_component("embedder", SentenceTransformersTextEmbedder(model=self._model, progress_bar=False))
        self.pipeline.add_component("embedding", InMemoryEmbeddingRetriever(documents))
        self.pipeline.add_component("bm25", InMemoryBM25Retriever(documents))
        self.pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=TOP))
        self.pipeline.connect("embedder.embedding", "embedding.query_embedding")
        self.pipeline.connect("embedding", "joiner")
        self.pipeline.connect("bm25", "joiner")
        self.pipeline.warm_up()

    def ask(self, question: str) -> list[str]:
        """See `Engine.ask`."""
        joined = self.pipeline.run({"embedder": {"text": question}, "bm25": {"query": question}})
        return [document.content for document in joined["joiner"]["documents"]]

    def encode(self, texts: list[str]) -> None:
        """See `Engine.encode`."""
        self._embedded([Document(content=text) for text in texts])

    def _embedded(self, documents: list[Document]) -> list[Document]:
        embedded: list[Document] = self._embedder.run(documents)["documents"]
        return embedded

    @cached_property
    def _embedder(self) -> SentenceTransformersDocumentEmbedder:
        embedder = SentenceTransformersDocumentEmbedder(model=self._model, progress_bar=False)
        embedder.warm_up()
        return embedder


def _with_given(documents: list[Document], vectors: str) -> list[Document]:
    for document, vector in zip(documents, np.load(vectors), strict=True):
        document.embedding = vector.tolist()
    return documents


if __name__ == "__main__":
    main(HaystackHybrid(sys.argv[1]))

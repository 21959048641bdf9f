"""Who is measured: Own Words, and the alternatives with the packages and the server that each recommends."""

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlencode

from corpus.errors import BenchmarkError
from index.encoder_card import UNTAUGHT_ENCODER
from index.export import weights_location

ROOT = Path(__file__).parent.parent.parent
OURS = "own-words"
SHARED_PACKAGES = ("psutil==7.2.2", "sentence-transformers==6.2.0", "torch==2.13.0")  # that torch has a CPU build
# No hub is asked, and nobody is told: Haystack would send a message about every pipeline that runs, and wait for it.
ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "HAYHOOKS_LOG": "WARNING",
    "OWNWORDS_LIMIT_PER_MINUTE": "0",  # all questions come from one client
}


class Request(NamedTuple):
    """An HTTP request that asks a question."""

    method: str
    path: str
    body: bytes | None = None


class Place(NamedTuple):
    """Where a service finds its Python, its store, and its port."""

    python: Path
    store: Path
    port: int
    workers: int


@dataclass(frozen=True, slots=True)
class Contestant:
    """Somebody who answers questions.

    `packages` are what its own virtual environment holds; none means this project's environment. `reads` is what it
    builds from: sources, passages as our ingest cuts them, or 500-character chunks of the pages. It is left out over
    corpora of more than `most_passages`.
    """

    key: str
    name: str
    about: str
    module: str
    packages: tuple[str, ...]
    reads: Literal["sources", "passages", "chunks"]
    most_passages: int
    service: Callable[[Place], Sequence[str]]
    request: Callable[[str], Request]

    def worker_command(self, python: Path) -> list[str]:
        """The command of its worker."""
        return [str(python), "-m", f"scripts.benchmark.workers.{self.module}", model_folder()]

    def cold_command(self, python: Path, store: Path, question: str) -> list[str] | None:
        """The command line that answers one question, where it has one; else its worker is started for it."""
        if self.key != OURS:
            return None
        return [str(python.parent / "ownwords"), "ask", question, "--index", str(store)]

    def environment(self, store: Path) -> Mapping[str, str]:
        """The environment of its programs."""
        own = {"BENCHMARK_MODEL": model_folder(), "BENCHMARK_STORE": str(store), "PYTHONPATH": str(ROOT)}
        return os.environ | ENVIRONMENT | own | {"CONFIG": str(store / "service.yml")}

    def asked_environment(self, store: Path) -> Mapping[str, str]:
        """The environment of its worker where it is asked: ours is kept to one thread, as `ownwords serve` is."""
        threads = {"OMP_NUM_THREADS": "1"} if self.key == OURS else {}
        return {**self.environment(store), **threads}


def model_folder() -> str:
    """The weights that all alternatives encode with, in a folder."""
    return weights_location(UNTAUGHT_ENCODER)


def _own_service(place: Place) -> list[str]:
    options = ["--port", str(place.port), "--workers", str(place.workers), "--index", str(place.store)]
    return [str(place.python.parent / "ownwords"), "serve", *options]


def _uvicorn(app: str, *options: str) -> Callable[[Place], list[str]]:
    return lambda place: [
        *(str(place.python), "-m", "uvicorn", app, "--port", str(place.port), "--workers", str(place.workers)),
        *("--log-level", "warning", *options),
    ]


def _hayhooks(place: Place) -> list[str]:
    options = ["--port", str(place.port), "--workers", str(place.workers), "--pipelines-dir", "pipelines"]
    return [str(place.python.parent / "hayhooks"), "run", *options[:-1], str(place.store / options[-1])]


def _posted(path: str, **said: object) -> Request:
    return Request("POST", path, json.dumps(said).encode())


CONTESTANTS = {
    contestant.key: contestant
    for contestant in (
        Contestant(
            OURS,
            "Own Words",
            "the full path of a question, as installed; served by `ownwords serve`",
            module="own_words",
            packages=(),
            reads="sources",
            most_passages=10**9,
            service=_own_service,
            request=lambda question: _posted("/api/ask", question=question),
        ),
        Contestant(
            "recipe",
            "common recipe",
            "sentence-transformers on torch, 500-character chunks, faiss.IndexFlatIP; served by a minimal FastAPI app",
            module="recipe",
            packages=(),
            reads="chunks",
            most_passages=10**9,
            service=_uvicorn("scripts.benchmark.workers.recipe:app", "--factory"),
            request=lambda question: Request("GET", f"/search?{urlencode({'q': question})}"),
        ),
        Contestant(
            "txtai",
            "txtai hybrid",
            "Embeddings(path, hybrid=True, content=True), our passages; served by its own API server",
            module="txtai_hybrid",
            packages=("txtai[api]==9.14.0", *SHARED_PACKAGES),
            reads="passages",
            most_passages=100_000,
            service=_uvicorn("txtai.api:app"),
            request=lambda question: Request("GET", f"/search?{urlencode({'query': question, 'limit': 5})}"),
        ),
        Contestant(
            "haystack",
            "Haystack hybrid",
            "BM25 and embedding retrievers over InMemoryDocumentStore, joined by reciprocal rank, our passages; served "
            "by Hayhooks; telemetry off",
            module="haystack_hybrid",
            packages=(
                *("haystack-ai==3.4.0", "sentence-transformers-haystack==2.0.0", "hayhooks==2.1.0"),
                *SHARED_PACKAGES,
            ),
            reads="passages",
            most_passages=20_000,  # its BM25 goes through every passage in Python
            service=_hayhooks,
            request=lambda question: _posted("/ask/run", question=question),
        ),
    )
}
ALTERNATIVES = tuple(key for key in CONTESTANTS if key != OURS)


def chosen(named: str) -> list[Contestant]:
    """Own Words and the alternatives of a list of keys with commas between, in the order of the list.

    Raises:
        BenchmarkError: there is no alternative of one of the names.
    """
    keys = [key.strip() for key in named.split(",") if key.strip()]
    for key in keys:
        if key not in ALTERNATIVES:
            raise BenchmarkError(f"There is no alternative {key!r}. Name some of: {', '.join(ALTERNATIVES)}.")
    return [CONTESTANTS[OURS], *(CONTESTANTS[key] for key in dict.fromkeys(keys))]


def own_python() -> Path:
    """The Python of this project's environment."""
    return Path(sys.executable)

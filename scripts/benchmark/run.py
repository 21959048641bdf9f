"""A whole run of the benchmark on one screen: corpora, stores, rounds, results."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from corpus.build import build_library
from corpus.library import Library
from index.encoder import OnnxEncoder
from index.encoder_card import DEFAULT_ENCODER, SHIPPED
from index.folder import IndexFolder
from index.layout import LIBRARY_FILE
from scripts.benchmark.contestants import OURS, Contestant
from scripts.benchmark.corpora import Corpus, Texts, medquad, medquad_rows, read_lines, starter_pages, texts_of
from scripts.benchmark.environments import python_of
from scripts.benchmark.machine import made_now
from scripts.benchmark.made_index import encode_real_texts
from scripts.benchmark.million import base_rows, synthetic, write_vectors
from scripts.benchmark.recall import settings_of
from scripts.benchmark.results import MeasuredCorpus, Results
from scripts.benchmark.rounds import MEGABYTE, Plan, Prepared, measured_in_process, measured_over_http

ENCODED_AT_MOST = 2_000  # texts; with more, the alternatives are given vectors, as encoding would take them an hour
REAL_VECTORS = 500  # that given vectors are made from
REAL_FILE = "real_texts.npz"  # of all made corpora, with the vectors that theirs are made from
LARGE_FROM = 1_000  # passages: what is built once, as it takes long

Say = Callable[[str], None]
Keep = Callable[[Results], None]


@dataclass(frozen=True, slots=True)
class Task:
    """What one run is to measure."""

    plan: Plan
    contestants: Sequence[Contestant]
    medquad: Path | None
    sizes: Sequence[int]
    environments: Path
    scratch: Path


def run(task: Task, say: Say, keep: Keep) -> Results:
    """Measure every contestant over every corpus, and over the first of several once more at the end.

    Args:
        task: what to measure.
        say: told how far it is.
        keep: given the results after every corpus: a run takes long, and shall not be for nothing if it is ended.

    Raises:
        BenchmarkError: a contestant cannot be installed, fails, or finds nothing.
    """
    pythons = {one.key: python_of(one, task.environments, say) for one in task.contestants}
    results = Results(made_now(), {one.key: one.name for one in task.contestants})
    results.notes.extend(f"{one.name}: {one.about}" for one in task.contestants)
    results.notes.append("Of several corpora, the first is measured at the beginning and at the end of the run.")
    for corpus in first_again(_corpora(task, say)):
        folder = task.scratch / corpus.name.replace(" ", "-").replace(",", "")
        folder.mkdir()
        say(f"Measuring over {corpus.about}.")
        _measure(corpus, task, pythons, folder, results, say)
        keep(results)
        rmtree(folder)  # a large one makes room for the next
    return results


def first_again(corpora: Iterable[Corpus]) -> Iterator[Corpus]:
    """The corpora in their order and, of several, the first once more: machines are slower at one hour than another.

    Its spread then holds what an hour makes of it, which neighbouring rounds do not show.
    """
    all_seen = []
    for corpus in corpora:
        all_seen.append(corpus)
        yield corpus
    yield from all_seen[:1] if len(all_seen) > 1 else ()


def _corpora(task: Task, say: Say) -> Iterable[Corpus]:
    starter = starter_pages()
    yield starter
    if task.medquad:
        yield medquad(task.medquad, task.scratch)
    if task.sizes:
        build_library(task.scratch / LIBRARY_FILE, starter.sources)
        more = medquad_rows(task.medquad) if task.medquad else ()
        rows = base_rows(Library.open(task.scratch / LIBRARY_FILE), more)
        say("Encoding the real texts of the made corpora, once for all of them; no time below holds it.")
        once = synthetic(rows, len(rows), starter.questions, task.scratch / "made-once")
        encode_real_texts(list(once.sources), task.scratch / REAL_FILE)
        for size in task.sizes:
            yield synthetic(rows, size, starter.questions, task.scratch / f"made-{size}")


def _measure(corpus: Corpus, task: Task, pythons: dict[str, Path], folder: Path, results: Results, say: Say) -> None:
    ours, *others = task.contestants
    own = Prepared(ours, pythons[OURS], folder / OURS)
    library = _build_ours(own, corpus, task, results)
    counts = library.counts()
    searched = MeasuredCorpus(corpus.name, corpus.about, counts["pages"], counts["passages"], corpus.perturbed)
    if searched not in results.corpora:
        results.corpora.append(searched)
        results.stores.extend(settings_of(IndexFolder(own.store).current(), corpus.name))
    texts = texts_of(library, folder)
    library.close()
    prepared = [own]
    for other in others:
        if texts.passage_count > other.most_passages:
            results.notes.append(f"{other.name} is not measured over {corpus.name}: it is too slow to wait for.")
            continue
        one = Prepared(other, pythons[other.key], folder / other.key)
        _build_other(one, corpus, texts, folder, results)
        prepared.append(one)
    say("Asking in process.")
    for key, rounds in measured_in_process(prepared, corpus, texts, task.plan).items():
        results.add(corpus.name, key, rounds)
    say("Asking over HTTP.")
    served = prepared if task.plan.serves_alternatives else [own]
    for key, rounds in measured_over_http(served, corpus, task.plan).items():
        results.add(corpus.name, key, rounds)


def _build_ours(own: Prepared, corpus: Corpus, task: Task, results: Results) -> Library:
    """Build as often as there are rounds where that is quick; each time a new index."""
    vectors = str(task.scratch / REAL_FILE) if corpus.perturbed else None
    took = [_built(own, corpus.sources, vectors)]
    library = Library.open(IndexFolder(own.store).current() / LIBRARY_FILE)
    counts = library.counts()
    if counts["passages"] < LARGE_FROM:
        took += [_built(own, corpus.sources, vectors) for _ in range(task.plan.rounds - 1)]
        library = Library.open(IndexFolder(own.store).current() / LIBRARY_FILE)
    seconds = [sum(stages.values()) for stages in took]
    results.stages.setdefault(corpus.name, {})[OURS] = took[-1]
    rates = {f"build_{name}": [counts[name] / each for each in seconds] for name in ("passages", "pages")}
    results.add(corpus.name, OURS, {"build": seconds, **rates, "size": [_megabytes(own.store)]})
    return library


def _build_other(one: Prepared, corpus: Corpus, texts: Texts, folder: Path, results: Results) -> None:
    """Build an alternative's store, from given vectors where encoding would take too long."""
    chunks = one.contestant.reads == "chunks"
    file, number = (texts.chunks, texts.chunk_count) if chunks else (texts.passages, texts.passage_count)
    given = None
    if corpus.perturbed or number > ENCODED_AT_MOST:
        given = folder / f"{one.contestant.reads}.npy"
        if not given.exists():
            encoder = OnnxEncoder.load(SHIPPED / DEFAULT_ENCODER)
            write_vectors(given, encoder.encode_passages(read_lines(file, REAL_VECTORS)), number)
    stages = _built(one, [str(file)], str(given) if given else None)
    results.stages.setdefault(corpus.name, {})[one.contestant.key] = stages
    measured = {"size": [_megabytes(one.store)]}
    if not given:
        seconds = sum(stages.values())
        measured |= {"build": [seconds], "build_passages": [number / seconds]}
    results.add(corpus.name, one.contestant.key, measured)


def _built(one: Prepared, sources: Sequence[str], vectors: str | None) -> dict[str, float]:
    """Build a store in the place of the one before; the seconds of each stage."""
    rmtree(one.store, ignore_errors=True)
    one.store.mkdir()
    with one.builder() as session:
        answer = session.request("build", sources=list(sources), vectors=vectors, store=str(one.store))
    stages: dict[str, float] = answer["seconds"]
    return stages


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MEGABYTE

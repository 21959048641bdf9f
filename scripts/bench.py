"""Speed and memory, as ratios against the common recipe measured in the same run.

    python scripts/bench.py [--quick] [--json FILE]

The recipe is what most people write today: sentence-transformers on torch, 500-character chunks, a flat FAISS index.
Both answer the same questions over the starter pages with the same encoder weights, on this machine, one after the
other. Every figure is a median over several runs, with the lowest and the highest beside it.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import psutil

from index.build import ingest
from index.encoder_card import UNTAUGHT_ENCODER
from index.export import weights_location
from index.folder import IndexFolder
from index.searcher import Searcher
from service.settings import Settings
from service.wiring import STARTER_PAGES, answerer_over

QUESTIONS = (
    "will they put me to sleep",
    "how long will I be in hospital",
    "when can i go back to work in an office",
    "what can go wrong with this operation",
)
WARM_UP = 10  # runs that are not counted
PORT = 8765
MEGABYTE = 1e6
RECIPE = """
import sys, time, json
from pathlib import Path
import faiss, psutil
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[1], device="cpu")
chunks = []
for page in sorted(Path(sys.argv[2]).glob("*.md")):
    text = page.read_text("utf-8")
    chunks += [text[start : start + 500] for start in range(0, len(text), 450)]
started = time.perf_counter()
vectors = model.encode(chunks, normalize_embeddings=True, show_progress_bar=False)
chunks_per_second = len(chunks) / (time.perf_counter() - started)
store = faiss.IndexFlatIP(vectors.shape[1])
store.add(vectors)
questions = json.loads(sys.argv[3])
times = []
for run in range(int(sys.argv[4])):
    started = time.perf_counter()
    question = model.encode([questions[run % len(questions)]], normalize_embeddings=True, show_progress_bar=False)
    store.search(question, 5)
    times.append((time.perf_counter() - started) * 1000)
rss = psutil.Process().memory_info().rss
print(json.dumps({"times": times, "rss": rss, "chunks_per_second": chunks_per_second}))
"""


class Runs(NamedTuple):
    """How often each thing is done."""

    cold: int
    warm: int


FULL, QUICK = Runs(cold=5, warm=210), Runs(cold=1, warm=60)


def spread(values: list[float]) -> dict[str, float]:
    """The median with the lowest and highest value."""
    return {"median": statistics.median(values), "lowest": min(values), "highest": max(values)}


def timed(run: Callable[[], object], runs: int, unit: float = 1.0) -> list[float]:
    """How long each run took, in seconds times `unit`."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        run()
        times.append((time.perf_counter() - started) * unit)
    return times


def measure_recipe(pages: Path, runs: Runs) -> dict[str, dict[str, float]]:
    """The common recipe: cold from a shell, one question asked; then warm."""

    def run(questions: int) -> str:
        arguments = [weights_location(UNTAUGHT_ENCODER), str(pages), json.dumps(QUESTIONS), str(questions)]
        done = subprocess.run([sys.executable, "-c", RECIPE, *arguments], capture_output=True, text=True, check=True)
        return done.stdout

    cold = timed(lambda: run(1), runs.cold)
    warm = json.loads(run(runs.warm))
    return {
        "cold ask, s": spread(cold),
        "warm question, ms": spread(warm["times"][WARM_UP:]),
        "resident, MB": spread([warm["rss"] / MEGABYTE]),
        "encoding, texts/s": spread([warm["chunks_per_second"]]),
    }


def measure_ours(index: Path, runs: Runs) -> dict[str, dict[str, float]]:
    """Own Words: cold from a shell; warm inside the process; over HTTP, with the memory of the service."""
    command = [str(Path(sys.executable).parent / "ownwords"), "ask", QUESTIONS[0], "--index", str(index)]
    cold = timed(lambda: subprocess.run(command, capture_output=True, check=True), runs.cold)
    searcher = Searcher.load(IndexFolder(index))
    answerer = answerer_over(searcher, Settings())
    turn = cycle(QUESTIONS)
    warm = timed(lambda: answerer.answer(next(turn)), runs.warm, unit=1000)
    over_http, resident = _measure_service(index, runs)
    return {
        "cold ask, s": spread(cold),
        "warm question, ms": spread(warm[WARM_UP:]),
        "warm question over HTTP, ms": spread(over_http[WARM_UP:]),
        "resident, MB": spread([resident]),
        "encoding, texts/s": spread([_texts_per_second(searcher)]),
    }


def _texts_per_second(searcher: Searcher) -> float:
    texts = [passage.text for passage in searcher.library.passages()]
    return len(texts) / timed(lambda: searcher.encoder.encode_passages(texts), 3)[-1]


def _measure_service(index: Path, runs: Runs) -> tuple[list[float], float]:
    command = [str(Path(sys.executable).parent / "ownwords"), "serve", "--port", str(PORT), "--index", str(index)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as service:
        try:
            _wait_until_ready()
            turn = cycle(QUESTIONS)
            times = timed(lambda: _ask_over_http(next(turn)), runs.warm, unit=1000)
            return times, psutil.Process(service.pid).memory_info().rss / MEGABYTE
        finally:
            service.terminate()


def _wait_until_ready() -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/health/ready").read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the service was not ready within 10 seconds")


def _ask_over_http(question: str) -> bytes:
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{PORT}/api/ask", body, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as response:
        answer: bytes = response.read()
    return answer


def table(ours: dict[str, dict[str, float]], recipe: dict[str, dict[str, float]]) -> list[str]:
    """A line for each measure; the ratio says how many times better ours is."""
    lines = ["| | Own Words | common recipe | ratio |", "|---|---|---|---|"]
    for name, mine in ours.items():
        theirs = recipe.get(name)
        more_is_better = name.endswith("/s")
        ratio = "" if theirs is None else _ratio(mine["median"], theirs["median"], more_is_better)
        lines.append(f"| {name} | {_cell(mine)} | {_cell(theirs) if theirs else '-'} | {ratio} |")
    return lines


def _ratio(mine: float, theirs: float, more_is_better: bool) -> str:
    return f"{mine / theirs if more_is_better else theirs / mine:.1f}"


def _cell(value: dict[str, float]) -> str:
    if value["lowest"] == value["highest"]:
        return f"{value['median']:.3g}"
    return f"{value['median']:.3g} ({value['lowest']:.3g} to {value['highest']:.3g})"


def main() -> None:
    """Measure both, print the table, and write the figures where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--quick", action="store_true", help="fewer runs: half a minute instead of two")
    options = parser.parse_args()
    runs = QUICK if options.quick else FULL
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        ingest(IndexFolder(index), [str(STARTER_PAGES)])
        ours, recipe = measure_ours(index, runs), measure_recipe(STARTER_PAGES, runs)
    print("\n".join(table(ours, recipe)))
    if options.json:
        options.json.write_text(json.dumps({"ours": ours, "recipe": recipe}, indent=2), "utf-8")


if __name__ == "__main__":
    main()

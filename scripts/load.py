"""Load beyond what the service can bear, with ingests and roll-backs under way, and what became of it.

    python scripts/load.py [--seconds 600] [--times 2] [--workers 1] [--json FILE]

It builds an index of the starter pages, starts the service on a free port, finds out how many requests a second it
sustains, and then sends a mixed load at a multiple of that rate, whether or not answers come back in time. One client
in the mix asks far too often. Exits with 1 where anything happened that must not: a status that was not due, a refusal
without `Retry-After` or not in the form of its address, a request without a response; more than one accepted question
in a hundred that took longer than 2 seconds; or memory that did not stay flat, as `scripts/load_test/memory.py` says.

The load comes from the same machine and takes part of it, so the rates are below what the service could do alone.
"""

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from scripts.load_test.connections import Connections
from scripts.load_test.memory import MOST_CHANGE, Memory
from scripts.load_test.outcomes import Outcomes
from scripts.load_test.upheaval import OWNWORDS, Upheaval
from scripts.load_test.visitors import Visit, visits
from service.wiring import STARTER_PAGES

CALIBRATION_SECONDS, CALIBRATION_CLIENTS = 10.0, 8
MOST_P99_MS = 2000.0  # of accepted questions: half a second of waiting, and the work, on a machine that does more
MEGABYTE = 1e6


@contextmanager
def served(index: Path, workers: int, log: Path) -> Iterator[tuple[int, psutil.Process]]:
    """The port and process of a service, which is stopped afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(OWNWORDS), "serve", "--port", str(port), "--workers", str(workers), "--index", str(index)]
    environment = os.environ | {"OWNWORDS_LIMIT_PER_MINUTE": "600"}
    with log.open("wb") as output, subprocess.Popen(command, stderr=output, env=environment) as service:
        try:
            _wait_until_ready(f"http://127.0.0.1:{port}")
            yield port, psutil.Process(service.pid)
        finally:
            service.terminate()


def _wait_until_ready(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/health/ready").close()
        except OSError:  # nobody listens yet, or it says that it is not ready
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the service was not ready within 30 seconds")


def resident(service: psutil.Process) -> float:
    """The memory of the service and its workers, in MB."""
    family = [service, *service.children(recursive=True)]
    return float(sum(process.memory_info().rss for process in family)) / MEGABYTE


async def send(connections: Connections, visit: Visit, outcomes: Outcomes) -> None:
    """One request, noted."""
    began = time.perf_counter()
    try:
        response = await connections.send(visit)
    except (OSError, EOFError) as error:
        outcomes.broke(visit, error)
        return
    outcomes.came_back(visit, response, (time.perf_counter() - began) * 1000)


async def sustained(port: int) -> float:
    """Answers a second when some clients ask one question after the other."""
    outcomes, connections = Outcomes(), Connections(port)
    questions = (visit for visit in visits(seed=1) if visit.asks)
    ends = time.monotonic() + CALIBRATION_SECONDS

    async def client() -> None:
        while time.monotonic() < ends:
            await send(connections, next(questions), outcomes)

    await asyncio.gather(*(client() for _ in range(CALIBRATION_CLIENTS)))
    connections.close()
    return len(outcomes.answered_ms) / CALIBRATION_SECONDS


async def overloaded(port: int, rate: float, seconds: float, service: psutil.Process) -> dict[str, Any]:
    """What becomes of a mixed load at a rate, which is kept up whether answers come or not."""
    outcomes, connections, stream = Outcomes(), Connections(port), visits()
    under_way: set[asyncio.Task[None]] = set()
    memory = Memory(lambda: resident(service))
    began = time.monotonic()
    sent = 0
    while (passed := time.monotonic() - began) < seconds:
        for visit in (next(stream) for _ in range(int(passed * rate) - sent)):
            task = asyncio.create_task(send(connections, visit, outcomes))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
            sent += 1
        memory.look(passed, seconds)
        await asyncio.sleep(0.005)
    await asyncio.gather(*under_way)
    connections.close()
    return outcomes.summary() | {"sent": sent, "a second": round(sent / seconds, 1), "resident, MB": memory.summary()}


def main() -> None:
    """Run the load, print what became of it, and exit with 1 where something must not have happened."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600, help="how long (600)")
    parser.add_argument("--times", type=float, default=2, help="the rate, in multiples of the sustained one (2)")
    parser.add_argument("--workers", type=int, default=1, help="of the service (1)")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index, log = Path(folder) / "index", Path(folder) / "log"
        subprocess.run([str(OWNWORDS), "ingest", str(STARTER_PAGES), "--index", str(index)], check=True)
        with served(index, options.workers, log) as (port, service):
            rate = asyncio.run(sustained(port))
            upheaval = Upheaval(index)
            upheaval.start()
            said = asyncio.run(overloaded(port, rate * options.times, options.seconds, service))
            upheaval.stop()
        complaints = log.read_text("utf-8").count("Unexpected")
    said |= {"sustained a second": rate, "meanwhile": dict(upheaval.done), "exceptions in the log": complaints}
    print(json.dumps(said, indent=2))
    if options.json:
        options.json.write_text(json.dumps(said, indent=2), "utf-8")
    wrong = [*missed(said), *said["faults"], *(["exceptions in the log"] if complaints else [])]
    for each in wrong:
        print(f"Not as it must be: {each}.", file=sys.stderr)
    sys.exit(1 if wrong else 0)


def missed(said: dict[str, Any]) -> Iterator[str]:
    """The bounds that were not kept, each in words."""
    p99, memory = said["answered, ms"].get("p99"), said["resident, MB"]
    if p99 is None or p99 > MOST_P99_MS:
        yield f"p99 of accepted questions is {p99} ms, with {MOST_P99_MS:.0f} at most"
    if abs(memory["change"]) > MOST_CHANGE:
        yield f"memory changed by {memory['change']:.1%}, with {MOST_CHANGE:.0%} at most"


if __name__ == "__main__":
    main()

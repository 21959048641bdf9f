"""A contestant's HTTP service: started, waited for, weighed and stopped."""

import http.client
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

from corpus.errors import BenchmarkError
from scripts.benchmark.contestants import Contestant, Place
from scripts.benchmark.load import post_or_get

READY_WITHIN_SECONDS = 180
GRACE_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Service:
    """A service that runs."""

    contestant: Contestant
    port: int
    process: "subprocess.Popen[bytes]"
    said: IO[bytes]

    def resident_bytes(self) -> int:
        """The resident memory of all its processes together."""
        return sum(process.memory_info().rss for process in self.processes())

    def processes(self) -> list[psutil.Process]:
        """The one that was started, and its workers."""
        if self.process.poll() is not None:
            return []
        first = psutil.Process(self.process.pid)
        return [first, *first.children(recursive=True)]


@contextmanager
def running(contestant: Contestant, python: Path, store: Path, workers: int) -> Iterator[Service]:
    """A service that has answered its first question, stopped again afterwards with all its processes.

    Raises:
        BenchmarkError: it did not answer within three minutes.
    """
    port = free_port()
    command = contestant.service(Place(python, store, port, workers))
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=contestant.environment(store))
        service = Service(contestant, port, process, said)
        try:
            _wait_until_it_answers(service)
            yield service
        finally:
            _stop(service)


def free_port() -> int:
    """A port that nobody listens on."""
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def _wait_until_it_answers(service: Service) -> None:
    until = time.monotonic() + READY_WITHIN_SECONDS
    request = service.contestant.request("how long will I be in hospital")
    while time.monotonic() < until and service.process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=READY_WITHIN_SECONDS)
        with closing(connection):
            try:
                post_or_get(connection, request)
            except (OSError, http.client.HTTPException, BenchmarkError):
                time.sleep(0.2)
            else:
                return
    service.said.seek(0)
    last = (service.said.read().decode("utf-8", "replace").strip().splitlines() or ["it said nothing"])[-1]
    raise BenchmarkError(f"The service of {service.contestant.name} did not answer ({last}). Leave it out with --with.")


def _stop(service: Service) -> None:
    """Ask it to end, and after a while end whatever is left of it."""
    processes = service.processes()
    service.process.terminate()
    _, left = psutil.wait_procs(processes, timeout=GRACE_SECONDS)
    for one in left:
        one.kill()
    service.process.wait()

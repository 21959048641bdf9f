"""The driver's side of the protocol: a worker process that is asked and answers."""

import json
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Self

from corpus.errors import BenchmarkError


class Session:
    """A worker that runs until it is closed. See `workers/worker.py` for what it can be asked."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._name = name
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115  # closed by `close`
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, text=True, env=environment
        )

    def __enter__(self) -> Self:
        """The session itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the worker."""
        self.close()

    def request(self, do: str, **said: object) -> dict[str, Any]:
        """What the worker answers.

        Raises:
            BenchmarkError: the worker has ended instead; the message holds the last it said.
        """
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(json.dumps({"do": do, **said}) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise BenchmarkError(f"{self._name} ended when told to {do}: {self._last_words()}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _last_words(self) -> str:
        self._process.wait()
        self._errors.seek(0)
        return (self._errors.read().strip().splitlines() or ["it said nothing"])[-1]

    def close(self) -> None:
        """End the worker and wait until it is gone."""
        assert self._process.stdin
        assert self._process.stdout
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()
        self._errors.close()


def cold_seconds(
    name: str, command: Sequence[str], environment: Mapping[str, str], requests: Sequence[Mapping[str, object]]
) -> float:
    """The seconds from starting a program to its end, given these requests on its standard input.

    Raises:
        BenchmarkError: it failed.
    """
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    started = time.perf_counter()
    done = subprocess.run(command, input=lines, capture_output=True, text=True, env=environment, check=False)
    took = time.perf_counter() - started
    if done.returncode != 0 or not done.stdout:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise BenchmarkError(f"{name} could not answer from a cold shell: {last}")
    return took

"""The service as a process of its own, seen from outside: what it answers, what it keeps to itself, what it weighs."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from urllib.error import HTTPError

import psutil
import pytest

from index.build import ingest
from index.folder import IndexFolder
from service.server import GRACE_SECONDS

pytestmark = pytest.mark.slow

CANARY = "zanzibarcanary"
OWNWORDS = Path(sys.executable).parent / "ownwords"
MOST_RESIDENT_MEGABYTES = 250


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serving(index: Path, log: Path, *options: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A running service and its address; what it prints goes to a file."""
    port = free_port()
    command = [OWNWORDS, "serve", "--port", str(port), "--index", index, *options]
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as service:
        try:
            wait_until_ready(f"http://127.0.0.1:{port}")
            yield service, f"http://127.0.0.1:{port}"
        finally:
            service.send_signal(signal.SIGTERM)
            service.wait(timeout=20)


def wait_until_ready(address: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{address}/health/ready", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the service was not ready within 20 seconds")


def ask(address: str, question: str) -> dict[str, object]:
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"{address}/api/ask", body, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as response:
        answer: dict[str, object] = json.load(response)
    return answer


def test_a_question_is_answered_over_http_and_leaves_no_trace(built_index: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with serving(built_index, log) as (_, address):
        assert ask(address, f"{CANARY} can I drive")["results"]
        urllib.request.urlopen(f"{address}/api/ask?q={CANARY}", timeout=10).close()
        urllib.request.urlopen(f"{address}/", data=f"question={CANARY}".encode(), timeout=10).close()
    assert "Own Words is at http://127.0.0.1" in log.read_text("utf-8")
    written = [log, *(path for path in built_index.rglob("*") if path.is_file())]
    assert not [path for path in written if CANARY.encode() in path.read_bytes()]


def test_a_running_service_takes_up_a_roll_back_without_dropping_a_question(
    built_index: Path, pages_folder: Path, tiny_encoder: Path, tmp_path: Path
) -> None:
    folder = IndexFolder(Path(copytree(built_index, tmp_path / "index")))
    first = folder.current().name
    page = tmp_path / "greenhouse.md"
    page.write_text("# The greenhouse\n\nThe greenhouse stands in the yard.\n", "utf-8")
    ingest(folder, [str(pages_folder), str(page)], str(tiny_encoder))
    with serving(folder.path, tmp_path / "log") as (_, address):
        assert ask(address, "can I drive")["index_version"] == folder.current().name
        folder.roll_back()
        for _ in range(1000):
            if ask(address, "can I drive")["index_version"] == first:
                break
            time.sleep(0.05)
        else:
            pytest.fail("the version was not taken up")


def asked_until_refused(address: str) -> tuple[int, str]:
    """The status and `Retry-After` of the first refusal. A request that is dropped breaks this off."""
    while True:
        try:
            ask(address, "can I drive")
        except HTTPError as refusal:
            return refusal.code, refusal.headers["retry-after"]


def test_told_to_stop_it_answers_what_it_accepted_refuses_the_rest_in_words_and_ends_well(
    built_index: Path, tmp_path: Path
) -> None:
    with serving(built_index, tmp_path / "log") as (service, address), ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(asked_until_refused, address) for _ in range(3)]  # as many as never have to queue
        time.sleep(0.3)
        assert not any(each.done() for each in asking)
        service.send_signal(signal.SIGTERM)
        assert [each.result() for each in asking] == [(503, "5")] * 3
        with pytest.raises(HTTPError, match="503"):
            urllib.request.urlopen(f"{address}/health/ready", timeout=5)
        urllib.request.urlopen(f"{address}/health/live", timeout=5).close()
        assert service.wait(timeout=GRACE_SECONDS) == 0


def test_who_comes_while_the_workers_load_waits_and_is_not_refused(built_index: Path, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log"
    command = [OWNWORDS, "serve", "--port", str(port), "--index", built_index, "--workers", "2"]
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as service:
        while b"Own Words is at" not in log.read_bytes():
            assert service.poll() is None
            time.sleep(0.01)
        try:
            assert ask(f"http://127.0.0.1:{port}", "can I drive")["results"]
        finally:
            service.send_signal(signal.SIGTERM)


def test_two_workers_answer_alike(built_index: Path, tmp_path: Path) -> None:
    with serving(built_index, tmp_path / "log", "--workers", "2") as (_, address):
        # Not one of these is refused, though the other worker may still be loading.
        answers = [ask(address, "can I drive")["results"] for _ in range(8)]
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.model
def test_the_service_with_the_real_encoder_is_light_and_never_loads_torch(starter_index: Path, tmp_path: Path) -> None:
    with serving(starter_index, tmp_path / "log") as (service, address):
        for question in ("will they put me to sleep", "how long in hospital " * 50):
            ask(address, question)
        resident = psutil.Process(service.pid).memory_info().rss / 1e6
        mapped = Path(f"/proc/{service.pid}/maps")
        libraries = mapped.read_text("utf-8") if mapped.exists() else ""
    assert resident < MOST_RESIDENT_MEGABYTES
    assert "libtorch" not in libraries


@pytest.mark.skipif(os.name == "nt", reason="make is a Unix program")
@pytest.mark.model
def test_make_run_serves_what_make_ingested(starter_index: Path, tmp_path: Path) -> None:
    port = free_port()
    root = Path(__file__).parent.parent.parent
    environment = os.environ | {"OWNWORDS_INDEX": str(starter_index)}
    command = ["make", "--silent", "run", f"SERVE=--port {port}"]
    with (tmp_path / "log").open("wb") as log:
        service = subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        wait_until_ready(f"http://127.0.0.1:{port}")
        assert ask(f"http://127.0.0.1:{port}", "how long will I be in hospital")["outcome"] == "answered"
    finally:
        os.killpg(service.pid, signal.SIGTERM)
        service.wait(timeout=20)

"""A question that nobody else asks goes through every door of a real service, and is then looked for everywhere."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
OWNWORDS = Path(sys.executable).parent / "ownwords"
CANARY = "zanzibarcanary"
QUESTION = f"my name is {CANARY} can I drive"
CRASH = f"{QUESTION} {CANARY}crash"
# The real program, but for a search that breaks where a question says so, with the question in its message.
PROGRAM = f"""
import os, resource
from index.searcher import Searcher
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
search = Searcher.search
def breaking(self, question, /, *args, **options):
    if "{CANARY}crash" in question:
        raise RuntimeError(question) from KeyError(question)
    if "{CANARY}abort" in question:
        os.abort()
    return search(self, question, *args, **options)
Searcher.search = breaking
from service.cli import main
main()
"""


class Place:
    """A folder in which a program has everything that it may write to: home, temporary files, work, index, output."""

    def __init__(self, folder: Path, index: Path) -> None:
        self.folder = folder
        for name in ("home", "temporary", "work"):
            (folder / name).mkdir()
        shutil.copytree(index, folder / "index")
        self.environment = os.environ | {
            "HOME": str(folder / "home"),
            "XDG_CACHE_HOME": str(folder / "home" / ".cache"),
            "TMPDIR": str(folder / "temporary"),
            "OWNWORDS_INDEX": str(folder / "index"),
            "PYTHONPATH": str(ROOT),
        }

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the program to its end."""
        return subprocess.run(
            [sys.executable, "-c", PROGRAM, *arguments],
            cwd=self.folder / "work",
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    @contextmanager
    def serving(self, **settings: str) -> Iterator[tuple[subprocess.Popen[bytes], httpx2.Client]]:
        """A running service and a client for it; what it prints goes to a file of the folder."""
        port = free_port()
        with (self.folder / "output").open("ab") as output:
            service = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, "serve", "--port", str(port)],
                cwd=self.folder / "work",
                env=self.environment | settings,
                stdout=output,
                stderr=output,
            )
        try:
            with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
                wait_until_ready(client)
                yield service, client
        finally:
            service.terminate()
            service.wait(timeout=20)

    def traces(self, words: str = CANARY) -> list[str]:
        """Every file that holds the words, in any case, and every file named after them."""
        wanted = words.lower().encode()
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        return [str(path) for path in files if words in path.name or wanted in path.read_bytes().lower()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_until_ready(client: httpx2.Client) -> None:
    for _ in range(400):
        try:
            if client.get("/health/ready").status_code == 200:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.1)
    pytest.fail("the service was not ready within 40 seconds")


@pytest.fixture
def place(built_index: Path, tmp_path: Path) -> Place:
    return Place(tmp_path, built_index)


def ask_everywhere(client: httpx2.Client) -> set[int]:
    """Send the question through every door, in every shape; the statuses of the responses."""
    ask, form = "/api/ask", "/"
    said = {"user-agent": CANARY, "referer": f"http://{CANARY}/", "x-request-id": CANARY, "cookie": f"a={CANARY}"}
    json_body = {"content-type": "application/json"}
    responses = [
        client.post(ask, json={"question": QUESTION}),
        client.post(ask, json={"question": QUESTION}, headers=said),
        client.get(ask, params={"q": QUESTION}),
        client.get(ask, params={"q": QUESTION, "top": CANARY}),
        client.post(form, data={"question": QUESTION}),
        client.post(form, data={"question": QUESTION, "exact": "on"}),
        client.post(form, files={"question": (f"{CANARY}.txt", QUESTION.encode() * 2000)}),
        client.get(form, params={"q": QUESTION}, headers=said),
        client.head(form, params={"q": QUESTION}),
        # Bodies that cannot be used.
        client.post(ask, content=f'{{"question": "{QUESTION}', headers=json_body),
        client.post(ask, json={"question": [QUESTION], CANARY: CANARY}),
        client.post(ask, content=QUESTION, headers={"content-type": f"text/{CANARY}"}),
        client.post(ask, content=b"\xff\xfe" + QUESTION.encode(), headers=json_body),
        # Too long: for a question, for a body, for a form.
        client.post(ask, json={"question": QUESTION * 100}),
        client.post(ask, json={"question": QUESTION * 5000}),
        client.post(form, data={"question": QUESTION * 20000}),
        # In the address.
        client.get(f"/pages/{CANARY}"),
        client.get(f"/api/passages/{CANARY}"),
        client.get(f"/{CANARY}/../{CANARY}"),
        client.request(CANARY.upper(), form),
        client.delete(ask, params={"q": QUESTION}),
        # A search that breaks, behind each door.
        client.post(ask, json={"question": CRASH}),
        client.get(ask, params={"q": CRASH}),
        client.post(form, data={"question": CRASH}),
        client.get(form, params={"q": CRASH}),
    ]
    assert CANARY not in client.get("/metrics").text
    for raw in (
        f"GET /{CANARY} HTTP/9.9\r\n\r\n",
        f"{CANARY} \x00\r\n\r\n",
        f"POST /api/ask HTTP/1.1\r\nx: {CANARY}\r\n",
    ):
        with socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=10) as connection:
            connection.sendall(raw.encode())
    return {response.status_code for response in responses}


def test_no_question_leaves_a_trace_anywhere(place: Place) -> None:
    with place.serving() as (_, client):
        statuses = ask_everywhere(client)
    assert {200, 400, 404, 405, 413, 422, 500} <= statuses
    logged = (place.folder / "output").read_text("utf-8")
    assert logged.count("Unexpected RuntimeError") == 4
    assert [line for line in logged.splitlines()[1:] if "level" not in json.loads(line)] == []
    assert place.traces() == []


def test_a_command_that_is_brought_down_leaves_no_image_of_its_memory(place: Place) -> None:
    assert place.run("ask", f"{QUESTION} {CANARY}abort").returncode == -signal.SIGABRT
    assert place.traces() == []


def test_a_service_that_is_brought_down_leaves_no_image_of_its_memory(place: Place) -> None:
    with place.serving() as (service, client):
        client.post("/api/ask", json={"question": QUESTION})
        service.send_signal(signal.SIGABRT)
        service.wait(timeout=20)
    assert place.traces() == []
    assert [path.name for path in (place.folder / "work").iterdir()] == []


def test_the_question_log_keeps_nothing_that_tells_who_asked(place: Place) -> None:
    with place.serving(OWNWORDS_QUESTION_LOG="on", OWNWORDS_QUESTION_LOG_LEAST="2") as (_, client):
        ask_everywhere(client)
        client.post("/api/ask", json={"question": f"I have chest pain and my arm aches, says {CANARY}"})
    assert (place.folder / "index-questions.sqlite").exists()
    assert place.traces() == []
    assert place.traces("chest pain and my arm") == []


def test_commands_write_a_question_only_where_they_are_told_to(place: Place) -> None:
    questions = place.folder / "questions.jsonl"
    rows = [{"id": "1", "question": QUESTION}, {"id": "2", "question": QUESTION * 100}]
    questions.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    asked = place.run("ask", QUESTION)
    batch = place.run("batch", str(questions), str(place.folder / "run.jsonl"))
    assert (asked.returncode, batch.returncode) == (0, 0)
    assert CANARY not in asked.stdout + asked.stderr + batch.stdout + batch.stderr
    assert place.traces() == [str(questions)]


@pytest.mark.parametrize("command", [("ask", CRASH), ("ask", CRASH, "--json"), ("ask", QUESTION * 100)])
def test_a_command_that_fails_does_not_repeat_the_question(command: tuple[str, ...], place: Place) -> None:
    failed = place.run(*command)
    assert failed.returncode in (1, 2)
    assert CANARY not in failed.stdout + failed.stderr
    assert place.traces() == []

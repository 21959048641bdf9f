"""The protocol between driver and worker, with a stub in the place of a search engine."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import BenchmarkError
from scripts.benchmark.session import Session, cold_seconds

STUB = """
from pathlib import Path
from scripts.benchmark.workers.worker import main

class Stub:
    def build(self, sources, vectors, store):
        (store / "built").write_text(sources[0])
        return {"write": 0.25}
    def load(self, store):
        self.said = (store / "built").read_text()
    def ask(self, question):
        print("a library that talks")
        return [self.said, question]
    def encode(self, texts):
        self.encoded = texts

main(Stub())
"""
COMMAND = [sys.executable, "-c", STUB]


@pytest.fixture
def session() -> Iterator[Session]:
    with Session("stub", COMMAND, os.environ) as opened:
        yield opened


def test_a_worker_builds_loads_and_answers(session: Session, tmp_path: Path) -> None:
    built = session.request("build", sources=["words"], vectors=None, store=str(tmp_path))
    assert built == {"seconds": {"write": 0.25}}
    session.request("load", store=str(tmp_path))
    answer = session.request("ask", questions=["first", "second"], at_most_seconds=60)
    assert answer["found"] == ["words", "first"]
    assert len(answer["ms"]) == 2


def test_a_worker_that_has_no_time_left_still_asks_one_question(session: Session, tmp_path: Path) -> None:
    session.request("build", sources=["words"], vectors=None, store=str(tmp_path))
    session.request("load", store=str(tmp_path))
    assert len(session.request("ask", questions=["first", "second"], at_most_seconds=0)["ms"]) == 1


def test_a_worker_says_how_many_texts_it_encoded(session: Session, tmp_path: Path) -> None:
    (tmp_path / "texts.jsonl").write_text('"one"\n"two"\n')
    assert session.request("encode", texts=str(tmp_path / "texts.jsonl"))["texts"] == 2


def test_a_worker_weighs_itself(session: Session) -> None:
    assert session.request("memory")["bytes"] > 1_000_000


def test_a_worker_that_fails_is_told_with_its_last_words(session: Session, tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match="stub ended when told to load: FileNotFoundError"):
        session.request("load", store=str(tmp_path / "nowhere"))


def test_a_cold_question_takes_at_least_as_long_as_python_takes_to_start(tmp_path: Path) -> None:
    (tmp_path / "built").write_text("words")
    ask = {"do": "ask", "questions": ["first"], "at_most_seconds": 0}
    assert cold_seconds("stub", COMMAND, os.environ, [{"do": "load", "store": str(tmp_path)}, ask]) > 0


def test_a_program_that_cannot_answer_is_not_timed() -> None:
    with pytest.raises(BenchmarkError, match="nobody could not answer from a cold shell: it said nothing"):
        cold_seconds("nobody", [sys.executable, "-c", ""], os.environ, [])

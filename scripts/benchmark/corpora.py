"""What is searched: our starter pages, MedQuAD, and corpora of any size made from both."""

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import BenchmarkError
from corpus.library import Library
from scripts.benchmark.contestants import ROOT
from service.wiring import STARTER_PAGES

Value = TypeVar("Value")

QUESTIONS = ROOT / "tests" / "questions.jsonl"
QUESTIONS_TAKEN = 200
CHUNK, STRIDE = 500, 450  # characters: the recipe's
SAMPLE = 96  # passages whose encoding is timed
STARTER, MEDQUAD = "starter pages", "MedQuAD"


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is ingested and asked. `perturbed` says that its vectors are made, not encoded."""

    name: str
    about: str
    sources: tuple[str, ...]
    questions: tuple[str, ...]
    perturbed: bool = False


@dataclass(frozen=True, slots=True)
class Texts:
    """Files of texts, a JSON string a line, and how many each holds."""

    passages: Path
    passage_count: int
    chunks: Path
    chunk_count: int
    sample: Path


def starter_pages() -> Corpus:
    """The pages that come with the project, with the questions that they are evaluated with."""
    with QUESTIONS.open(encoding="utf-8") as lines:
        questions = [json.loads(line)["question"] for line in lines]
    return Corpus(STARTER, "the five starter pages", (str(STARTER_PAGES),), evenly(questions, QUESTIONS_TAKEN))


def medquad(file: Path, folder: Path) -> Corpus:
    """Public MedQuAD as one FAQ table, asked with its own questions.

    Args:
        file: JSON Lines, gzipped or not, with `question`, `answer`, `focus` and `url`.
        folder: where the table is written.

    Raises:
        BenchmarkError: the file cannot be read, or a line has other fields.
    """
    rows = list(medquad_rows(file))
    table = folder / "medquad.jsonl"
    write_lines(table, rows)
    about = f"{len(rows):,} question-answer pairs of MedQuAD (Ben Abacha and Demner-Fushman, 2019)"
    return Corpus(MEDQUAD, about, (str(table),), evenly([row["question"] for row in rows], QUESTIONS_TAKEN))


def medquad_rows(file: Path) -> Iterator[dict[str, str]]:
    """The rows of MedQuAD as those of an FAQ table; a page is what stands at one address about one matter."""
    try:
        with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
            for said in map(json.loads, lines):
                yield {name: said[name] for name in ("question", "answer", "url")} | {"title": said["focus"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BenchmarkError(
            f"{file} cannot be read as MedQuAD ({error}). Name JSON Lines with question, answer, focus and url."
        ) from error


def texts_of(library: Library, folder: Path) -> Texts:
    """Write the passages of a library, its pages in 500-character chunks, and a sample of the passages."""
    passages, chunks, sample = (folder / f"{name}.jsonl" for name in ("passages", "chunks", "sample"))
    passage_count = write_lines(passages, (passage.text for passage in library.passages()))
    chunk_count = write_lines(chunks, (chunk for page in library.pages() for chunk in chunked(page.text)))
    step = max(1, passage_count // SAMPLE)
    write_lines(sample, (passage.text for passage in islice(library.passages(), 0, SAMPLE * step, step)))
    return Texts(passages, passage_count, chunks, chunk_count, sample)


def chunked(text: str) -> list[str]:
    """A text in pieces of 500 characters, 50 of them shared with the next."""
    return [text[start : start + CHUNK] for start in range(0, len(text), STRIDE)]


def evenly(values: Sequence[Value], most: int) -> tuple[Value, ...]:
    """At most so many of the values, from beginning to end at even distances."""
    step = max(1, -(-len(values) // most))
    return tuple(values[::step])


def turns(questions: Sequence[str], number: int, begin: int) -> list[str]:
    """So many questions in turn, beginning at the one of this position."""
    return list(islice(cycle(questions), begin % len(questions), begin % len(questions) + number))


def read_lines(path: Path, most: int) -> list[Any]:
    """The JSON values of the first lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in islice(lines, most)]


def write_lines(path: Path, values: Iterable[Any]) -> int:
    """Write a JSON value a line; how many there were."""
    with path.open("w", encoding="utf-8") as lines:
        return sum(bool(lines.write(json.dumps(value, ensure_ascii=False) + "\n")) for value in values)

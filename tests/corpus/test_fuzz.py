"""Ten thousand damaged files: a reader gives pages or says what is wrong, within a time, and never anything else."""

import io
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import docx
import pytest
from fpdf import FPDF
from openpyxl import Workbook

from corpus import readers
from corpus.assembly import ReadPage
from corpus.errors import SourceError
from corpus.records import Source

pytestmark = pytest.mark.slow

SECONDS_A_FILE = 10
GOLDEN = Path(__file__).parent / "golden"
FILES = {"txt": 2400, "md": 2400, "html": 2400, "csv": 800, "jsonl": 800, "xlsx": 300, "docx": 500, "pdf": 400}
TABLES = {
    "csv": b'id,question,answer\r\n1,Can I drive?,In six weeks.\r\n2,Can I wash?,"Yes,\n but keep it dry."\r\n',
    "jsonl": b'{"question": "Can I drive?", "answer": "In six weeks."}\n{"question": "q", "answer": "- a\\n- b"}\n',
}
WORDS = ["Q:", "A:", "- ", "# ", "?", "\n\n", "\n", "<details>", "<table><tr>", "</li>", "&#0;", "---\n", "|", ":", "É"]


def seed_files(ending: str) -> list[bytes]:
    """Whole files of one format, to be damaged."""
    makers = {"xlsx": workbook, "docx": word_file, "pdf": pdf_file}
    if ending in makers:
        return [makers[ending]()]
    if ending in TABLES:
        return [TABLES[ending]]
    return [path.read_bytes() for path in sorted(GOLDEN.glob(f"*.{ending}"))]


def workbook() -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in (("question", "answer"), ("Can I drive?", "After six weeks.")):
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def word_file() -> bytes:
    document, file = docx.Document(), io.BytesIO()
    document.add_heading("Knee", 1)
    document.add_paragraph("It hurts.")
    document.add_table(2, 2).cell(0, 0).text = "Can I drive?"
    document.save(file)
    return file.getvalue()


def pdf_file() -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    pdf.multi_cell(0, text="Knee\n\nIt hurts. It heals.\n" * 5)
    return bytes(pdf.output())


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The file with some bytes changed, doubled, cut out or put in."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(out) + 1)
        stop = min(len(out), start + chance.randint(0, 40))
        kind = chance.randrange(5)
        if kind == 0:
            out[start:stop] = chance.randbytes(stop - start)
        elif kind == 1:
            out[start:start] = out[start:stop] * chance.randint(1, 30)
        elif kind == 2:
            del out[start:stop]
        elif kind == 3:
            out[start:start] = "".join(chance.choices(WORDS, k=chance.randint(1, 30))).encode()
        else:
            del out[start:]
    return bytes(out)


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Fails when the block takes longer."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"a file took longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def pages_of(ending: str, data: bytes) -> None:
    """Read a file all the way to its passages, and look at their places."""
    reader, renditions = readers.read(f"page.{ending}", data)
    for rendition in renditions:
        source = Source(f"pages/page.{ending}", f"page.{ending}", reader.media_type, "0" * 64)
        page, passages = ReadPage(source, rendition, reader.keeps_all).in_full()
        assert all(passage.text and passage.span.of(page.text) == passage.text for passage in passages)


@pytest.mark.parametrize("ending", FILES)
def test_damaged_files_are_read_or_refused(ending: str, record_property: Callable[[str, object], None]) -> None:
    chance = random.Random(f"fuzz {ending}")
    seeds = seed_files(ending)
    slowest = 0.0
    for _ in range(FILES[ending]):
        data = damaged(chance.choice(seeds), chance)
        started = time.perf_counter()
        with at_most(SECONDS_A_FILE), suppress(SourceError):
            pages_of(ending, data)
        slowest = max(slowest, time.perf_counter() - started)
    record_property("slowest_seconds", slowest)

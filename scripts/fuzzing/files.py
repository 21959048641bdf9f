"""The readers, one target for each format: from the bytes of a file to passages that obey the laws of pages."""

from collections.abc import Callable
from pathlib import Path

from corpus.assembly import pages_in
from scripts.fuzzing import packages
from scripts.fuzzing.page_laws import complaints_about
from scripts.fuzzing.target import Check, Target, hold

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "corpus" / "golden"  # only in a checkout
TABLE_ROWS = b"""id\tquestion\tanswer\talso_asked\turl\ttitle
1\tCan I drive?\t"In six weeks.
- Not before.
<p>Ask us.</p>"\tMay I drive? | When?\thttps://clinic.test/knee\tKnee
2\tCan I wash?\tYes, but keep &lt; 2 &#228; <b>dry</b>.\t\t\t
"""
JSON_ROWS = b"""{"question": "Can I drive?", "answer": "In six weeks.", "url": "https://clinic.test/knee"}
{"id": 2, "question": "q", "answer": "- a\\n- \\u00e4", "also_asked": ["r", "s"]}
"""
FRONT = b"""title: Knee replacement
publisher: A clinic
url: https://clinic.test/knee
language: en-GB
reviewed: 2026-01-31
review_due: 2027-01-31
"""
SAID = (b"Q: ", b"A: ", b"?", b"\n\n", b"- ", b"1. ", b"a) ", b"\xc2\xa0", b"Last reviewed: ", b"31 January 2026", b":")
MARKDOWN = (
    *SAID,
    b"# ",
    b"## ",
    b"---\n",
    b"| ",
    b"|---|",
    b"**",
    b"```\n",
    b"> ",
    b"&#0;",
    b"<br>",
    b"[a](b)",
    b"===",
)
HTML = (
    *SAID,
    *(f"<{tag}>".encode() for tag in "p div span b ul li h1 h2 table tr td nav details summary dl dt dd br a".split()),
    *(f"</{tag}>".encode() for tag in "p div ul h1 h2 table details summary dl".split()),
    b'<script type="application/ld+json">',
    b'"@type": "FAQPage"',
    b'itemprop="name"',
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b' hidden=""',
    b' aria-hidden="true"',
    b"&nbsp;",
)
TABLE = (b"question", b"answer", b"also_asked", b"url", b"title", b'"', b'""', b";", b"\t", b",", b" | ", b"\\u0000")


def file_check(name: str, packed: Callable[[bytes], bytes] = bytes) -> Callable[[Path], Check]:
    """Reads a file of this name as an ingest does; `packed` makes the file from the bytes of the fuzzer."""

    def check(data: bytes) -> None:
        for read in pages_in(packed(data), name, f"pages/{name}"):
            page, passages = read.in_full()
            complaints = complaints_about(page, passages)
            hold(not complaints, "; ".join(complaints[:3]))

    return lambda _: check


def golden(ending: str) -> list[bytes]:
    """The golden pages of a format, each written for one difficulty."""
    return [path.read_bytes() for path in sorted(GOLDEN.glob(f"*.{ending}"))]


def commas(rows: bytes) -> bytes:
    """A table parted by commas instead of tabs."""
    return rows.replace(b"Yes, but", b'"Yes, but"').replace(b"\t", b",")


TARGETS = [
    Target("text", file_check("page.txt"), lambda: golden("txt"), SAID),
    Target("markdown", file_check("page.md"), lambda: golden("md"), MARKDOWN),
    Target(
        "front-matter",
        file_check("page.md", lambda data: b"---\n" + data + b"\n---\n# Knee\n\nIt hurts.\n"),
        lambda: [FRONT],
        (
            *FRONT.split(),
            b": ",
            b"- ",
            b"{",
            b"}",
            b"&a",
            b"*a",
            b"!!int ",
            b"!!timestamp ",
            b"|\n",
            b"? ",
            b"0x",
            b"~",
        ),
        max_bytes=1024,
    ),
    Target("html", file_check("page.html"), lambda: golden("html"), HTML),
    Target("csv", file_check("faq.csv"), lambda: [commas(TABLE_ROWS)], TABLE),
    Target("tsv", file_check("faq.tsv"), lambda: [TABLE_ROWS], TABLE),
    Target("jsonl", file_check("faq.jsonl"), lambda: [JSON_ROWS], TABLE),
    Target("xlsx", file_check("faq.xlsx", packages.workbook_of), packages.workbook_seeds, packages.SHEET_WORDS),
    Target("docx", file_check("page.docx", packages.word_file_of), packages.word_seeds, packages.WORD_WORDS),
    Target("pdf", file_check("page.pdf", packages.pdf_of), packages.pdf_seeds, packages.PDF_WORDS),
]

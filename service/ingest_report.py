"""What an ingest did, or would do, in some ten lines for the terminal."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.report import CorpusReport
from corpus.sync import ChangedPage
from index.build import IngestReport

LONGEST_SHOWN = 80
MOST_NAMED = 3  # of each kind; `ownwords report` names all


def ingest_lines(report: IngestReport, index: Path) -> Iterator[str]:
    """What was kept, what was left out and why, and what it took."""
    yield from change_lines(report.corpus)
    yield (
        f"{len(report.corpus.pages)} pages are now in {index}, version {report.version} "
        f"({report.encoded} texts encoded, {report.reused} unchanged)."
    )


def change_lines(report: CorpusReport) -> Iterator[str]:
    """What changed since the version that serves, and what was left out."""
    changes = report.changes
    for name, pages in (("new", changes.new), ("changed", changes.changed), ("gone", changes.gone)):
        if pages:
            yield f"{len(pages)} {name}: {_named(pages)}"
    yield f"{changes.unchanged} unchanged"
    passages, pairs = (sum(getattr(page, name) for page in report.pages) for name in ("passages", "faq_pairs"))
    yield f"{passages} passages, {pairs} of them answers to a question of their page"
    reasons = Counter(left.reason for page in report.pages for left in page.left_out)
    if reasons:
        told = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
        yield f"{reasons.total()} pieces left out of the passages: {told}"
    doubts = sum(len(page.doubts) for page in report.pages)
    if doubts:
        yield f"{doubts} things to look at: ownwords report"
    for left in report.left_out[:MOST_NAMED]:
        yield f"not read: {left.location}: {left.reason}"
    if len(report.left_out) > MOST_NAMED:
        yield f"not read: {len(report.left_out) - MOST_NAMED} more"


def full_lines(report: Mapping[str, Any]) -> Iterator[str]:
    """The report that a version keeps, page by page: counts, what looks wrong, and everything left out."""
    for page in report["pages"]:
        yield (
            f"{page['page_id']}: {page['title']} ({page['location']}), {page['sections']} sections, "
            f"{page['passages']} passages, {page['faq_pairs']} of them answers to a question of the page, "
            f"{page['contact_passages']} on how to reach the clinic"
        )
        yield from (f"  look at this: {doubt}" for doubt in page["doubts"])
        yield from (f'  left out: "{_short(left["words"])}" ({left["reason"]})' for left in page["left_out"])
    yield from (f"not read: {left['location']}: {left['reason']}" for left in report["left_out"])


def _short(words: str) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= LONGEST_SHOWN else f"{one_line[: LONGEST_SHOWN - 1]}…"


def _named(pages: tuple[ChangedPage, ...]) -> str:
    more = f" and {len(pages) - MOST_NAMED} more" if len(pages) > MOST_NAMED else ""
    return ", ".join(page.location for page in pages[:MOST_NAMED]) + more

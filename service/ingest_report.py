"""What an ingest did, in words for the terminal."""

from pathlib import Path

from index.build import IngestReport

LONGEST_SHOWN = 60


def ingest_report(report: IngestReport, index: Path) -> str:
    """What was kept, what was left out and why: a line a page, then a line for everything left out."""
    lines = [
        f"{page.page_id}: {page.passages} passages, {page.faq_pairs} of them answers to a question of the page"
        for page in report.corpus.pages
    ]
    furniture = [(page.page_id, words, reason) for page in report.corpus.pages for words, reason in page.furniture]
    if furniture:
        lines.append(f"Left out of the passages ({len(furniture)}):")
        lines.extend(f'  {page_id}: "{_short(words)}" ({reason})' for page_id, words, reason in furniture)
    if report.corpus.left_out:
        lines.append(f"Not read ({len(report.corpus.left_out)}):")
        lines.extend(f"  {left.location}: {left.reason}" for left in report.corpus.left_out)
    lines.append(
        f"{len(report.corpus.pages)} pages are now in {index}, version {report.version} "
        f"({report.encoded} texts encoded, {report.reused} unchanged)."
    )
    return "\n".join(lines)


def _short(words: str) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= LONGEST_SHOWN else f"{one_line[: LONGEST_SHOWN - 1]}…"

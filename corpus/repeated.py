"""Lines that stand on most pages of a site: menus, slogans and notices, told by looking across the pages.

Sentences stay, unless they are about the web site itself: what a clinic warns of on every page is no furniture.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from corpus.records import BlockKind, Rendition

MIN_PAGES = 4  # on fewer, two leaflets about one operation share sentences that matter
MIN_SHARE = 0.6
MAX_LINE_WORDS = 25  # a longer line is content, however often it is said
SENTENCE_END = re.compile(r"[.!?:][\"'’”)]*$")
ABOUT_THE_SITE = re.compile(
    r"\b(cookies?|privacy|javascript|browser|newsletter|copyright|all rights|terms of use|accessibility)\b",
    re.IGNORECASE,
)


def line_key(words: str) -> str:
    """A line without regard to case and spacing."""
    return " ".join(words.lower().split())


def repeated_lines(pages: Iterable[tuple[str, Rendition]]) -> dict[str, dict[str, int]]:
    """The lines that stand on most pages of each site.

    Args:
        pages: the site of each page, and the page. One site's pages are compared with each other only.

    Returns:
        Site -> line -> the number of its pages that hold the line. Headings are not counted: pages of one
        site may well all have a section "Risks", and a heading alone is never shown.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    totals: Counter[str] = Counter()
    for site, page in pages:
        totals[site] += 1
        counts[site].update({line_key(words) for words in _short_lines(page)})
    return {
        site: {line: count for line, count in lines.items() if count >= _most(totals[site])}
        for site, lines in counts.items()
    }


def _most(pages: int) -> int:
    return max(MIN_PAGES, math.ceil(MIN_SHARE * pages))


def _short_lines(page: Rendition) -> Iterable[str]:
    lines = (block.span.of(page.text) for block in page.blocks if block.kind is not BlockKind.HEADING)
    return (line for line in lines if 0 < len(line.split()) <= MAX_LINE_WORDS and _may_be_furniture(line))


def _may_be_furniture(line: str) -> bool:
    return not SENTENCE_END.search(line) or bool(ABOUT_THE_SITE.search(line))

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


class LineCounts:
    """Counts, page after page, on how many pages of its site each line stands.

    Headings are not counted: pages of one site may well all have a section "Risks", and a heading alone is never shown.
    """

    def __init__(self) -> None:
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._pages: Counter[str] = Counter()

    def add(self, site: str, page: Rendition) -> None:
        """Count the lines of a page. One site's pages are compared with each other only."""
        self._pages[site] += 1
        self._counts[site].update({line_key(words) for words in _short_lines(page)})

    def repeated(self) -> dict[str, dict[str, int]]:
        """Site -> line that stands on most of its pages -> on how many."""
        return {
            site: {line: count for line, count in lines.items() if count >= _most(self._pages[site])}
            for site, lines in self._counts.items()
        }


def _most(pages: int) -> int:
    return max(MIN_PAGES, math.ceil(MIN_SHARE * pages))


def _short_lines(page: Rendition) -> Iterable[str]:
    lines = (block.span.of(page.text) for block in page.blocks if block.kind is not BlockKind.HEADING)
    return (line for line in lines if 0 < len(line.split()) <= MAX_LINE_WORDS and _may_be_furniture(line))


def _may_be_furniture(line: str) -> bool:
    return not SENTENCE_END.search(line) or bool(ABOUT_THE_SITE.search(line))

"""Large pages: twenty times the text may take about twenty times the time, not four hundred."""

import textwrap
from collections.abc import Callable
from time import process_time

import pytest

from corpus.assembly import passages_of
from corpus.records import Page

PageOf = Callable[[str, str], Page]
SENTENCE = "The wound has to be kept dry, and you walk a little further on every single day. "
SIZE, TIMES = 20_000, 20
SHAPES = {
    "paragraphs.txt": SENTENCE * 5 + "\n\n",
    "one-paragraph.md": SENTENCE,
    "without-full-stops.txt": "pain in the neck and\n",
    "headings.txt": "Going home\n\n",
    "items.txt": "Watch for:\nfever\nNew weakness\n\n",
    "line-breaks.html": "fever and<br>\n",
    "rows.html": "<tr><td>fever<td>often</tr>",
    "capitals.txt": "WARFARIN\n",
    "run-together.txt": "neckSurgery\n\n",
}


def seconds(page_of: PageOf, file: str, source: str) -> float:
    """The processor time that a page takes."""
    start = process_time()
    passages_of(page_of(file, source))
    return process_time() - start


def takes_in_proportion(page_of: PageOf, file: str, small: str, large: str) -> bool:
    expected = min(seconds(page_of, file, small) for _ in range(3)) * len(large) / len(small)
    # work that is squared takes twice as long as this
    return seconds(page_of, file, large) < TIMES / 2 * expected + 0.1


@pytest.mark.parametrize("file", SHAPES)
def test_reading_takes_time_in_proportion_to_the_text(page_of: PageOf, file: str) -> None:
    part = SHAPES[file]
    passages_of(page_of(file, SENTENCE))  # nltk is loaded by the first page
    assert takes_in_proportion(page_of, file, part * (SIZE // len(part)), part * (TIMES * SIZE // len(part)))


def test_wrapped_text_takes_time_in_proportion_as_well(page_of: PageOf) -> None:
    small, large = ("\n".join(textwrap.wrap(SENTENCE * (size // len(SENTENCE)), 72)) for size in (SIZE, TIMES * SIZE))
    assert takes_in_proportion(page_of, "wrapped.txt", small, large)


def test_a_line_of_a_million_letters_is_read(page_of: PageOf) -> None:
    (passage,) = passages_of(page_of("page.txt", "a" * 1_000_000))
    assert len(passage.text) == 1_000_000

from collections.abc import Iterable

from corpus.clean import cleaned
from corpus.readers.markdown import read_markdown
from corpus.records import BlockKind, Rendition
from corpus.repeated import LineCounts

MENU = "Knees Hips Spines"
WARNING = "Call the ward if your calf swells."


def page(*paragraphs: str) -> Rendition:
    return read_markdown("\n\n".join(paragraphs))


def site(count: int, *repeated: str) -> list[tuple[str, Rendition]]:
    """Pages that share some lines, each with a sentence of its own."""
    return [("site", page(*repeated, f"This leaflet is about operation {number}.")) for number in range(count)]


def repeated_lines(pages: Iterable[tuple[str, Rendition]]) -> dict[str, dict[str, int]]:
    counts = LineCounts()
    for site, rendition in pages:
        counts.add(site, rendition)
    return counts.repeated()


def test_a_line_on_every_page_of_a_site_is_repeated() -> None:
    assert repeated_lines(site(5, MENU)) == {"site": {MENU.lower(): 5}}


def test_a_line_on_most_pages_is_repeated_and_one_on_half_is_not() -> None:
    assert repeated_lines(site(6, MENU) + site(4))["site"]
    assert not repeated_lines(site(5, MENU) + site(5))["site"]


def test_three_pages_are_too_few_to_tell() -> None:
    assert not repeated_lines(site(3, MENU))["site"]


def test_a_sentence_stays_however_often_a_clinic_says_it() -> None:
    assert not repeated_lines(site(9, WARNING))["site"]


def test_a_sentence_about_the_web_site_itself_does_not_stay() -> None:
    assert repeated_lines(site(5, "We use cookies to make this site work."))["site"]


def test_sites_are_compared_with_themselves_only() -> None:
    pages = [(f"site-{number}", rendition) for number, (_, rendition) in enumerate(site(5, MENU))]
    assert not any(repeated_lines(pages).values())


def test_a_line_twice_on_one_page_counts_once() -> None:
    pages = [*site(3), ("site", page(MENU, "A sentence.", MENU, "Another one.", MENU, "A third.", MENU))]
    assert not repeated_lines(pages)["site"]


def test_a_repeated_line_becomes_furniture_with_its_count() -> None:
    rendition = page(MENU, "A sentence about a knee.")
    furniture = [block for block in cleaned(rendition, {MENU.lower(): 7}).blocks if block.kind is BlockKind.FURNITURE]
    assert [block.span.of(rendition.text) for block in furniture] == [MENU]
    assert furniture[0].reason == "stands on 7 pages of this site"

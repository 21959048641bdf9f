"""Pages that wait on disk until all of a site has been read."""

from pathlib import Path

from corpus.assembly import ReadPage, pages_in
from corpus.waiting_pages import WaitingPages


def page(location: str, words: str) -> ReadPage:
    (read,) = pages_in(words.encode(), "page.txt", location)
    return read


HERNIA, KNEE = page("site/hernia.txt", "Walk a little every day."), page("site/knee.txt", "Rest the knee.")


def test_pages_come_back_in_the_order_in_which_they_were_read(tmp_path: Path) -> None:
    with WaitingPages.in_folder(tmp_path) as waiting:
        assert list(waiting.taken_in([KNEE, HERNIA])) == [KNEE, HERNIA]
        assert list(waiting) == [KNEE, HERNIA]


def test_a_page_that_two_sources_name_waits_once(tmp_path: Path) -> None:
    with WaitingPages.in_folder(tmp_path) as waiting:
        assert list(waiting.taken_in([HERNIA, KNEE, HERNIA])) == [HERNIA, KNEE]
        assert list(waiting) == [HERNIA, KNEE]


def test_nothing_of_them_is_left_on_disk_afterwards(tmp_path: Path) -> None:
    with WaitingPages.in_folder(tmp_path) as waiting:
        list(waiting.taken_in([KNEE]))
    assert not list(tmp_path.iterdir())

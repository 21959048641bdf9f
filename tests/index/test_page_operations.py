"""Which operation each page is about."""

from pathlib import Path

import numpy as np
import pytest

from corpus.records import PASSAGE_MARK
from index.classifier import Probabilities
from index.page_operations import LEAD_CHARACTERS, PageOperations, distributions_of, lead_texts, page_distribution
from index.protocols import EncodedQuestion

OPERATIONS = ("knee", "hip")


def of(*rows: tuple[float, float, float]) -> Probabilities:
    """How likely texts name the knee, the hip, or none."""
    return np.array(rows, dtype=np.float32).reshape(-1, 3)


KNEE, HIP, NONE = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)


@pytest.fixture
def pages() -> PageOperations:
    """A page about the knee, one about the hip, one about either, and one about neither."""
    said = {"1-knee": of(KNEE, KNEE), "2-hip": of(HIP, HIP), "3-both": of(KNEE, HIP), "4-none": of(NONE, NONE)}
    return PageOperations(OPERATIONS, *distributions_of(said, said))


def test_title_and_opening_count_twice_as_much_as_all_sentences_together() -> None:
    assert page_distribution(of(HIP, HIP, HIP), of(KNEE, KNEE)) == pytest.approx([2 / (1 + 2), 1 / (1 + 2)])


def test_sentences_that_name_nothing_do_not_count() -> None:
    long = page_distribution(of(HIP, *[NONE] * 50), of(KNEE, KNEE))
    assert long == pytest.approx(page_distribution(of(HIP), of(KNEE, KNEE)))


def test_where_the_top_names_nothing_the_sentences_say_it() -> None:
    assert page_distribution(of(HIP, HIP, KNEE, NONE), of(NONE, NONE)) == pytest.approx([1 / 3, 2 / 3])


def test_a_page_that_names_nothing_is_about_nothing() -> None:
    assert page_distribution(of(NONE), of(NONE, NONE)) == pytest.approx([0, 0])


def test_a_distribution_sums_to_one_where_anything_is_named() -> None:
    assert page_distribution(of((0.2, 0.1, 0.7)), of((0.4, 0.3, 0.3), KNEE)).sum() == pytest.approx(1)


def test_the_top_of_a_page_is_its_title_alone_and_with_its_opening() -> None:
    assert lead_texts("Your knee", "A new joint.") == ("Your knee", "Your knee. A new joint.")
    assert len(lead_texts("Your knee", "word " * 1000)[1]) == len("Your knee. ") + LEAD_CHARACTERS


def test_pages_come_in_order_with_a_row_each_whether_they_have_sentences_or_not() -> None:
    ids, distributions = distributions_of({"b": of(HIP)}, {"b": of(NONE, NONE), "a": of(KNEE, KNEE)})
    assert ids == ["a", "b"]
    assert distributions == pytest.approx(np.array([[2 / 3, 0], [0, 1]]))


def test_the_page_about_the_operation_asked_for_agrees_most(pages: PageOperations) -> None:
    knee, hip, both, none = pages.agreements(np.array([1, 0], dtype=np.float32), np.arange(4))[0]
    assert knee > both > hip == none == 0


def test_pages_about_kinds_of_one_operation_agree_by_family() -> None:
    kinds = ("total-knee-replacement", "revision-knee-replacement", "cataract-surgery")
    pages = PageOperations(kinds, ["total", "revision", "eye"], np.eye(3, dtype=np.float32))
    operation, family = pages.agreements(np.array([1, 0, 0], dtype=np.float32), np.arange(3))
    assert (operation.tolist(), family.tolist()) == ([1, 0, 0], [1, 1, 0])
    assert pages.are_alike("total", "revision")
    assert not pages.are_alike("total", "eye")


def test_passages_score_how_far_their_page_agrees_with_the_kind_of_operation_asked_for(pages: PageOperations) -> None:
    asked = EncodedQuestion("", np.zeros(1, np.float32), (), np.zeros(1, np.float32), np.array(KNEE, np.float32))
    knee, hip, both = pages.scores(asked, [f"{page}{PASSAGE_MARK}0" for page in ("1-knee", "2-hip", "3-both")])
    assert knee == pytest.approx(1)
    assert hip == pytest.approx(0)
    assert hip < both < knee


def test_pages_that_are_alike_share_what_each_has() -> None:
    pages = PageOperations(
        OPERATIONS, ["1-knee", "2-knee", "3-hip"], np.array([KNEE[:2], KNEE[:2], HIP[:2]], np.float32)
    )
    assert pages.shared_out(np.array([0.5, 0.3, 0.2], np.float32), np.arange(3)) == pytest.approx([0.8, 0.8, 0.2])
    assert pages.shared_out(np.array([0.7, 0.3], np.float32), np.array([1, 2])) == pytest.approx([0.7, 0.3])


def test_a_page_about_nothing_is_not_plainly_about_an_operation(pages: PageOperations) -> None:
    assert dict(zip(pages.pages, pages.plain.tolist(), strict=True))["4-none"] is False


def test_a_page_is_called_after_its_operation_only_where_that_is_plain() -> None:
    distributions = np.array([[0.5, 0.2], [0.1, 0.9], [0.49, 0.49], [0, 0]], dtype=np.float32)
    pages = PageOperations(OPERATIONS, "abcd", distributions)
    assert [pages.operation_of(page) for page in "abcd"] == ["knee", "hip", None, None]


def test_pages_about_the_same_operation_are_alike_and_others_are_not(pages: PageOperations) -> None:
    assert pages.are_alike("1-knee", "1-knee")
    assert pages.are_alike("3-both", "2-hip")
    assert not pages.are_alike("1-knee", "2-hip")
    assert not pages.are_alike("1-knee", "4-none")


def test_a_loaded_table_answers_as_the_saved_one(pages: PageOperations, tmp_path: Path) -> None:
    pages.save(tmp_path)
    loaded = PageOperations.load(tmp_path)
    asked_for = (np.array([0.6, 0.3], dtype=np.float32), np.arange(4))
    np.testing.assert_array_equal(loaded.agreements(*asked_for), pages.agreements(*asked_for))
    assert [loaded.operation_of(page) for page in ("1-knee", "4-none")] == ["knee", None]

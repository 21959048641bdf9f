import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.duplicates import say_the_same, wording_of

STAY = "Most people stay in hospital for 2 days after this operation and then go home with a friend."


def alike(one: str, other: str) -> bool:
    return say_the_same(wording_of(one), wording_of(other))


def test_case_and_punctuation_make_no_difference() -> None:
    assert alike(STAY, STAY.upper().replace(".", "!"))


def test_one_word_more_makes_no_difference_in_a_long_passage() -> None:
    assert alike(STAY, STAY.replace("friend.", "friend usually."))


@pytest.mark.parametrize(
    ("old", "new"), [("2 days", "3 days"), ("and then go", "and never go"), ("Most people", "Most people do not")]
)
def test_a_figure_or_a_not_makes_two_passages(old: str, new: str) -> None:
    assert not alike(STAY, STAY.replace(old, new))


def test_other_words_make_two_passages() -> None:
    assert not alike(STAY, "You can take a shower when the wound is dry and the nurse agrees.")


def test_two_short_passages_are_alike_only_word_for_word() -> None:
    assert alike("Always general anaesthesia", "Always general anaesthesia.")
    assert not alike("Always general anaesthesia", "Always local anaesthesia")


def test_passages_without_words_are_never_alike() -> None:
    assert not alike("...", "---")


@given(st.text(max_size=60), st.text(max_size=60))
def test_being_alike_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)

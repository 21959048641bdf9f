"""The items of a list that a sentence runs together."""

import pytest

from corpus.enumerations import LONGEST_ITEM, listed_items


@pytest.mark.parametrize(
    ("sentence", "items"),
    [
        ("Risks: bleeding, infection, clots in the leg and pain.", "bleeding|infection|clots in the leg|pain"),
        ("A sore throat, feeling sick, shivering, and a bruise", "A sore throat|feeling sick|shivering|a bruise"),
        ("Bring slippers; a list of tablets; glasses; and a book.", "Bring slippers|a list of tablets|glasses|a book"),
        ("Tell us of scans (CT, MRI), allergies, pills and pain.", "Tell us of scans (CT, MRI)|allergies|pills|pain"),
    ],
)
def test_a_list_in_a_sentence_comes_apart_into_its_items(sentence: str, items: str) -> None:
    assert listed_items(sentence) == tuple(items.split("|"))


@pytest.mark.parametrize(
    "sentence",
    ["", ".", "You may drive after six weeks.", "Bring your tablets, your glasses and a book.", ",,,,", "a; ; ; b"],
)
def test_a_sentence_that_lists_less_than_four_things_is_no_list(sentence: str) -> None:
    assert listed_items(sentence) == ()


def test_long_clauses_between_commas_are_no_items() -> None:
    clause = " ".join(["word"] * (LONGEST_ITEM + 1))
    assert listed_items(f"swelling, {clause}, pain, bruising and fever") == ()

"""The shorthand of staff: what the list may hold, and what is said when it cannot be used."""

from pathlib import Path

import pytest

from corpus.abbreviations import load_abbreviations
from corpus.errors import SourceError
from corpus.spellings import load_phone_spellings

# Small words that somebody may also type in capitals.
EVERYDAY = frozenset("a am an and as at be by do go he how i if in is it me my no of on or so to up us we".split())


def test_a_short_form_that_can_mean_two_things_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text(
        "- {id: history, means: history, typed: [Hx]}\n- {id: heart, means: heart, typed: [hx]}\n", encoding="utf-8"
    )
    with pytest.raises(SourceError, match=r"'hx' of the abbreviation `heart` of list\.yaml already means 'history'"):
        load_abbreviations(path)


def test_capitals_is_true_or_left_out(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("- {id: la, means: local anaesthetic, typed: [LA], capitals: si}\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"`capitals` of the abbreviation `la` of list\.yaml is 'si'"):
        load_abbreviations(path)


def test_the_same_letters_may_mean_one_thing_in_capitals_and_another_in_small_letters() -> None:
    shorthand = load_abbreviations()
    assert (shorthand.in_capitals["PT"], shorthand.in_any_case["pt"]) == ("physiotherapy", "patient")


def test_no_everyday_word_is_a_short_form() -> None:
    assert load_abbreviations().in_any_case.keys() & EVERYDAY == set()


def test_what_counts_in_capitals_only_is_written_in_capitals() -> None:
    assert [short for short in load_abbreviations().in_capitals if not short.isupper()] == []


def test_no_short_form_is_a_phone_spelling() -> None:
    assert load_abbreviations().in_any_case.keys() & load_phone_spellings().keys() == set()


def test_no_short_form_in_small_letters_is_a_word_of_a_meaning() -> None:
    shorthand = load_abbreviations()
    meanings = (*shorthand.in_capitals.values(), *shorthand.in_any_case.values())
    said = {word for meant in meanings for word in meant.split() if word.islower()}
    assert shorthand.in_any_case.keys() & said == set()

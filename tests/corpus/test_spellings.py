"""Phone spellings and words left alone: what the lists may hold, and what is said when they cannot be used."""

from pathlib import Path

import pytest

from corpus.errors import SourceError
from corpus.spellings import load_left_alone, load_phone_spellings


def test_a_phone_spelling_that_can_mean_two_words_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text(
        "- {id: when, means: when, typed: [wen]}\n- {id: went, means: went, typed: [wen]}\n", encoding="utf-8"
    )
    with pytest.raises(SourceError, match=r"'wen' of the word `went` of list\.yaml already means 'when'"):
        load_phone_spellings(path)


def test_no_word_is_both_mended_and_left_alone() -> None:
    assert load_phone_spellings().keys() & load_left_alone() == set()


def test_no_phone_spelling_means_another_phone_spelling() -> None:
    spellings = load_phone_spellings()
    assert {meant for meant in spellings.values() if meant in spellings} == set()


def test_words_stand_in_small_letters() -> None:
    words = [*load_phone_spellings(), *load_phone_spellings().values(), *load_left_alone()]
    assert [word for word in words if word != word.lower()] == []

"""Text into words for lexical search."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import words
from index.words import STOP_WORDS, WordReader, words_of


def test_words_are_lower_case_and_in_order() -> None:
    assert words_of("Knee BEFORE hip") == ["knee", "befor", "hip"]


def test_forms_of_a_word_become_one() -> None:
    assert words_of("operation") == words_of("operations")
    assert words_of("bleed") == words_of("bleeding")


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("anaesthesia", "anesthesia"),
        ("anaesthetised", "anesthetized"),
        ("haemorrhage", "hemorrhage"),
        ("oesophagus", "esophagus"),
        ("oedema", "edema"),
        ("diarrhoea", "diarrhea"),
        ("sleep apnoea", "sleep apnea"),
        ("tumour", "tumor"),
        ("tumours", "tumors"),
        ("swelling and colouring", "swelling and coloring"),
        ("immobilisation", "immobilization"),
        ("paediatric", "pediatric"),
    ],
)
def test_british_and_american_spelling_become_one(british: str, american: str) -> None:
    assert words_of(british) == words_of(american)


@pytest.mark.parametrize("word", ["shoes", "hours", "toes", "four", "goes"])
def test_short_words_are_not_respelled(word: str) -> None:
    assert words_of(word)[0] in word


def test_a_name_with_a_dash_stays_whole_and_gives_its_parts() -> None:
    assert words_of("C1-C2") == ["c1-c2", "c1", "c2"]


def test_a_range_of_figures_stays_whole_and_gives_its_ends() -> None:
    assert words_of("24–48 hours") == ["24-48", "24", "48", "hour"]


def test_every_dash_is_the_same() -> None:
    assert words_of("C1‐C2") == words_of("C1–C2") == words_of("C1−C2") == words_of("C1-C2")


def test_stop_words_are_left_out() -> None:
    assert words_of("What is it that I should do about the pain?") == ["about", "pain"]


@pytest.mark.parametrize("text", ["What's it?", "It’s that", "he's there", "who's that"])
def test_a_stop_word_with_a_possessive_s_is_a_stop_word(text: str) -> None:
    assert words_of(text) == []


def test_a_possessive_is_the_word_itself() -> None:
    assert words_of("the surgeon's") == words_of("the surgeon’s") == words_of("surgeon")


def test_ligatures_and_wide_letters_are_ordinary_letters() -> None:
    assert words_of("ﬁxation Ｋnee") == words_of("fixation knee")


@pytest.mark.parametrize("text", ["", "  \n", "- . ' …", "🦵", "\ud800"])
def test_a_text_without_words_gives_none(text: str) -> None:
    assert words_of(text) == []


@given(st.text())
def test_no_text_breaks_it_and_no_stop_word_gets_through_whole(text: str) -> None:
    assert all(isinstance(word, str) and word for word in words_of(text))
    assert words_of(" ".join(sorted(STOP_WORDS)) + " " + text) == words_of(text)


def test_threads_do_not_disturb_each_other() -> None:
    texts = [f"operations{number} bleeding numbness recovering" for number in range(500)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(words_of, texts)) == [words_of(text) for text in texts]


@given(st.lists(st.text(max_size=60), max_size=4))
def test_a_reader_of_many_texts_gives_the_words_of_each(texts: list[str]) -> None:
    reader = WordReader()
    assert [reader.words_of(text) for text in [*texts, *texts]] == [words_of(text) for text in [*texts, *texts]]


def test_a_reader_of_very_many_words_forgets_and_still_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "MOST_REMEMBERED", 2)
    reader = WordReader()
    texts = ["knees, hips and C1-C2", "hips again", "knees"]
    assert [reader.words_of(text) for text in texts] == [words_of(text) for text in texts]

"""Spelling: slips become words of the pages and the bank, and everything else stays as it was typed."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.operations import load_operations
from corpus.question_bank import load_question_bank
from index.slips import slip_cost
from index.spelling import Speller, counted_words, small_words
from index.word_table import WordTable


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller.build(["You will meet the anaesthetist, Wnt."], load_question_bank(), load_operations())


def corrected(speller: Speller, question: str) -> dict[str, str]:
    return speller.correct(question).corrected


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("anasthetic", "anaesthetic"), ("phsyio", "physio"), ("opperation", "operation"), ("hosptial", "hospital"),
        ("wen", "when"), ("drvie", "drive"), ("b4", "before"), ("thier", "their"), ("graff", "graft"),
        ("hystorectmy", "hysterectomy"), ("kneee", "knee"), ("ofen", "often"), ("sugrery", "surgery"),
    ],
)  # fmt: skip
def test_what_phones_do_to_words_is_mended(speller: Speller, typed: str, meant: str) -> None:
    assert corrected(speller, f"is it {typed} then") == {typed: meant}


def test_all_but_the_slip_stays_as_it_was_typed(speller: Speller) -> None:
    correction = speller.correct("  Hosptial: how LONG?  (my opperation's at 9:30, C5-C6)")
    assert correction.text == "  Hospital: how LONG?  (my operation's at 9:30, C5-C6)"
    assert correction.corrected == {"Hosptial": "Hospital", "opperation's": "operation's"}


@pytest.mark.parametrize(
    "question",
    [
        "can I go to choir on Tuesday, or knitting",  # English that no page knows
        "my mum's tumour, my mom's tumor, favourite colour, favorite color, theater, anesthesia, diarrhea",
        "i dont, cant, wont, didnt; I'm, we'd've, shouldn't, there'd",
        "C5, L4-5, T12/L1, 500mg, 10 mls, 24-48hrs, B12, 2nd",
        "is prednisone or prednisolone right, laminotomy or laminectomy",  # nearly alike, and not the same
        "ask dr docter and Mrs. nurs, or Hosptal",  # names, whatever they look like
        "ACDF, PLIF, MRI, TKR, ORTHO and NHSX",
        "write to me@hosptial.org or www.hosptial.org",
        "he cannae dae the stairs, y'all",
        "wann darf ich nach der operation wieder auto fahren",  # another language
    ],
)
def test_what_is_right_is_not_touched(speller: Speller, question: str) -> None:
    assert speller.correct(question).text == question


def test_a_word_of_the_pages_is_right_however_short_and_odd(speller: Speller) -> None:
    without = Speller.build([], load_question_bank(), load_operations())
    page = Speller.build(["A wen is a lump under the skin."], load_question_bank(), load_operations())
    assert corrected(without, "wen") == {"wen": "when"}
    assert corrected(page, "wen") == {}


def test_a_word_that_could_be_two_stays_as_it_is() -> None:
    speller = Speller.build(["bruce " * 9 + "bruke " * 9], [], [])
    assert corrected(speller, "brume bruqe") == {}


def test_a_short_word_is_mended_to_a_common_one_only() -> None:
    rare, common = (Speller.build(["verm " * times], [], []) for times in (4, 5))
    assert corrected(rare, "vermm") == {}
    assert corrected(common, "vermm") == {"vermm": "verm"}


def test_a_long_word_in_capitals_is_mended_in_capitals(speller: Speller) -> None:
    assert speller.correct("HOW LNOG IN HOSPTIAL").text == "HOW LNOG IN HOSPITAL"  # a short one may be a short form


def test_a_saved_speller_mends_as_before(speller: Speller, tmp_path: Path) -> None:
    speller.save(tmp_path / "spelling")
    questions = ["wen can i drvie b4 thier opperation", "choir"]
    loaded = Speller.load(tmp_path / "spelling")
    assert [loaded.correct(question) for question in questions] == [speller.correct(question) for question in questions]


@pytest.mark.parametrize(
    "cheapest_first",
    [
        ("hosptial", "hospitqal", "hosptal", "hospitval"),  # swapped, the next key, left out, another letter
        ("kneee", "kneez"),  # doubled, put in
        ("ward", "wird", "wqrd", "wkrd"),  # nothing, another vowel or the next key, another letter
    ],
)
def test_common_slips_cost_less(cheapest_first: Sequence[str]) -> None:
    meant = {"h": "hospital", "k": "knee", "w": "ward"}[cheapest_first[0][0]]
    costs = [slip_cost(typed, meant) for typed in cheapest_first]
    assert costs == sorted(costs)


@pytest.mark.parametrize(
    ("question", "unfamiliar"),
    [
        ("wann darf ich nach der operation wieder auto fahren", True),
        ("¿Cuánto cuesta una operación cervical?", True),
        ("我要住院多久", True),
        ("does zyxwon do qwxelt", True),
        ("does zyxwon do it", False),
        ("opperation", False),
        ("ACDF when", False),
        ("", False),
    ],
)
def test_a_question_with_words_that_nobody_knows_is_unfamiliar(
    speller: Speller, question: str, unfamiliar: bool
) -> None:
    assert speller.correct(question).unfamiliar is unfamiliar


def test_slips_add_up() -> None:
    assert slip_cost("galbladdre", "gallbladder") == pytest.approx(0.6 + 0.6)  # one l of two, r and e swapped


def test_a_table_finds_what_is_spelt_nearly_alike() -> None:
    table = WordTable.build({"knee": 7, "knees": 2, "neck": 5, "ankle": 1})
    assert {(near.word, near.weight) for near in table.near("kne", 1)} == {("knee", 7)}
    assert [near.word for near in table.near("nkee", 1)] == ["knee"]  # the first two letters swapped
    assert "knee" in table
    assert "nee" not in table
    assert "" not in table


def test_words_are_counted_whatever_their_case_and_figures_are_not() -> None:
    texts = ["Scar: don’t scratch the scar, SCAR!", "It's 24 cm. Don't."]
    assert counted_words(texts) == Counter(word for text in texts for word in small_words(text))
    assert counted_words(texts)["scar"] == 3
    assert "24" not in counted_words(texts)

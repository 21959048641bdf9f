"""Shorthand written out: what the clinic's pages define first, then the list, and everyday words never."""

from pathlib import Path

import pytest

from corpus.operations import load_operations
from corpus.question_bank import load_question_bank
from index.abbreviations import FILE, Abbreviations, initials_of, taught_words

TITLES = ["Posterior cervical fusion with screws", "Going home early", "Neck brace care", "Median nerve decompression"]


def built(*texts: str) -> Abbreviations:
    return Abbreviations.build(texts, TITLES, load_operations())


@pytest.fixture(scope="module")
def abbreviations() -> Abbreviations:
    return built("We do a keyhole bone trim (KBT).")


@pytest.mark.parametrize(
    ("typed", "beside", "instead"),
    [
        ("THR LOS", "THR total hip replacement LOS length of stay", "total hip replacement length of stay"),
        ("thr los", "thr total hip replacement los length of stay", "total hip replacement length of stay"),
        ("GA/LA?", "GA general anaesthetic/LA local anaesthetic?", "general anaesthetic/local anaesthetic?"),
        ("2 TKRs", "2 TKRs total knee replacement", "2 total knee replacement"),
        ("w/o f/u", "w/o without f/u follow-up", "without follow-up"),
        ("PCF pain", "PCF posterior cervical fusion pain", "posterior cervical fusion pain"),  # a name in a title
        ("nbc on", "nbc Neck brace care on", "Neck brace care on"),  # initials of a title, in small letters
        ("KBT pain", "KBT keyhole bone trim pain", "keyhole bone trim pain"),  # a definition
    ],
)
def test_shorthand_is_written_out(abbreviations: Abbreviations, typed: str, beside: str, instead: str) -> None:
    assert abbreviations.expanded(typed).text == beside
    assert abbreviations.expanded(typed, keep_short=False).text == instead


@pytest.mark.parametrize(
    "question",
    [
        "how long am i in for, is it up to us or as you say",
        "WHEN CAN I GO OUT OR AM I TO REST MY ARM AT LA PALMA",  # capitals that say nothing
        "Can I have a ghe, or an nbc",  # initials in small letters, though the message holds capitals
        "my husband has MND, is the RSV jab safe",  # though a title has these initials
        "how long in the recovry rom, is the hto tub ok, I fess up",
        "MLD start date",  # likewise, and no title holds its name
        "XQZV when",
        "CT scan when",  # its plain words are there already
        "",
    ],
)
def test_what_is_no_known_shorthand_stays(abbreviations: Abbreviations, question: str) -> None:
    assert abbreviations.expanded(question).text == question


def test_what_was_written_out_is_told_once(abbreviations: Abbreviations) -> None:
    expansion = abbreviations.expanded("TKR or TKR")
    assert expansion.text == "TKR total knee replacement or TKR"
    assert expansion.expanded == {"TKR": "total knee replacement"}


def test_what_the_pages_define_wins_over_the_list() -> None:
    text = built("Take home risk (THR) is told to you.").expanded("THR").text
    assert text == "THR Take home risk"


def test_a_short_form_that_the_pages_define_in_two_ways_is_left_to_the_list() -> None:
    text = built("take home risk (THR)", "the happy room (THR)").expanded("THR").text
    assert text == "THR total hip replacement"


def test_initials_of_two_titles_mean_neither() -> None:
    two = Abbreviations.build([], ["Wrist bone care", "Wound bath care"], [])
    assert two.expanded("WBC").expanded == {}


def test_initials_come_with_joining_words_and_without() -> None:
    assert initials_of("Fusion of the neck bones") == {"FOTNB", "FNB"}
    assert initials_of("Hip pain") == set()


def test_saved_and_loaded_they_write_out_alike(abbreviations: Abbreviations, tmp_path: Path) -> None:
    abbreviations.save(tmp_path / "abbreviations")
    loaded = Abbreviations.load(tmp_path / "abbreviations")
    for question in ("THR", "KBT", "nbc", "PT or pt"):
        assert loaded.expanded(question) == abbreviations.expanded(question)


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("{}", "utf-8")
    with pytest.raises(ValueError, match="holds no abbreviations"):
        Abbreviations.load(tmp_path)


def test_what_the_encoder_was_taught_is_written_out_only_where_a_page_defines_it() -> None:
    taught = taught_words(load_question_bank(), load_operations())
    assert "acl" in taught
    listed = Abbreviations.build([], [], [], taught)
    defined = Abbreviations.build(["An anterior cross ligament (ACL) is a band."], [], [], taught)
    assert listed.expanded("ACL pain").expanded == {}
    assert defined.expanded("ACL pain").expanded == {"ACL": "anterior cross ligament"}

"""The knowledge of urgent signs as clinicians write it: what is there, and what is complained of."""

import shutil
from pathlib import Path

import pytest

from corpus.errors import SourceError
from corpus.question_bank import load_question_bank
from corpus.urgent_signs import KNOWLEDGE, load_countries, load_urgent_knowledge


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the six files, free to be spoiled."""
    for file in [*KNOWLEDGE.glob("urgent*.yaml"), *KNOWLEDGE.glob("emergency*.yaml")]:
        shutil.copy(file, tmp_path)
    return tmp_path


def spoil(folder: Path, file: str, written: str, instead: str) -> None:
    """Change the first place of some words in a file."""
    path = folder / file
    text = path.read_text("utf-8")
    assert written in text
    path.write_text(text.replace(written, instead, 1), "utf-8")


def test_every_sign_has_thirty_wordings_and_clues_and_names() -> None:
    for sign in load_urgent_knowledge().signs:
        assert len(sign.says) >= 30, sign.id
        assert sign.clues, sign.id
        assert sign.names, sign.id


def test_groups_of_words_stand_in_the_clues_that_name_them(folder: Path) -> None:
    spoil(folder, "urgent.yaml", "  - <cannot> + <pee>", "  - hop / <poo> + <pee>")
    first = load_urgent_knowledge(folder).signs[0].clues[0]
    assert first[0][:3] == ("hop", "poo", "pooed")
    assert "wee" in first[1]


@pytest.mark.parametrize(
    ("file", "written", "instead", "complaint"),
    [
        ("urgent.yaml", "<pee>", "<pea>", "<pea> in `clues` of the sign `bladder-bowel` of urgent.yaml is no group"),
        ("urgent.yaml", "level: emergency", "level: bad", "`bad`. Write emergency or urgent"),
        ("urgent.yaml", "advice: self-harm", "advice: talk", "is `talk`. Name one of: emergency, urgent"),
        ("urgent_look_alikes.yaml", "I have {sign} now", "I have it now", "has no {sign}"),
        ("emergency_advice.yaml", "call: crisis", "call: mum", "`mum`. Write emergency, urgent or crisis"),
    ],
)
def test_a_slip_is_told_with_its_place_and_what_to_write(
    folder: Path, file: str, written: str, instead: str, complaint: str
) -> None:
    spoil(folder, file, written, instead)
    with pytest.raises(SourceError) as told:
        load_urgent_knowledge(folder)
    assert complaint in str(told.value)


def test_countries_have_all_their_numbers() -> None:
    countries = load_countries()
    assert (countries["gb"].emergency, countries["gb"].urgent, countries["us"].crisis) == ("999", "111", "988")


def test_every_topic_in_which_signs_are_asked_about_is_one_of_the_question_bank() -> None:
    topics = load_urgent_knowledge().topics
    assert topics
    assert topics <= {topic.id for topic in load_question_bank()}

"""The sentences that patients read: easy at a reading age of 9 to 11, in house style, and complete."""

import re
from pathlib import Path
from string import Formatter

import pytest
import textstat

from corpus.urgent_signs import load_urgent_knowledge
from service import messages
from service.messages.other_languages import OTHER_LANGUAGES

ROOT = Path(__file__).parents[2]
SENTENCES = {name: said for name, said in vars(messages).items() if name.isupper() and isinstance(said, str)}
ADVICE = [sentence for advice in load_urgent_knowledge().advice.values() for sentence in advice.sentences]
HARDEST = 7  # the school grade of one sentence; with six words, a single long one lifts it by two grades
NOT_OUR_WORDS = ("please", "sorry", "invalid", "oops", "query", "error")


def filled(sentence: str) -> str:
    """A sentence as it is read, with something plain in every gap."""
    return re.sub(r"\{\w+\}", "two", sentence)


def grade(sentence: str) -> float:
    """The school grade by the length of words and sentences: the automated readability index.

    Source: Senter and Smith, "Automated readability index", 1967.
    """
    return float(textstat.automated_readability_index(filled(sentence)))


def test_our_sentences_together_can_be_read_at_age_9() -> None:
    whole = [sentence for sentence in [*SENTENCES.values(), *ADVICE] if sentence.endswith(".")]
    assert len(whole) > 40
    assert grade(" ".join(whole)) <= 4  # a child of 9 is in grade 4


@pytest.mark.parametrize("sentence", [s for s in [*SENTENCES.values(), *ADVICE] if len(s.split()) > 3])
def test_no_single_sentence_is_hard(sentence: str) -> None:
    assert grade(sentence) <= HARDEST


@pytest.mark.parametrize("sentence", SENTENCES.values())
def test_no_sentence_begs_blames_or_talks_like_a_machine(sentence: str) -> None:
    assert not [word for word in NOT_OUR_WORDS if word in sentence.lower()]


def test_every_sentence_is_used() -> None:
    places = [*(ROOT / "service").rglob("*.py"), *(ROOT / "service" / "templates").glob("*.html")]
    used = {name for path in places for name in re.findall(r"messages\.([A-Z_]+)", path.read_text("utf-8"))}
    assert set(SENTENCES) == used


def test_no_template_for_patients_has_a_sentence_of_its_own() -> None:
    for name in ("base", "search", "result", "page", "parts", "problem"):
        template = (ROOT / "service" / "templates" / f"{name}.html").read_text("utf-8")
        words = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", template, flags=re.DOTALL)
        assert re.findall(r"[A-Za-z]{2,}", words) == [], name


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_a_message_in_another_language_says_where_to_put_the_emergency_number(language: str) -> None:
    words = OTHER_LANGUAGES[language]
    assert [field for _, field, _, _ in Formatter().parse(words.emergency) if field] == ["number"]
    assert "{" not in words.emergency_unnamed + words.note

"""How well slips are mended, and above all how seldom a right word is touched. `pytest -s` prints the figures."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.operations import load_operations
from corpus.practice import load_practice
from corpus.question_bank import load_question_bank
from index.english_words import read_english_words
from index.slips import KEY_ROWS, VOWELS
from index.spelling import WORD, Speller, small_words
from service.wiring import STARTER_PAGES

pytestmark = pytest.mark.slow
SLIPS = ("drop", "double", "swap", "neighbour", "vowel")
QUESTIONS = Path(__file__).parent.parent / "questions.jsonl"


@pytest.fixture(scope="module")
def speller() -> Speller:
    texts = [path.read_text("utf-8") for path in Path(STARTER_PAGES).glob("*.md")]
    return Speller.build(texts, load_question_bank(), load_operations())


def slipped(word: str, slip: str, chance: random.Random) -> str:
    """The word as a thumb would type it, once: dropped, doubled, swapped, beside the key, or another vowel."""
    at = chance.randrange(1, len(word) - 1)  # the first letter is seldom wrong
    if slip == "drop":
        return word[:at] + word[at + 1 :]
    if slip == "double":
        return word[:at] + word[at] + word[at:]
    if slip == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if slip == "neighbour":
        row = next(row for row in KEY_ROWS if word[at] in row)
        column = row.index(word[at])
        beside = row[max(column - 1, 0) : column] + row[column + 1 : column + 2]
        return word[:at] + chance.choice(beside) + word[at + 1 :]
    vowels = [position for position, letter in enumerate(word[1:], start=1) if letter in VOWELS] or [at]
    at = chance.choice(vowels)
    return word[:at] + chance.choice(sorted(VOWELS - {word[at], "y"})) + word[at + 1 :]


def words_with_a_slip(seed: int) -> Iterator[tuple[str, str, str]]:
    """A word of every fourth wording of the bank, with one slip: kind of slip, as typed, as meant."""
    chance, english = random.Random(seed), read_english_words()
    for topic in load_question_bank():
        for wording in (*topic.says[::4], *topic.asks[::4]):
            words = [word for word in small_words(wording) if len(word) >= 4 and word.isalpha() and word in english]
            if words:
                meant, slip = chance.choice(words), chance.choice(SLIPS)
                typed = slipped(meant, slip, chance)
                if typed != meant:
                    yield slip, typed, meant


def practice_and_test_questions(*, with_slips: bool) -> list[str]:
    practice = [(question.style, question.question) for set_ in load_practice() for question in set_.questions]
    rows = map(json.loads, QUESTIONS.read_text("utf-8").splitlines())
    both = [*practice, *((row["style"], row["question"]) for row in rows)]
    return [question for style, question in both if (style == "typo") is with_slips]


def outcome_of(speller: Speller, typed: str, meant: str) -> str:
    mended = speller.correct(f"and {typed} then").corrected.get(typed)
    if mended is None:
        return "left"
    return "right" if mended == meant else "wrong"


def test_most_slips_are_mended_and_few_wrongly(speller: Speller) -> None:
    slips = [(slip, outcome_of(speller, typed, meant)) for slip, typed, meant in words_with_a_slip(seed=1)]
    shares = {outcome: count / len(slips) for outcome, count in Counter(outcome for _, outcome in slips).items()}
    print(f"{len(slips)} slips:", {outcome: round(share, 3) for outcome, share in shares.items()}, Counter(slips))
    assert shares["right"] >= 0.78
    assert shares["wrong"] <= 0.025


def test_hardly_a_right_word_is_touched(speller: Speller) -> None:
    questions = practice_and_test_questions(with_slips=False)
    touched = [pair for question in questions for pair in speller.correct(question).corrected.items()]
    words = sum(len(WORD.findall(question)) for question in questions)
    print(f"{words} words, touched: {touched}")
    assert len(touched) / words < 0.001


def test_questions_full_of_slips_are_mended(speller: Speller) -> None:
    questions = practice_and_test_questions(with_slips=True)
    touched = [pair for question in questions for pair in speller.correct(question).corrected.items()]
    words = sum(len(WORD.findall(question)) for question in questions)
    print(f"{words} words, touched: {len(touched)}: {touched}")
    assert len(touched) / words > 0.24

"""What the words of a message say by rule: signs that are there, and wording that takes them back."""

import pytest

from corpus.urgent_signs import load_urgent_knowledge
from service.urgent.clauses import sentences_of, words_in
from service.urgent.clues import ClueReader
from service.urgent.phrases import PhraseBook

KNOWLEDGE = load_urgent_knowledge()
READER = ClueReader(KNOWLEDGE.signs, KNOWLEDGE.wordings)


def signs_in(message: str) -> set[str]:
    """The ids of the signs that a message says are there."""
    read = [READER.read(sentence) for sentence in sentences_of(message)]
    return {clue.sign.id for one in read for clue in one.clues if clue.stands}


def test_words_are_small_and_lose_their_apostrophes() -> None:
    assert words_in("Can’t pee, temp 38.7!") == ("cant", "pee", "temp", "38.7")


def test_a_turn_of_the_sentence_begins_a_new_clause() -> None:
    (sentence,) = sentences_of("no fever but my leg is numb")
    assert sentence.clauses == (0, 0, 1, 1, 1, 1, 1)


def test_a_list_with_commas_stays_one_clause() -> None:
    (sentence,) = sentences_of("no fever, redness or swelling")
    assert set(sentence.clauses) == {0}


def test_sentences_end_at_stops_and_lines_but_not_inside_numbers() -> None:
    assert [sentence.text for sentence in sentences_of("Temp 38.7. Help\nplease")] == ["Temp 38.7.", "Help", "please"]


def test_a_mistyped_word_is_found_and_a_known_word_is_left_alone() -> None:
    book = PhraseBook([(0, "swollen"), (0, "bleeding")], known_words=["breeding"])
    assert book.find(["swolen"]) == {0: [range(0, 1)]}
    assert book.find(["breeding"]) == {}


def test_a_word_start_finds_every_word_that_begins_so() -> None:
    book = PhraseBook([(3, "tingl*")])
    assert book.find(["my", "tingling", "tongue"]) == {3: [range(1, 2)]}


@pytest.mark.parametrize(
    ("message", "sign"),
    [
        ("my leg has gone numb", "new-numbness"),
        ("is it normal that my leg has gone numb since the op", "new-numbness"),
        ("no fever but I can't feel my legs", "new-numbness"),
        ("pt on the phone, chest pain now", "chest-pain"),
        ("My husband can't pee since this morning", "bladder-bowel"),
        ("fver and shiverng since last night", "fever"),
    ],
)
def test_a_sign_that_is_there_stands(message: str, sign: str) -> None:
    assert sign in signs_in(message)


@pytest.mark.parametrize(
    "message",
    [
        "what are the chances of chest pain",
        "no fever, just wondering when I can drive",
        "no fever, no chest pain and no leaking wound",
        "what if I get a fever",
        "what are the warning signs of a stroke",
        "I had a stroke ten years ago",
        "my neighbour had chest pain after hers",
    ],
)
def test_a_sign_that_is_asked_about_denied_past_or_of_another_does_not_stand(message: str) -> None:
    assert signs_in(message) == set()


def test_words_that_are_far_apart_make_no_clue() -> None:
    apart = "my chest is fine and we walked round the big lake every single day until the old knee began to hurt"
    assert "chest-pain" not in signs_in(apart)


def test_a_bit_makes_less_of_a_swelling_but_not_of_an_emergency() -> None:
    assert signs_in("my calf is a bit swollen") == set()
    assert signs_in("a bit of chest pain") == {"chest-pain"}

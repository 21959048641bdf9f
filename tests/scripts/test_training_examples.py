"""What the encoder learns from: the sources, their shares and labels, and the file they travel in."""

import json
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from corpus.errors import LabelError
from corpus.operations import load_operations
from corpus.practice import PracticeQuestion, PracticeSet
from corpus.question_bank import Topic
from corpus.quotes import Quote
from scripts.training.example_file import Example, ExampleSet, Origin, read_examples, write_examples
from scripts.training.examples import batches_from, make_examples
from scripts.training.medquad_examples import MedQuadExamples, held_out_subjects, read_medquad
from scripts.training.practice_examples import answerable_in
from scripts.training.topic_examples import TopicExamples
from scripts.training.typing_slips import with_slips

HIP = """---
title: Hip replacement
---
# Hip replacement

## Driving

Do not drive for six weeks after the operation. Ask your insurer when you are ready to drive again.

## Stairs

Walk up the stairs with your good leg first, one step at a time.
"""


def practice_set(folder: Path) -> PracticeSet:
    (folder / "hip.md").write_text(HIP, "utf-8")
    gold = (Quote("hip.md", "Do not drive for six weeks after the operation.", 2),)
    driving = PracticeQuestion("1", "when can i drive", "lay", "answerable", None, answerable=True, gold=gold)
    parking = PracticeQuestion("2", "where can i park", "lay", "absent", None, answerable=False, gold=())
    return PracticeSet("small", folder, (driving, parking))


class Named:
    """A source of examples that say where they come from."""

    def __init__(self, name: str) -> None:
        self._name = name

    def batch(self, rng: Random, size: int) -> list[Example]:
        return [Example(self._name, "", "", "", "")] * size


def write_medquad(path: Path, subjects: int) -> Path:
    row = {
        "collection": "1_Some_QA",
        "type": "symptoms",
        "question": "What are its symptoms ?",
        "answer": "fever and " * 100,
    }
    rows = [{**row, "id": str(number), "focus": f"subject {number}"} for number in range(subjects)]
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), "utf-8")
    return path


def test_the_same_seed_gives_the_same_examples_and_another_seed_others() -> None:
    first, again, other = (make_examples(3, 8, seed, without_practice=WITHOUT_MOST) for seed in (0, 0, 1))
    assert first == again
    assert first.examples != other.examples


WITHOUT_MOST = ("eyesears", "foot", "heartlung", "joints", "many", "many2", "mixed", "neck", "soft", "womb")


def test_no_practice_set_that_is_held_out_appears() -> None:
    made = make_examples(40, 4, 0, without_practice=WITHOUT_MOST)
    practice = {each.label.split(":")[1] for each in made.examples if each.label.startswith("practice:")}
    assert "weight" in practice
    assert practice.isdisjoint(WITHOUT_MOST)
    assert not [name for name in made.origin.files if any(f"/{held}/" in name for held in WITHOUT_MOST)]


def test_an_unknown_practice_set_is_not_held_out_silently() -> None:
    with pytest.raises(LabelError, match="no practice set called nothing"):
        make_examples(1, 2, 0, without_practice=["nothing"])


def test_every_batch_comes_from_one_source_and_the_sources_have_their_shares() -> None:
    made = batches_from({"a": Named("a"), "b": Named("b")}, {"a": 3, "b": 1}, steps=400, batch_size=2, seed=0)
    batches = list(zip(made[::2], made[1::2], strict=True))
    assert all(one.question == other.question for one, other in batches)
    assert Counter(one.question for one, _ in batches)["a"] == pytest.approx(300, abs=30)


def test_a_topic_stands_beside_one_it_is_confused_with_and_each_keeps_its_label() -> None:
    drive = Topic("drive", "Driving", "When can I drive?", ("can i drive",), ("You may drive.",), ("fly",))
    fly = Topic("fly", "Flying", "When can I fly?", ("can i fly",), ("You may fly.",), ("drive",))
    made = TopicExamples([drive, fly], load_operations()).batch(Random(0), 6)
    assert {(each.label, each.negative_label) for each in made} == {
        ("topic:drive", "topic:fly"),
        ("topic:fly", "topic:drive"),
    }
    assert all(each.passage.endswith("You may drive.") == (each.label == "topic:drive") for each in made)


def test_a_practice_question_is_answered_by_the_quote_and_its_passage_and_not_by_other_sentences(
    tmp_path: Path,
) -> None:
    (driving,) = answerable_in(practice_set(tmp_path))
    quote, passage = driving.right
    assert quote.titled == "Hip replacement. Driving. Do not drive for six weeks after the operation."
    assert passage.text.startswith(quote.text)
    assert [stretch.text for stretch in driving.wrong] == [
        "Walk up the stairs with your good leg first, one step at a time."
    ]


def test_medquad_subjects_held_out_are_the_same_every_time_and_appear_nowhere(tmp_path: Path) -> None:
    questions = read_medquad(write_medquad(tmp_path / "medquad.jsonl", subjects=10))
    held_out = held_out_subjects(questions, 4)
    assert held_out == held_out_subjects(questions[::-1], 4)
    made = MedQuadExamples.without(questions, held_out).batch(Random(0), 6)
    kept = {f"medquad:{each.id}" for each in questions if each.subject not in held_out}
    assert {each.label for each in made} == kept
    assert {each.negative_label for each in made} <= kept


def test_collections_of_medquad_that_number_alike_keep_labels_apart(tmp_path: Path) -> None:
    one, other = write_medquad(tmp_path / "one.jsonl", 1), write_medquad(tmp_path / "other.jsonl", 1)
    other.write_text(other.read_text("utf-8").replace("1_Some_QA", "2_Other_QA"), "utf-8")
    made = MedQuadExamples([*read_medquad(one), *read_medquad(other)]).batch(Random(0), 2)
    assert len({each.label for each in made}) == 2


def test_an_answer_of_medquad_is_cut_to_the_length_of_a_passage(tmp_path: Path) -> None:
    (question,) = read_medquad(write_medquad(tmp_path / "medquad.jsonl", subjects=1))
    assert len(question.answer.split()) == 60


@pytest.mark.parametrize("word", ["drive", "Wednesday", "24-48", "œdème"])
def test_a_slip_changes_a_word_by_a_letter_or_a_swap(word: str) -> None:
    slipped = {with_slips(Random(seed), word, rate=1) for seed in range(50)}
    assert len(slipped) > 1
    assert all(abs(len(each) - len(word)) <= 1 and each[0] == word[0] for each in slipped)


def test_short_words_keep_their_letters() -> None:
    assert with_slips(Random(0), "can i go out", rate=1) == "can i go out"


@pytest.mark.parametrize("name", ["examples.jsonl", "examples.jsonl.gz"])
def test_examples_come_back_from_their_file_as_they_were(tmp_path: Path, name: str) -> None:
    origin = Origin(3, 2, {"bank": 1}, {"a.yaml": "00"}, ["joints"], ["Acné"])
    made = ExampleSet(origin, (Example("when?\u2028", "In 6 weeks.", "At 9.", "a", "b"),) * 2)
    write_examples(tmp_path / name, made)
    assert read_examples(tmp_path / name) == made


def test_a_file_that_holds_no_examples_is_named(tmp_path: Path) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text('{"question": "when?"}\n', "utf-8")
    with pytest.raises(LabelError, match=r"other\.jsonl holds no examples"):
        read_examples(path)

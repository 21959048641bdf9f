"""The practice sets as they stand, and what is said when one cannot be used."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.assembly import pages_in
from corpus.errors import LabelError, SourceMissing
from corpus.practice import PracticeQuestion, PracticeSet, load_practice
from corpus.quotes import Quote

TESTS = Path(__file__).parent.parent
DRIVING = {
    "id": "small-001",
    "question": "when can i drive",
    "style": "lay",
    "kind": "answerable",
    "operation": "hip-replacement",
    "answerable": True,
    "gold": [{"file": "hip.txt", "quote": "Do not drive for six weeks.", "grade": 2}],
}
PARKING = {**DRIVING, "id": "small-002", "kind": "absent", "operation": None, "answerable": False, "gold": []}


@pytest.fixture(scope="module")
def sets() -> tuple[PracticeSet, ...]:
    return load_practice()


def write_set(folder: Path, *rows: dict[str, Any], name: str = "small") -> None:
    pages = folder / name / "pages"
    pages.mkdir(parents=True)
    (pages / "hip.txt").write_text("Do not drive for six weeks.", encoding="utf-8")
    (folder / name / "questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def plain(question: str) -> str:
    return in_one_line(question).casefold().rstrip("?!. ")


def text_as_read(path: Path) -> str:
    """What our readers make of a page: the same words, without its markup and with its tables as lines."""
    (page,) = pages_in(path.read_bytes(), path.name, path.name)
    return in_one_line(page.in_full()[0].text)


# The sets as they stand


def test_there_are_many_pages_and_many_questions_on_them(sets: tuple[PracticeSet, ...]) -> None:
    assert sum(len(list(each.pages.iterdir())) for each in sets) >= 111
    assert sum(len(each.questions) for each in sets) >= 3051


def test_every_quote_stands_in_its_page(sets: tuple[PracticeSet, ...]) -> None:
    missing = []
    for each in sets:
        texts = {path.name: text_as_read(path) for path in each.pages.iterdir()}
        gold = [(question.id, quote) for question in each.questions for quote in question.gold]
        missing += [(id_, quote) for id_, quote in gold if in_one_line(quote.text) not in texts[quote.file]]
    assert missing == []


def test_every_page_answers_some_question(sets: tuple[PracticeSet, ...]) -> None:
    for each in sets:
        quoted = {quote.file for question in each.questions for quote in question.gold}
        assert {path.name for path in each.pages.iterdir()} - quoted == set()


def test_ids_differ_across_sets_and_no_question_is_asked_twice(sets: tuple[PracticeSet, ...]) -> None:
    questions = [question for each in sets for question in each.questions]
    assert len({question.id for question in questions}) == len(questions)
    assert len({(question.id.partition("-")[0], question.question.casefold()) for question in questions}) == len(
        questions
    )


def test_no_question_is_one_that_we_are_measured_on(sets: tuple[PracticeSet, ...]) -> None:
    files = [TESTS / "questions.jsonl", TESTS / "operations" / "questions.jsonl"]
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    measured = {plain(json.loads(line)["question"]) for line in lines}
    assert {plain(question.question) for each in sets for question in each.questions} & measured == set()


def test_questions_come_in_the_styles_and_kinds_that_are_named(sets: tuple[PracticeSet, ...]) -> None:
    questions = [question for each in sets for question in each.questions]
    assert {question.style for question in questions} == {"lay", "staff", "narrative", "caregiver", "keyword", "typo"}
    assert {question.kind for question in questions} == {"answerable", "absent", "wrong-operation", "off-topic"}
    assert all(question.answerable is (question.kind == "answerable") for question in questions)


# How a set is read


def test_a_set_is_read_as_it_stands(tmp_path: Path) -> None:
    write_set(tmp_path, DRIVING, PARKING)
    (small,) = load_practice(tmp_path)
    assert small.name == "small"
    assert small.pages == tmp_path / "small" / "pages"
    assert small.questions[0] == PracticeQuestion(
        id="small-001",
        question="when can i drive",
        style="lay",
        kind="answerable",
        operation="hip-replacement",
        answerable=True,
        gold=(Quote("hip.txt", "Do not drive for six weeks.", 2),),
    )
    assert small.questions[1].operation is None
    assert small.questions[1].gold == ()


def test_sets_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    write_set(tmp_path, DRIVING, name="b")
    write_set(tmp_path, DRIVING, name="a")
    assert [each.name for each in load_practice(tmp_path)] == ["a", "b"]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"gold": [{"file": "knee.txt", "quote": "So.", "grade": 2}]}, "small-001 quotes knee.txt, which is no page"),
        (
            {"gold": [{"file": "hip.txt", "quote": "So.", "grade": 1}]},
            "small-001 .* answerable but has no quote of grade 2",
        ),
        ({"answerable": False}, "small-001 of small/questions.jsonl is not answerable but has a quote of grade 2"),
        ({"gold": [{"file": "hip.txt", "quote": "So.", "grade": 3}]}, "small-001 .* a grade that is neither 1 nor 2"),
        ({"gold": [{"file": "hip.txt", "grade": 2}]}, "Line 1 of small/questions.jsonl is not a question .*'quote'"),
        ({"id": "small-002"}, "Two questions of small have the id small-002"),
    ],
)
def test_what_is_wrong_is_told_with_the_question(tmp_path: Path, changes: dict[str, Any], complaint: str) -> None:
    write_set(tmp_path, {**DRIVING, **changes}, PARKING)
    with pytest.raises(LabelError, match=complaint):
        load_practice(tmp_path)


def test_a_line_that_is_not_json_is_told(tmp_path: Path) -> None:
    write_set(tmp_path, DRIVING)
    (tmp_path / "small" / "questions.jsonl").write_text("when can i drive\n", encoding="utf-8")
    with pytest.raises(LabelError, match=r"Line 1 of small/questions\.jsonl is not a question"):
        load_practice(tmp_path)


def test_a_set_without_pages_is_told(tmp_path: Path) -> None:
    write_set(tmp_path, PARKING)
    (tmp_path / "small" / "pages" / "hip.txt").unlink()
    with pytest.raises(SourceMissing, match="The practice set `small` has no pages"):
        load_practice(tmp_path)


def test_a_folder_without_sets_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match="There are no practice sets in"):
        load_practice(tmp_path)


def test_nothing_but_its_words_tells_a_question_without_an_answer_from_another(sets: tuple[PracticeSet, ...]) -> None:
    """A mark that only some kinds of question carry would be learnt instead of what they ask."""
    marked = [one.id for some in sets for one in some.questions if one.question != one.question.strip(" |\t")]
    assert marked == []

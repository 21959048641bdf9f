"""The question bank: its shape, and what is said when a file of it cannot be used."""

import json
from collections import Counter
from pathlib import Path

import pytest

from corpus.errors import SourceError, SourceMissing
from corpus.question_bank import TOPICS, Topic, load_question_bank

SMALL = """\
- id: driving
  label: Driving a car
  question: When can I drive again?
  asks:
    - no
    - 'can i drive: yes or no'
  says:
    - "You may drive after six weeks."
    - 42
  confused_with:
    - flying
- id: flying
  label: Flying
  question: When can I fly?
  asks:
    - on a plane
  says:
    - Wait two weeks.
"""
LISTED_IN_TWO_TOPICS: set[str] = set()  # wordings of patients that may well mean either
TESTS = Path(__file__).parent.parent
MEASURED = [
    json.loads(line)["question"]
    for file in ("questions.jsonl", "operations/questions.jsonl")
    for line in (TESTS / file).read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def bank() -> tuple[Topic, ...]:
    return load_question_bank()


def plain(question: str) -> str:
    return " ".join(question.casefold().split()).rstrip("?!. ")


def loaded(folder: Path, **files: str) -> tuple[Topic, ...]:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_question_bank(folder)


# The bank as it stands


def test_the_bank_is_broad_and_deep(bank: tuple[Topic, ...]) -> None:
    assert len(bank) >= 171
    assert sum(len(topic.asks) + len(topic.says) for topic in bank) >= 16_849
    assert [topic.id for topic in bank if len(topic.asks) < 40 or len(topic.says) < 30] == []


def test_every_question_is_short_plain_and_asked_once(bank: tuple[Topic, ...]) -> None:
    assert [topic.question for topic in bank if len(topic.question.split()) > 12] == []
    assert [topic.question for topic in bank if not topic.question.endswith("?") or ". " in topic.question] == []
    assert [question for question, times in Counter(topic.question for topic in bank).items() if times > 1] == []


def test_no_wording_of_patients_stands_in_two_topics(bank: tuple[Topic, ...]) -> None:
    times = Counter(" ".join(wording.casefold().split()) for topic in bank for wording in topic.asks)
    assert {wording for wording, count in times.items() if count > 1} == LISTED_IN_TWO_TOPICS


def test_patients_and_clinics_do_not_speak_alike(bank: tuple[Topic, ...]) -> None:
    asked = {wording.casefold() for topic in bank for wording in topic.asks}
    assert asked & {wording.casefold() for topic in bank for wording in topic.says} == set()


def test_every_topic_is_easily_confused_with_some_other(bank: tuple[Topic, ...]) -> None:
    assert [topic.id for topic in bank if not topic.confused_with] == []


def test_each_wording_stands_on_a_line_of_its_own_and_is_clean(bank: tuple[Topic, ...]) -> None:
    lines = sum(path.read_text(encoding="utf-8").count("\n    - ") for path in TOPICS.glob("*.yaml"))
    assert lines == sum(len(topic.asks) + len(topic.says) + len(topic.confused_with) for topic in bank)
    wordings = [wording for topic in bank for wording in topic.asks + topic.says]
    assert [wording for wording in wordings if wording != " ".join(wording.split()) or "\ufffd" in wording] == []


def test_no_wording_of_patients_is_a_question_that_we_are_measured_on(bank: tuple[Topic, ...]) -> None:
    asked = {plain(wording) for topic in bank for wording in topic.asks}
    assert asked & {plain(question) for question in MEASURED} == set()


# How a bank is read


def test_words_are_read_as_they_stand(tmp_path: Path) -> None:
    driving, flying = loaded(tmp_path, going_home=SMALL)
    assert driving == Topic(
        id="driving",
        label="Driving a car",
        question="When can I drive again?",
        asks=("no", "can i drive: yes or no"),
        says=("You may drive after six weeks.", "42"),
        confused_with=("flying",),
    )
    assert flying.confused_with == ()


def test_topics_keep_the_order_of_files_and_lines(tmp_path: Path) -> None:
    later = SMALL.replace("driving", "walking").replace("flying", "sailing")
    bank = loaded(tmp_path, b=SMALL, a=later)
    assert [topic.id for topic in bank] == ["walking", "sailing", "driving", "flying"]


def test_a_topic_may_be_confused_with_one_of_another_file(tmp_path: Path) -> None:
    first, _, second = SMALL.partition("- id: flying")
    assert len(loaded(tmp_path, a=first, b=f"- id: flying{second}")) == 2


@pytest.mark.parametrize(
    ("was", "becomes", "complaint"),
    [
        ("- id: flying", "- id: driving", "The topic `driving` comes twice, in home.yaml and home.yaml"),
        (
            "    - flying",
            "    - sailing",
            "`sailing` in `confused_with` of the topic `driving` of home.yaml is no topic",
        ),
        ("    - flying", "    - driving", "`driving` in `confused_with` of the topic `driving` .* is the topic itself"),
        ("    - on a plane", "    - ''", "Wording 1 in `asks` of the topic `flying` of home.yaml is empty"),
        ("    - on a plane", "    -", "Wording 1 in `asks` of the topic `flying` of home.yaml is empty"),
        ("    - on a plane", "    - fly: when", "Wording 1 in `asks` of the topic `flying` .* is not a line of words"),
        ("    - on a plane", "    - a\n    - A", "'a' comes twice in `asks` of the topic `flying` of home.yaml"),
        ("    - on a plane", "", "`asks` of the topic `flying` of home.yaml is empty"),
        ("  asks:\n    - on a plane", "  asks: on a plane", "`asks` of the topic `flying` of home.yaml is not a list"),
        ("  says:\n    - Wait", "  said:\n    - Wait", "In the topic `flying` of home.yaml, nobody knows `said`"),
        ("  label: Flying\n", "", "The topic `flying` of home.yaml has no `label`"),
        ("- id: flying\n  label", "- label", "Topic 2 of home.yaml has no `id`"),
        ("- id: flying", "- id: Flying high", "The id of the topic `Flying high` of home.yaml must be small letters"),
        ("I fly?", "I fly", "The question of the topic `flying` of home.yaml does not end with a question mark"),
        ("  label: Flying", "  asks: []\n  label: Flying", "home.yaml cannot be read as YAML .*`asks` comes 2 times"),
        ("  label: Flying", "  label: 'Flying", "home.yaml cannot be read as YAML .*line 1"),
        (SMALL, "id: flying", "home.yaml is not a list of topics"),
        (SMALL, "- flying", "Topic 1 of home.yaml is not a table of names and values"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_topic(tmp_path: Path, was: str, becomes: str, complaint: str) -> None:
    assert was in SMALL
    with pytest.raises(SourceError, match=complaint):
        loaded(tmp_path, home=SMALL.replace(was, becomes))


def test_an_id_that_comes_in_two_files_names_both(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"`driving` comes twice, in a\.yaml and b\.yaml"):
        loaded(tmp_path, a=SMALL, b=SMALL)


def test_a_folder_without_topics_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match="There are no topics in"):
        load_question_bank(tmp_path)

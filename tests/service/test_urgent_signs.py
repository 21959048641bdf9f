"""Signposting as a person meets it: how many signs are noticed, how many false alarms, and what the notice says."""

import json
from pathlib import Path

import pytest

from corpus.urgent_signs import UrgentSign, load_urgent_knowledge
from index.folder import IndexFolder
from index.loading import load_index
from service.settings import Settings
from service.urgent.reader import MessageReader
from service.urgent.signs import UrgentSigns
from service.wiring import load_urgent_signs

KNOWLEDGE = load_urgent_knowledge()
READER = MessageReader(KNOWLEDGE)
MESSAGES = [
    json.loads(line) for line in (Path(__file__).parent.parent / "urgent_messages.jsonl").read_text().splitlines()
]
RULES_RECALL, RULES_FALSE_ALARMS = 0.88, 0.10
RECALL, FALSE_ALARMS = 0.95, 0.10


def rules(country: str = "anywhere") -> UrgentSigns:
    """The rules alone, as they stand for an encoder that is no help."""
    return UrgentSigns(KNOWLEDGE, KNOWLEDGE.countries[country], READER)


@pytest.fixture(scope="module")
def signs(starter_index: Path) -> UrgentSigns:
    """Rules and meaning, with the real encoder."""
    return load_urgent_signs(load_index(IndexFolder(starter_index)).encoder, Settings(index=starter_index))


def noticed(signs: UrgentSigns, urgent: bool) -> float:
    """The share of the urgent messages, or of the others, that get a notice."""
    asked = [row["message"] for row in MESSAGES if row["urgent"] == urgent]
    return sum(signs.check(message) is not None for message in asked) / len(asked)


def test_the_messages_are_many_and_no_copies_of_the_examples() -> None:
    examples = {said.casefold() for entry in (*KNOWLEDGE.signs, *KNOWLEDGE.wordings) for said in entry.says}
    assert not [row["id"] for row in MESSAGES if row["message"].casefold() in examples]
    assert min(sum(row["urgent"] for row in MESSAGES), sum(not row["urgent"] for row in MESSAGES)) >= 150
    assert {row["sign"] for row in MESSAGES if row["urgent"]} == {sign.id for sign in KNOWLEDGE.signs}


def test_rules_alone_notice_most_signs_with_few_false_alarms() -> None:
    assert noticed(rules(), urgent=True) >= RULES_RECALL
    assert noticed(rules(), urgent=False) <= RULES_FALSE_ALARMS


@pytest.mark.model
def test_rules_and_meaning_notice_nearly_every_sign_with_few_false_alarms(signs: UrgentSigns) -> None:
    assert noticed(signs, urgent=True) >= RECALL
    assert noticed(signs, urgent=False) <= FALSE_ALARMS


@pytest.mark.model
@pytest.mark.parametrize("sign", KNOWLEDGE.signs, ids=lambda sign: sign.id)
def test_each_sign_is_noticed_as_told_and_not_as_asked_about(signs: UrgentSigns, sign: UrgentSign) -> None:
    told = [row["message"] for row in MESSAGES if row.get("sign") == sign.id]
    assert sum(signs.check(message) is not None for message in told) / len(told) >= 0.6
    for name in sign.names:
        assert signs.check(f"what are the chances of {name}") is None
        if sign.id != "self-harm":  # whoever writes of suicide may well mean themselves: a card too many harms nobody
            assert signs.check(f"what are the warning signs of {name}") is None


def test_a_notice_gives_the_number_of_the_country() -> None:
    calls = {name: rules(name).check("I have chest pain now") for name in KNOWLEDGE.countries}
    assert {name: notice.call for name, notice in calls.items() if notice} == {
        "gb": "999",
        "ie": "112",
        "eu": "112",
        "us": "911",
        "ca": "911",
        "au": "000",
        "anywhere": "your local emergency number",
    }


def test_the_heading_is_the_action() -> None:
    notice = rules("gb").check("I have chest pain now")
    assert notice is not None
    assert (notice.level, notice.sign, notice.heading) == ("emergency", "chest pain", "Call 999 now")


def test_an_urgent_sign_is_for_today() -> None:
    notice = rules("gb").check("pus is coming out of my wound")
    assert notice is not None
    assert (notice.level, notice.heading, notice.call) == ("urgent", "Call 111 today", "111")


def test_thoughts_of_suicide_get_the_crisis_line() -> None:
    notice = rules("us").check("I want to kill myself")
    assert notice is not None
    assert (notice.heading, notice.call) == ("Call 988 now", "988")
    assert any("988" in sentence for sentence in notice.advice)


def test_of_two_signs_the_emergency_is_shown() -> None:
    notice = rules("gb").check("my wound is leaking pus and I have chest pain")
    assert notice is not None
    assert notice.sign == "chest pain"


def test_no_place_is_left_unfilled_in_any_advice() -> None:
    for country in KNOWLEDGE.countries:
        for sign in KNOWLEDGE.signs:
            notice = rules(country).check(sign.says[0])
            shown = [notice.heading, *notice.advice] if notice else []
            assert not [sentence for sentence in shown if "{" in sentence or "<" in sentence]


def test_a_message_without_words_has_no_notice() -> None:
    assert rules().check("?!") is None

"""Short forms that texts define: found with their long form, and nothing else in brackets is."""

import pytest

from index.definitions import definitions_in


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("You will have posterior cervical fusion (PCF) soon.", "PCF", "posterior cervical fusion"),
        ("PCF (posterior cervical fusion) is done from behind.", "PCF", "posterior cervical fusion"),
        ("A scan. The deep vein thrombosis (DVT, a clot) hurts.", "DVT", "deep vein thrombosis"),
        ("the laparoscopic inguinal repair (LIR)", "LIR", "laparoscopic inguinal repair"),
    ],
)
def test_a_definition_is_found(text: str, short: str, long: str) -> None:
    assert list(definitions_in(text)) == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "your hip (see the picture below)",
        "call the ward (Monday to Friday)",
        "an operation on the neck (PCF)",  # no letters in order
        "Posterior cervical. Fusion of bones (PCF)",  # the long form would cross the end of a sentence
        "(PCF)",
        "(posterior cervical fusion)",
        "move as needed (man)",  # in small letters it is a word
    ],
)
def test_other_brackets_define_nothing(text: str) -> None:
    assert list(definitions_in(text)) == []

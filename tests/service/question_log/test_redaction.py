"""What can tell who asked never gets as far as the question log, and what looks alike but tells nothing stays."""

from pathlib import Path

import pytest

from service.question_log.redaction import LONGEST_KEPT, Redactor

LISTS = Path(__file__).parent


def listed(name: str) -> list[tuple[str, list[str]]]:
    """The lines of a list: a message, and after a tab the pieces of it that matter, parted by semicolons."""
    lines = (LISTS / name).read_text("utf-8").splitlines()
    return [(message, pieces.split(";")) for message, pieces in (line.split("\t") for line in lines)]


PERSONAL, LOOK_ALIKES = listed("personal.tsv"), listed("look_alikes.tsv")


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor()


def test_the_lists_are_long_enough_to_say_something() -> None:
    assert len(PERSONAL) >= 200
    assert len(LOOK_ALIKES) >= 100


@pytest.mark.parametrize(("message", "secrets"), PERSONAL)
def test_nothing_that_tells_who_asked_is_left(message: str, secrets: list[str], redactor: Redactor) -> None:
    redacted = redactor.redacted(message).lower()
    assert [secret for secret in secrets if secret.lower() in redacted] == []


@pytest.mark.parametrize(("message", "kept"), LOOK_ALIKES)
def test_what_only_looks_personal_is_kept(message: str, kept: list[str], redactor: Redactor) -> None:
    redacted = redactor.redacted(message).lower()
    assert [words for words in kept if not any(one.lower() in redacted for one in words.split(","))] == []


def test_a_slip_of_typing_is_kept_as_what_was_meant(redactor: Redactor) -> None:
    assert redactor.redacted("is the titaniun plate safe") == "is the [word] plate safe"
    assert redactor.redacted("is the titaniun plate safe", {"titaniun": "titanium"}) == "is the titanium plate safe"


def test_a_story_is_not_kept_at_all(redactor: Redactor) -> None:
    assert redactor.redacted("can I drive " * LONGEST_KEPT) == ""


def test_redacting_again_changes_nothing(redactor: Redactor) -> None:
    once = [redactor.redacted(message) for message, _ in PERSONAL]
    assert [redactor.redacted(message) for message in once] == once


def test_marks_side_by_side_become_one(redactor: Redactor) -> None:
    assert redactor.redacted("zbigniew wojciechowski needs a bath") == "[word] needs a bath"

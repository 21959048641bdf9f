"""Which language a question is in: other languages are noticed, and English never taken for one of them."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.languages import foreign_language
from service.messages.other_languages import OTHER_LANGUAGES

ROOT = Path(__file__).parents[2]
LABELLED = [ROOT / "tests" / "questions.jsonl", *(ROOT / "corpus" / "knowledge" / "practice").glob("*/questions.jsonl")]
FOREIGN = {
    "ar": "كم من الوقت سأبقى في المستشفى",
    "bn": "আমাকে হাসপাতালে কতদিন থাকতে হবে",
    "de": "wie lange muss ich im krankenhaus bleiben",
    "es": "cuando puedo conducir",
    "fa": "چه مدت در بیمارستان خواهم بود",
    "fr": "est ce que je peux prendre une douche",
    "hi": "मुझे अस्पताल में कितने दिन रहना होगा",
    "it": "quanto tempo devo restare in ospedale",
    "nl": "wanneer mag ik weer autorijden",
    "pl": "kiedy moge wrocic do pracy",
    "pt": "quanto tempo vou ficar no hospital",
    "ro": "cat timp voi sta in spital",
    "ru": "сколько я буду в больнице",
    "tr": "hastanede ne kadar kalacağım",
    "uk": "скільки часу я буду в лікарні",
    "ur": "مجھے ہسپتال میں کتنا عرصہ رہنا پڑے گا",
    "zh": "我要住院多久",
}
# Among our own questions are some that are in German or Spanish, to see what the search makes of them.
REALLY_FOREIGN = {"de", "es"}


def labelled_questions() -> Iterator[str]:
    for path in LABELLED:
        yield from (json.loads(line)["question"] for line in path.read_text("utf-8").splitlines())


@pytest.mark.parametrize(("language", "question"), FOREIGN.items())
def test_a_foreign_question_is_known_by_its_language(language: str, question: str) -> None:
    assert foreign_language(question) == language


def test_every_message_has_a_question_that_brings_it_up() -> None:
    assert set(FOREIGN) == set(OTHER_LANGUAGES)


def test_no_english_question_of_ours_is_called_foreign() -> None:
    said = {question: foreign_language(question) for question in labelled_questions()}
    foreign = {question: language for question, language in said.items() if language}
    assert set(foreign.values()) <= REALLY_FOREIGN
    assert len(foreign) == 13  # read by eye: 6 in Spanish, 7 in German; none is English
    assert len(said) > 2400


@pytest.mark.parametrize(
    "typed",
    [
        *("hi", "op", "knee??", "asdf qwer zxcv", "tramadol codeine paracetamol", "arthrodesis cervicalis posterior"),
        *("swolen knee 6 weeks afer op", "do i stop my apixiban befor ulner nerve op", "DVT RTW POD2", "123 456", ""),
        *("wen do stiches come out subtlar fusoin", "Medicare artificial disc", "Dr Hernández-Łukasz phone number"),
    ],
)
def test_short_questions_with_slips_names_and_drugs_are_not_called_foreign(typed: str) -> None:
    assert foreign_language(typed) is None


def test_an_english_question_loads_no_model() -> None:
    program = (
        "import sys; from service.languages import foreign_language;"
        "foreign_language('how long will I be in hospital'); print('py3langid' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

"""What patients type: the whole way from the question to its answer as JSON, and parts of that way alone."""

import json
from math import isfinite
from pathlib import Path
from typing import Any

from corpus.library import Library
from corpus.records import Page
from corpus.urgent_signs import load_urgent_knowledge
from index.build import ingest
from index.folder import IndexFolder
from index.loading import load_index
from index.spelling import Speller
from scripts.fuzzing.target import Check, Target, hold
from service.answerer import Answerer, checked_question
from service.answers import Result
from service.languages import foreign_language
from service.settings import Settings
from service.urgent.reader import MessageReader
from service.urgent.signs import UrgentSigns
from service.wiring import STARTER_PAGES, load_version

INDEX = "index"  # in the scratch folder
QUESTIONS = [
    b"how long wil i be in hospitl?",
    b"can i drive 2 weeks after spinal fusion",
    b"Chest pain and I cannot breathe. What should I do?",
    "¿Cuánto tiempo tarda la recuperación de la espalda?".encode(),
    "is numbness normal\u2028after C1–C2 fusion 🦵 50% 1/2".encode(),
    b"pt s/p ACDF post-op day 3, wt bearing? rx hx dx",
]
SAID = (
    b" not ", b"no ", b"can't ", b"pain ", b"bleeding ", b"hospital ", b"drive ", b"how long ", b"2-3 days ", b"? ",
    b". ", b"\xc2\xa0", b"\xe2\x80\xa8", b"\xe2\x80\x99", b"\xef\xbb\xbf", b"\xf0\x9f\xa6\xb5", b"\xcc\x81", b"\x00",
    b"\xc4\xb0", b"\xef\xac\x81", b"C1-C2 ", b"w/o ", b"#", b"%", b"\xed\xa0\x80", b"\xd9\xa3", b"\xc2\xbd",
)  # fmt: skip


def index_in(scratch: Path) -> Path:
    """An index of the starter pages with the shipped encoder; built where there is none, in some 20 seconds."""
    folder = scratch / INDEX
    if not (folder / "current").exists():
        ingest(IndexFolder(folder), [str(STARTER_PAGES)])
        load_version(Settings(index=folder)).library.close()  # learns the model of urgent signs
    return folder


def question_check(scratch: Path) -> Check:
    """Everything that serves, asked as the doors ask it."""
    version = load_version(Settings(index=index_in(scratch)))
    return answer_check(version.answerer, version.library)


def answer_check(answerer: Answerer, library: Library) -> Check:
    """Every answer is exact spans of stored pages, its figures are finite, and it can be written as JSON."""
    pages = {page.id: page for page in library.pages()}

    def check(data: bytes) -> None:
        answer = answerer.answer(data.decode("utf-8", "replace"))
        hold(0 <= answer.confidence <= 1, f"the confidence is {answer.confidence}")
        for result in answer.results:
            hold_result(result, pages)
        for difference in answer.differences:
            for value in difference.values:
                hold(value.value in {page.text[value.start : value.end] for page in pages.values()}, "no page's words")
        written = json.dumps(answer.as_dict(), allow_nan=False)
        hold(json.loads(written)["question"] == answer.question, "the question changed on its way through JSON")

    return check


def hold_result(result: Result, pages: dict[str, Page]) -> None:
    """A result is the words of its page, its highlight lies inside, and its figures are finite."""
    text = pages[result.source.page].text
    words, light = (result.source.start, result.source.end), result.highlight
    hold(result.text == text[words[0] : words[1]] != "", f"{result.ref} is not the words of its page")
    hold(words[0] <= light.start < light.end <= words[1], f"the highlight of {result.ref} lies outside")
    hold(light.text == text[light.start : light.end], f"the highlight of {result.ref} is not the words of its page")
    hold(0 <= result.confidence <= 1, f"the confidence of {result.ref} is {result.confidence}")
    hold(all(map(isfinite, result.why.values())), f"the scores of {result.ref} are {result.why}")


def spelling_check(scratch: Path) -> Check:
    """Mending slips names every word that it changed, and the language of any question can be looked for."""
    speller: Speller = load_index(IndexFolder(index_in(scratch)))._speller  # the one that serves

    def check(data: bytes) -> None:
        question = checked_question(data.decode("utf-8", "replace"))
        mended = speller.correct(question)
        hold(all(typed in question for typed in mended.corrected), f"{mended.corrected} names words nobody typed")
        hold(bool(mended.corrected) == (mended.text != question), f"{question!r} became {mended.text!r}")
        foreign_language(question)

    return check


def urgent_check(_: Path) -> Check:
    """The rules for urgent signs give a notice that is complete, or none."""
    knowledge = load_urgent_knowledge()
    signs = UrgentSigns(knowledge, knowledge.countries["anywhere"], MessageReader(knowledge))

    def check(data: bytes) -> None:
        notice: Any = signs.check(checked_question(data.decode("utf-8", "replace")))
        hold(notice is None or all((notice.sign, notice.heading, notice.advice)), f"{notice} is not complete")

    return check


TARGETS = [
    Target("question", question_check, lambda: QUESTIONS, SAID, 2048),
    Target("spelling", spelling_check, lambda: QUESTIONS, SAID, 512),
    Target("urgent", urgent_check, lambda: QUESTIONS, SAID, 512),
]

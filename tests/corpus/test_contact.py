import pytest

from corpus.assembly import page_from, passages_of
from corpus.contact import is_contact, is_contact_passage
from corpus.readers.markdown import read_markdown
from corpus.records import Source


@pytest.mark.parametrize(
    "sentence",
    [
        "To schedule a consultation, call the Hill Clinic at (020) 7946-0312.",
        "Ring 01632 960 001 on weekdays.",
        "Write to spine@hill.example for a copy.",
        "You can book an appointment on our web site.",
        "If you have any questions, contact us today to make an appointment!",
        "Directions are at www.hill.example/map.",
    ],
)
def test_how_to_reach_or_book_the_clinic_is_contact(sentence: str) -> None:
    assert is_contact(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Call the ward on 01632 960 001 if your wound leaks.",
        "Call 999 immediately.",
        "You stay in hospital for 2-3 days.",
        "Take 500 mg every 4-6 hours, at most 4000 mg in 24 hours.",
        "The operation takes 2 to 4 hours.",
        "At your follow-up the surgeon looks at the X-rays.",
    ],
)
def test_advice_and_figures_are_not_contact(sentence: str) -> None:
    assert not is_contact(sentence)


def test_contact_details_are_a_passage_apart_from_what_is_said_of_the_operation() -> None:
    text = "# Knee\n\nThe joint is replaced. It takes two hours. Ring 01632 960 001 to book a visit."
    page = page_from(read_markdown(text), Source("pages/knee.md", "knee.md", "text/markdown", "0" * 64))
    passages = passages_of(page)
    assert [passage.text for passage in passages] == [
        "The joint is replaced. It takes two hours.",
        "Ring 01632 960 001 to book a visit.",
    ]
    assert [is_contact_passage(passage) for passage in passages] == [False, True]

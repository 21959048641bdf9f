import pytest

from service.clinic import Clinic, ink_on


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("+44 (0)20 7946-0018", "tel:+4402079460018"),
        ("111", "tel:111"),
        ("ward4@hill.example", "mailto:ward4@hill.example"),
        ("https://hill.example/contact", "https://hill.example/contact"),
        ("Call 020 7946 0018 from 9 to 5", None),
        ("javascript:alert(1)", None),
        ("javascript:alert(1)//@b.c", None),
        (None, None),
    ],
)
def test_a_contact_leads_somewhere_where_all_of_it_is_one_number_or_address(
    contact: str | None, link: str | None
) -> None:
    assert Clinic(contact=contact).contact_link == link


@pytest.mark.parametrize(
    ("colour", "ink"),
    [("#000000", "#ffffff"), ("#ffffff", "#000000"), ("#005eb8", "#ffffff"), ("#ffcc00", "#000000")],
)
def test_the_name_on_the_clinics_colour_is_black_or_white_whichever_reads_better(colour: str, ink: str) -> None:
    assert ink_on(colour) == ink

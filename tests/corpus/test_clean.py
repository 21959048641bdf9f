"""Page furniture: what is left out with which reason, and what only looks like it."""

import pytest

from corpus.clean import cleaned, repeated_phrase
from corpus.readers.html import read_html
from corpus.readers.markdown import read_markdown
from corpus.readers.text import read_text
from corpus.records import BlockKind, Rendition


def furniture(page: Rendition) -> dict[str, str]:
    """The words left out of a page, with the reason."""
    return {
        block.span.of(page.text): block.reason for block in cleaned(page).blocks if block.kind is BlockKind.FURNITURE
    }


def left_out_of(*paragraphs: str) -> dict[str, str]:
    """What is left out of a scraped page with a title, some paragraphs, and two more."""
    return furniture(
        read_text("\n\n".join(["Knee replacement", "A knee is replaced.", *paragraphs, "It heals.", "Rest."]))
    )


def test_the_text_of_a_page_is_never_changed() -> None:
    page = read_text("top of page\n\nKnee\n\nIt hurts.\n\nBook an appointment today!\n")
    assert cleaned(page).text == page.text


def test_furniture_has_no_level() -> None:
    page = cleaned(read_text("top of page\n\nKnee\n\nIt hurts."))
    assert (page.blocks[0].kind, page.blocks[0].level) == (BlockKind.FURNITURE, 0)


@pytest.mark.parametrize(
    "words",
    [
        *("top of page", "Back to top", "Skip to main content", "Menu", "Share this page", "Read more »", "| Home |"),
        *("© 2026 Northtown", "Copyright Northtown", "All rights reserved.", "Accept all cookies", "Next", "Log in"),
    ],
)
def test_words_that_move_a_reader_about_are_navigation(words: str) -> None:
    assert left_out_of(words) == {words: "navigation"}


@pytest.mark.parametrize("words", ["Going home", "Next, you rest.", "Print the form.", "Home is best.", "Search me."])
def test_words_that_only_start_like_navigation_are_kept(words: str) -> None:
    assert left_out_of(words) == {}


@pytest.mark.parametrize("words", ["_____", "***", "• •", "---", "|"])
def test_signs_without_words_are_left_out(words: str) -> None:
    assert list(left_out_of(words).values()) == ["no words"]


@pytest.mark.parametrize(
    "trail", ["Home > Knees > Knee replacement", "Wards › Knees", "Home | Wards | Knees", "Day surgeryKnees and hips"]
)
def test_a_trail_of_names_above_the_text_is_a_breadcrumb(trail: str) -> None:
    page = read_text(f"{trail}\n\nKnee replacement\n\nIt hurts.\n\nRisks\n\nPain.")
    assert furniture(page) == {trail: "breadcrumb"}


@pytest.mark.parametrize(
    "title", ["CyberKnife radiosurgery", "Hernia / rupture repair", "Knee replacement | Northtown"]
)
def test_a_title_that_looks_a_little_like_a_trail_is_kept(title: str) -> None:
    assert furniture(read_html(f"<h1>{title}</h1><p>With CyberKnife, it takes a day.</p>")) == {}


def test_a_trail_below_the_first_sentence_is_kept() -> None:
    assert left_out_of("Grades I > II > III") == {}


@pytest.mark.parametrize(
    "words",
    [
        "Illustration of a knee with its new joint.",
        "Medical illustration showing the screws",
        "Photo: the team of ward 7",
        "X-ray of a new knee",
        "Figure 2: the parts of the joint",
    ],
)
def test_what_stands_under_a_picture_is_a_caption(words: str) -> None:
    assert furniture(read_markdown(f"# Knee\n\nIt hurts.\n\n{words}\n\nRest.")) == {words: "image caption"}


@pytest.mark.parametrize(
    "words",
    [
        "An MRI scan of your knee is done first.",
        "A picture of the knee can show the damage.",
        "X-rays are taken on the next day.",
        "A video of the operation in which the surgeon explains every step to you in simple words is on our site",
    ],
)
def test_a_sentence_about_a_picture_is_kept(words: str) -> None:
    assert furniture(read_markdown(f"# Knee\n\nIt hurts.\n\n{words}\n\nRest.")) == {}


def test_an_item_that_names_a_picture_is_kept() -> None:
    assert furniture(read_markdown("# Knee\n\nYou need:\n\n- X-ray of the knee\n- scan of the hip\n")) == {}


def test_a_few_words_in_lower_case_under_the_title_are_a_caption() -> None:
    page = read_text("Knee replacement\n\nfront view of the joint\n\nIt hurts.\n")
    assert furniture(page) == {"front view of the joint": "image caption"}


def test_a_few_words_in_lower_case_are_kept_anywhere_else() -> None:
    assert furniture(read_markdown("# Knee\n\nIt hurts.\n\n## Hospital stay\n\ntwo days\n")) == {}
    assert furniture(read_markdown("# Knee\n\n## Hospital stay\n\ntwo days\n\n## Risks\n\nIt hurts.\n")) == {}
    assert furniture(read_markdown("# Hospital stay\n\ntwo days\n")) == {}


@pytest.mark.parametrize(
    "words",
    [
        "Book an appointment today!",
        "Request a consultation with Dr. Ann Lee",
        "Schedule your visit now.",
        "Click here to make an appointment",
        "Contact us",
        "Contact us to arrange a consultation today.",
        "Our locations!",
        "Choose your preferred location!",
        "Get in touch",
    ],
)
def test_an_invitation_to_book_is_left_out(words: str) -> None:
    assert furniture(read_markdown(f"# Knee\n\nIt hurts.\n\n{words}\n\nRest.")) == {words: "invitation to book"}


@pytest.mark.parametrize(
    "words",
    [
        "Contact us if you have a fever.",
        "Call us now.",
        "Call us with any worries about your wound.",
        "Ring 020 7946 0321 to book an appointment.",
        "Book your appointment before you leave the ward.",
        "Book a follow-up appointment today.",
        "Arrange a follow up appointment.",
        "Make your next appointment today.",
        "You will need to make an appointment after six weeks.",
        "Make an appointment with your GP to have the stitches taken out.",
        "Arrange for somebody to visit you every day.",
        "Make sure that you come to your appointment.",
        "You can get started with walking on the first day.",
        "Your leg is cold. Make an appointment today.",
        "How do I make an appointment?",
    ],
)
def test_what_a_patient_is_told_to_do_is_kept(words: str) -> None:
    assert furniture(read_markdown(f"# Knee\n\nIt hurts.\n\n{words}\n\nRest.")) == {}


def test_a_second_invitation_takes_the_sentence_before_it_along() -> None:
    first, second = "Book a visit today!", "Do not wait. Schedule your consultation now."
    assert left_out_of(first, second) == dict.fromkeys([first, second], "invitation to book")


def test_what_looks_like_a_heading_after_the_last_invitation_is_left_out() -> None:
    page = read_markdown("# Knee\n\nIt hurts.\n\nBook a visit today!\n\nKnees in Northtown\n")
    assert furniture(page)["Knees in Northtown"] == "nothing stands under it"


NAMES = ["Frozen Shoulder", "Tennis Elbow", "Slipped Disc", "Whiplash", "Hip Pain", "Sports Injuries", "Flat Feet"]
MENU = "\n".join(f"- {name}" for name in [*NAMES, "Bunions and Corns"])


def test_a_list_of_names_at_the_end_is_a_menu() -> None:
    out = furniture(read_markdown(f"# Knee\n\nIt hurts.\n\n## What else we treat\n\n{MENU}\n"))
    assert out == dict.fromkeys([*NAMES, "Bunions and Corns", "What else we treat"], "menu at the end of the page")


@pytest.mark.parametrize(
    "page",
    [
        f"# Knee\n\nIt hurts.\n\nIt may be caused by:\n\n{MENU}\n",
        f"# Knee\n\nIt hurts.\n\n{MENU}\n\nAll of these heal.\n",
        "# Knee\n\nIt hurts.\n\n" + "\n".join(f"- {name.lower()}" for name in NAMES * 2),
        "# Knee\n\nIt hurts.\n\n" + "\n".join(f"- {name.split()[0]}" for name in NAMES * 2),
        "# Knee\n\nIt hurts.\n\n" + "\n".join(f"- {name}." for name in NAMES * 2),
        "# Knee\n\nIt hurts.\n\n" + "\n".join(f"- {name} 1 in 100" for name in NAMES * 2),
        "# Knee\n\nIt hurts.\n\n" + "\n".join(f"- {name}" for name in NAMES),
        MENU,
    ],
    ids=["led in", "followed", "small letters", "single words", "full stops", "figures", "few", "nothing else"],
)
def test_any_other_list_is_kept(page: str) -> None:
    assert furniture(read_markdown(page)) == {}


def test_only_the_last_list_of_names_is_a_menu() -> None:
    more = MENU.replace("- ", "- More ")
    page = cleaned(read_markdown(f"# Knee\n\nIt hurts.\n\n## First\n\n{MENU}\n\n## Then\n\n{more}\n"))
    kept = [block.span.of(page.text) for block in page.blocks if block.kind is BlockKind.LIST_ITEM]
    assert kept == [*NAMES, "Bunions and Corns"]


def test_a_stray_word_in_capitals_at_the_end_is_left_out() -> None:
    assert furniture(read_text("Knee\n\nIt hurts.\n\n\n\nQUADRISCOPE\n")) == {"QUADRISCOPE": "stray word"}


@pytest.mark.parametrize("last", ["Ask for WARFARIN.", "NHS", "WARFARIN 5", "Warfarin"])
def test_other_last_words_are_kept(last: str) -> None:
    assert furniture(read_text(f"Knee\n\nIt hurts.\n\n{last}\n")) == {}


def test_a_word_in_capitals_that_the_page_says_elsewhere_is_kept() -> None:
    assert furniture(read_text("Knee\n\nYou are given warfarin.\n\nWARFARIN\n")) == {}


def test_only_the_last_of_several_words_in_capitals_can_be_stray() -> None:
    assert list(furniture(read_markdown("It hurts.\n\nWARFARIN\n\nHEPARIN\n"))) == ["HEPARIN"]


def test_headings_at_the_end_of_a_page_have_nothing_under_them() -> None:
    out = furniture(read_markdown("# Knee\n\nIt hurts.\n\n## Related pages\n\n### Hips\n"))
    assert out == dict.fromkeys(["Related pages", "Hips"], "nothing stands under it")


def test_a_page_of_one_heading_keeps_it() -> None:
    assert furniture(read_markdown("# Knee\n")) == {}


def test_what_one_rule_uncovers_is_left_to_the_others() -> None:
    out = furniture(read_markdown(f"# Knee\n\nIt hurts.\n\n## More\n\n## What else we treat\n\n{MENU}\n"))
    assert out["More"] == "nothing stands under it"


def test_a_phrase_before_many_paragraphs_is_cut_off() -> None:
    said = ["It hurts.", "Most people walk soon.", "Ask your surgeon."]
    page = cleaned(read_markdown("\n\n".join(f"All About Knees {words}" for words in said)))
    kept = [block.span.of(page.text) for block in page.blocks if block.kind is BlockKind.PARAGRAPH]
    assert kept == said


def test_a_phrase_after_a_paragraph_is_cut_off_as_well() -> None:
    said = ["All About Knees It hurts.", "All About Knees It heals.", "All About Knees Rest. All About Knees", "Ask."]
    page = cleaned(read_markdown("\n\n".join(said)))
    kept = [block.span.of(page.text) for block in page.blocks if block.kind is BlockKind.PARAGRAPH]
    assert kept == ["It hurts.", "It heals.", "Rest.", "Ask."]


def test_a_phrase_is_cut_off_once() -> None:
    once = cleaned(read_markdown("\n\n".join(["All About Knees " * 5 + words for words in ("One.", "Two.", "Three.")])))
    assert cleaned(once) == once


def test_a_phrase_that_ends_a_sentence_is_part_of_it() -> None:
    said = ["All About Knees It hurts.", "All About Knees It heals.", "All About Knees Rest.", "Read All About Knees"]
    page = cleaned(read_markdown("\n\n".join(said)))
    assert page.blocks[-1].span.of(page.text) == "Read All About Knees"


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["Dr Ann Lee trained here.", "Dr Ann Lee operates.", "Dr Ann Lee teaches."],
        ["It is not easy to walk.", "It is not easy to sit.", "It is not easy to rest."],
        ["All About Knees It hurts.", "All About Knees It heals."],
        ["About Knees It hurts.", "About Knees It heals.", "About Knees Rest."],
    ],
    ids=["a name in its sentence", "not in capitals", "only twice", "only two words"],
)
def test_other_words_that_paragraphs_share_are_kept(paragraphs: list[str]) -> None:
    assert repeated_phrase(paragraphs) == ""


def test_the_longest_phrase_is_cut_off() -> None:
    assert repeated_phrase(["What Is A Knee It hurts.", "What Is A Knee Rest.", "What Is A Knee We see."]) == (
        "What Is A Knee"
    )

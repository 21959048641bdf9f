from collections.abc import Sequence
from dataclasses import fields
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.facts import Fact, load_facts
from corpus.records import FaqPair, Page, PageFacts, Passage, Source, Span
from index.differences.agreement import agree
from index.differences.claims import claims_in
from index.differences.facts import Facts
from index.differences.figures import figures_in
from index.differences.finder import Difference, DifferenceFinder
from index.results import Evidence, Found

FACTS = Facts(load_facts())
NO_EVIDENCE = Evidence(*[0.0] * len(fields(Evidence)))  # not looked at
STAY = "How long will I stay in hospital?"


# Figures: exact words, and a range in days, centimetres or percent

WRITTEN = [
    ("Most go home after two to four days.", "two to four days", 2, 4),
    ("A stay of 2-3 days.", "2-3 days", 2, 3),
    ("A 3- to 5-day stay.", "3- to 5-day", 3, 5),
    ("It takes 48 hours.", "48 hours", 2, 2),
    ("An hour and a half at most.", "An hour and a half", 1.5 / 24, 1.5 / 24),
    ("One and a half to two hours.", "One and a half to two hours", 1.5 / 24, 2 / 24),
    ("It takes between 60 and 90 minutes.", "between 60 and 90 minutes", 1 / 24, 1.5 / 24),
    ("6 weeks to 3 months off.", "6 weeks to 3 months", 42, 3 * 365.25 / 12),
    ("For half a year.", "half a year", 365.25 / 2, 365.25 / 2),
    ("Two nights in the ward.", "Two nights", 2, 3),
    ("You stay overnight.", "overnight", 1, 2),
    ("You go home the same day.", "same day", 0, 0),
    ("Week 8: back to work.", "Week 8", 49, 56),
    ("From day two you may.", "day two", 2, 2),
    ("On the 10th to 12th day.", "10th to 12th day", 10, 12),
    ("Up to six weeks.", "Up to six weeks", 0, 42),
    ("At least 4 weeks.", "At least 4 weeks", 28, float("inf")),
    ("3 to 4 months, or longer.", "3 to 4 months, or longer", 3 * 365.25 / 12, float("inf")),
    ("A few days.", "A few days", 2, 7),
    ("In about 1 in 100 patients.", "about 1 in 100", 1, 1),
    ("5 to 10 percent of people.", "5 to 10 percent", 5, 10),
    ("Nine in ten are pleased.", "Nine in ten", 90, 90),
    ("A cut of 3 to 4 inches.", "3 to 4 inches", 7.62, 10.16),
    ("Three quarters of an inch long.", "Three quarters of an inch", 1.905, 1.905),
]


@pytest.mark.parametrize(("sentence", "words", "low", "high"), WRITTEN)
def test_a_figure_is_the_exact_words_and_a_range(sentence: str, words: str, low: float, high: float) -> None:
    (figure,) = figures_in(sentence)
    assert figure.span.of(sentence) == words
    assert (figure.low, figure.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    "sentence",
    [
        "Take it four times a day.",
        "Drink 2 litres a day.",
        "For 50 minutes of every hour.",
        "An MRI no more than six months old.",
        "A BMI over 40.",
        "It costs £5,980.",
        "Call 01632 960 417.",
        "At your one-week visit.",
        "Three of the surgeons.",
    ],
)
def test_a_rate_an_age_and_a_bare_number_are_no_figures(sentence: str) -> None:
    assert figures_in(sentence) == ()


@given(st.text(max_size=80))
def test_figures_stand_in_order_and_never_overlap(text: str) -> None:
    spans = [figure.span for figure in figures_in(text)]
    assert all(one.end <= other.start for one, other in pairwise(spans))


# Pairs of sentences, as two pages might have them

AGREE = [
    ("Most people stay in hospital for 2-3 days.", "The hospital stay is two to three days."),
    ("Most people stay in hospital for 3 days.", "Expect a hospital stay of a few days."),
    ("Expect to be in hospital for 2 nights.", "The hospital stay is 2 to 3 days."),
    ("Driving: about 4 weeks.", "Do not drive for 2-6 weeks."),
    ("Do not drive for six weeks.", "You can drive again after 6 weeks."),
    ("Do not drive for four weeks.", "You may drive after a month."),
    ("You can drive at least 2 weeks after.", "Do not drive for three weeks."),
    ("Office work: after 1 to 2 weeks.", "Desk job: 2 weeks."),
    ("The operation takes one and a half hours.", "Surgery lasts 90 minutes."),
    ("The operation takes about an hour.", "The procedure takes 50 minutes."),
    ("You may shower after 48 hours.", "Shower from day two."),
    ("Infection: about 1 in 100.", "Infection occurs in 1.2 percent."),
    ("Infection: fewer than 1 in 100.", "Infection in 0.5 percent of patients."),
    ("The graft needs several months to heal.", "The bone graft is solid after six months."),
    ("A collar is not routinely necessary.", "You do not need a collar."),
    ("A drain is usually removed the next day.", "A drain is removed on day one."),
]
DIFFER = [
    ("Most people stay in hospital for 2 to 3 days.", "A hospital stay of 3 to 5 days is typical."),
    ("Most people go home after two to four days.", "Most people go home the same day."),
    ("You stay in hospital overnight.", "The stay lasts three to four days."),
    ("Do not drive for six weeks.", "You may drive again after two weeks."),
    ("Driving: 6 weeks.", "Most patients drive again in 3 months."),
    ("Most people drive at 2 weeks.", "Do not drive for at least six weeks."),
    ("Office workers usually return after six to eight weeks.", "Week 3: desk jobs"),
    ("Heavy manual work: after 6 weeks.", "If your job involves lifting, you may need three months off."),
    ("The operation takes 2 to 4 hours.", "Surgery usually takes about an hour."),
    ("Avoid flying for six weeks.", "You can fly after ten days."),
    ("The stitches are removed at two weeks.", "Stitches come out after 5 to 7 days."),
    ("Stop smoking at least six weeks beforehand.", "You must not smoke for two weeks before surgery."),
    ("The cut is about 20 cm long.", "The incision is only 3 to 4 inches long."),
    ("Infection – about 1 in 20 patients", "Infection occurs in 0.5 percent of patients."),
    ("A collar is needed after the operation.", "A collar is not routinely necessary."),
    ("Most people wear a brace.", "No brace is needed."),
    ("Stockings are always worn.", "No shots, no stockings."),
    ("Do not lift anything for six weeks.", "Lifting: nothing heavy for 3 months."),
    ("Wait 8 weeks before you swim.", "Swim: 3 weeks"),
    ("Patients are discharged after 4 days.", "You will be discharged on the first day."),
    ("You can get behind the wheel after 10 days.", "Driving is not permitted for 6 weeks."),
    ("The procedure typically lasts 3 hours.", "The operation takes 45 minutes on average."),
    ("Sedentary work can be resumed after 2 weeks.", "Office workers need 6 weeks off."),
    ("You should be off work for about 2 weeks.", "Most people return to work after 3 months."),
    ("Air travel is safe after 7 days.", "You should not fly for six weeks after the operation."),
    ("Baths are fine after two weeks.", "Do not soak in the bath for six weeks."),
    ("Sexual activity can be resumed after 2 weeks.", "Avoid sex for six weeks."),
    ("Jogging is possible after 6 weeks.", "No running for six months."),
    ("The bones usually fuse within 3 months.", "It takes about a year for the bones to fuse."),
    ("You will be given a physiotherapist's sheet; a brace is always worn.", "Patients do not need a brace."),
    ("About 3% of wounds get infected.", "The risk of infection is 1 in 200."),
    ("A catheter is needed.", "No catheter is used in our day unit."),
]
APART = [
    ("Surgery takes 2 to 4 hours.", "Expect 3 to 5 days in hospital."),
    ("Office work: after 2 weeks.", "Heavy manual work: after 6 weeks."),
    ("Do not drive for six weeks.", "Do not fly for two weeks."),
    ("Avoid flying for ten days.", "Avoid long-haul flights for three months."),
    ("Stop smoking six weeks before surgery.", "Do not smoke for twelve weeks after surgery."),
    ("Have nothing to eat for six hours before.", "You may sip water until two hours before."),
    ("Do not drive for six weeks.", "For the right foot, you can drive after eight weeks."),
    ("The hospital stay is 2 days.", "After open surgery the hospital stay is 7 days."),
    ("Most people go home the next day.", "If your BMI is over 50, you go home after 5 days."),
    ("Swimming is allowed from eight weeks.", "Avoid breaststroke when swimming for three months."),
    ("No swimming for three weeks.", "No swimming for a while, no football for two, and no travel for five weeks."),
    ("The operation takes 2 hours.", "The operation is numbed for 12 hours by the anaesthetic."),
    ("Do not drive for two weeks.", "Arrange for someone to drive you for six weeks."),
    ("You stay in hospital for one night.", "Somebody should stay with you for the first 72 hours."),
    ("A collar is worn for 2 weeks.", "A collar may be needed."),
    ("A drain is needed.", "A drain is left in if one is needed."),
    ("People usually go home after 2 days.", '"I went home after 7 days," says Ann.'),
    ("Infection: 1 in 100.", "Blood clot: 1 in 20."),
    ("Urine infection: 1 in 10.", "Infection: 1 in 100."),
    ("You may drive after 2 weeks.", "The drive from the airport takes 3 hours."),
    ("The operation takes 2 hours.", "You will be in recovery for an hour after the operation."),
    ("Stay in hospital for 2 nights.", "Your relatives can stay in the hospital flat for 5 days."),
    ("You can shower after two days.", "Shower with antiseptic soap for five days before surgery."),
    ("No lifting for 6 weeks.", "Lift your arm above your head from week 2."),
    ("Office work after two weeks.", "Our office replies within 5 days."),
    ("The infection rate is 1 in 100.", "Half of infections, 50 percent, settle with tablets."),
    ("Wear the collar for six weeks.", "Sleep without the collar after two weeks."),
    ("Do not drive for 6 weeks.", "Driving lessons can be booked 3 months ahead."),
    ("Stitches are removed after 10 days.", "Dissolvable stitches take up to six weeks to go."),
    ("No swimming for six weeks.", "Swimming helps if you do it twice a week for 20 minutes."),
    ("You can fly after two weeks.", "Wear stockings for flights over four hours."),
    ("Stop smoking 4 weeks before.", "Smoking for 20 years narrows your arteries."),
    ("Full recovery takes three months.", "Full recovery of feeling can take a year."),
]
# Harder pairs, meant as traps. Of the first look at them 12 of 17 called differences were such; the rules that they
# showed to be missing were added, so what the floor guards is that none is lost again.
UNSEEN_DIFFER = [
    ("Reckon on five nights in hospital.", "Most patients leave the ward after two days."),
    ("You can expect to go home on day 6.", "Going home: usually the next day."),
    ("Surgery normally lasts around 4 hours.", "The whole operation takes only 30 minutes."),
    ("Driving must wait until 8 weeks have passed.", "You are fit to drive after a fortnight or 14 days."),
    ("No flights for three months.", "Flying is allowed after 2 weeks."),
    ("Desk work from week 1.", "Office work is possible at 8 weeks."),
    ("Keep your sling on for 2 weeks.", "The sling is worn for six weeks."),
    ("Clips are removed on day 5.", "The staples come out after 14 days."),
    ("Swimming should be avoided for 3 months.", "Swimming: from 4 weeks."),
    ("Take off the dressing after 2 days.", "The dressing can be removed after 10 days."),
    ("The risk of dying is about 1 in 100.", "Death: 1 in 1,000"),
    ("Blood clots affect 5 percent.", "DVT occurs in 1 in 200 patients."),
    ("Do not cycle for three months.", "Cycling is fine after 2 weeks."),
    ("Wait 18 months with a pregnancy.", "Pregnancy should be avoided for 6 months."),
    ("Blood transfusions are routinely given.", "A blood transfusion is rarely needed."),
    ("Plan on three nights with us in the hospital.", "You will usually leave hospital after one night."),
    ("You will use crutches for two weeks.", "Crutches are needed for about six weeks."),
    ("A urinary catheter is not usually needed.", "A catheter is placed during the operation."),
]
UNSEEN_NOT = [
    ("You go home after 3 days.", "The nurse phones you at home after 7 days."),
    ("You stay in hospital for 3 days.", "Bring clothes for 7 days, as your stay in hospital can be extended."),
    ("The operation takes 3 hours.", "The operation takes place within 6 weeks of your clinic visit."),
    ("Do not drive for 6 weeks.", "Do not drive for 24 hours after the sedation."),
    ("You can return to work after 6 weeks.", "Return to work was studied over 2 years."),
    ("The stitches come out after 10 days.", "The area around the stitches is itchy for 4 weeks."),
    ("Avoid flying for 6 weeks.", "If your flight takes more than 4 hours, walk about."),
    ("You can swim after 6 weeks.", "Before the operation, swim for 20 minutes on most days."),
    ("Infection: 1 in 100.", "Infection is treated with antibiotics and 90 percent recover."),
    ("The cut is 10 cm long.", "The scar fades and is 2 mm wide."),
    ("Do not lift for six weeks.", "A second lifting class starts 3 months later."),
    ("Crutches for 2 weeks.", "Return the crutches within 3 months."),
    ("The brace is worn for six weeks.", "The brace is fitted 2 days before."),
    ("Bones fuse in 6 months.", "An X-ray at 6 weeks shows how the bones fuse."),
]
PRECISION_FLOOR, RECALL_FLOOR = 0.9, 0.6


def verdict(one: str, other: str) -> str:
    """What two pages of one sentence each are to each other: "differ", "agree", or "apart" where nothing compares."""
    pairs = [(a, b) for a, b in product(claims_in(one, FACTS), claims_in(other, FACTS)) if a.kind == b.kind]
    agreed = {a.kind for a, b in pairs if agree(a.states, b.states)}
    if {a.kind for a, _ in pairs} - agreed:
        return "differ"
    return "agree" if agreed else "apart"


@pytest.mark.parametrize(("one", "other"), AGREE)
def test_figures_that_go_together_agree(one: str, other: str) -> None:
    assert verdict(one, other) == verdict(other, one) == "agree"


@pytest.mark.parametrize(("one", "other"), DIFFER)
def test_figures_of_one_fact_that_do_not_go_together_differ(one: str, other: str) -> None:
    assert verdict(one, other) == verdict(other, one) == "differ"


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_facts_are_not_compared(one: str, other: str) -> None:
    assert verdict(one, other) == verdict(other, one) == "apart"


def test_on_unseen_pairs_what_is_called_a_difference_is_one() -> None:
    right = sum(verdict(*pair) == "differ" for pair in UNSEEN_DIFFER)
    wrong = sum(verdict(*pair) == "differ" for pair in UNSEEN_NOT)
    assert right / (right + wrong) >= PRECISION_FLOOR
    assert right / len(UNSEEN_DIFFER) >= RECALL_FLOOR


# Stories: results of one question, best first


def result(page: str, *sentences: str, highlight: int = 0, asked: str = "") -> Found:
    """A page of these sentences, found as one passage."""
    text = " ".join(sentences)
    spans = tuple(Span(text.index(sentence), text.index(sentence) + len(sentence)) for sentence in sentences)
    stored = Page(
        page, Source(page, page, "text/plain", ""), page.title(), text, (), PageFacts(), "2026-11-20T00:00:00Z"
    )
    passage = Passage(f"{page}.1", page, (), Span(0, len(text)), text, spans)
    if asked:
        passage = FaqPair(f"{page}.1", page, (), Span(0, len(text)), text, spans, question=asked)
    return Found(passage, stored, 1.0, {}, spans[highlight], NO_EVIDENCE, 0.5)


def find(question: str, *found: Found, facts: Sequence[Fact] | None = None) -> tuple[Difference, ...]:
    """What is found where pages are about the same operation if their names start alike."""
    return DifferenceFinder(lambda one, other: one[:3] == other[:3], facts).find(question, found)


def shown(differences: Sequence[Difference]) -> list[tuple[str, list[str]]]:
    return [(difference.about, [value.text for value in difference.values]) for difference in differences]


def test_two_pages_with_different_stays_stand_side_by_side() -> None:
    one = result("hip-a", "The stay varies.", "In most cases you stay in hospital for 2-3 days after the operation.")
    other = result("hip-b", "A hospital stay of 3 to 5 days is typical.")
    assert shown(find(STAY, one, other)) == [("hospital stay", ["2-3 days", "3 to 5 days"])]


def test_a_value_is_an_exact_span_of_its_page() -> None:
    one = result("hip-a", "Walk early.", "The hospital stay is 2-3 days.")
    (difference,) = find(STAY, one, result("hip-b", "The hospital stay is about a week."))
    first = difference.values[0]
    assert first.found is one
    assert one.page.text[first.span.start : first.span.end] == "2-3 days"


def test_pages_about_different_operations_are_not_compared() -> None:
    hip = result("hip", "Do not drive for six weeks.")
    hernia = result("hernia", "Do not drive for two weeks.")
    assert find("When can I drive?", hip, hernia) == ()


def test_pages_about_another_operation_than_the_best_result_are_not_compared() -> None:
    hip = result("hip", "You may drive when it is safe.")
    one, other = result("knee-a", "Do not drive for six weeks."), result("knee-b", "Do not drive for two weeks.")
    assert find("When can I drive?", hip, one, other) == ()


def test_a_general_page_does_not_make_two_operations_comparable() -> None:
    pages = [
        result("general", "You may drive when it is safe."),
        result("hip", "Do not drive for six weeks."),
        result("hernia", "Do not drive for two weeks."),
    ]
    finder = DifferenceFinder(lambda one, other: one == other or "general" in (one, other))
    assert finder.find("When can I drive?", pages) == ()


def test_a_page_does_not_differ_from_itself() -> None:
    one = result("hip-a", "The hospital stay is 2 days.")
    assert find(STAY, one, result("hip-a", "The hospital stay is 5 days.")) == ()


def test_a_page_that_says_both_differs_from_neither() -> None:
    both = result("hip-a", "The hospital stay is 2 days.", "With a drain the hospital stay is 5 days.")
    assert find(STAY, both, result("hip-b", "The hospital stay is 5 days.")) == ()


def test_a_vague_page_is_left_out_where_it_differs_from_nobody() -> None:
    pages = [
        result("hip-a", "The hospital stay is 2-3 days."),
        result("hip-b", "Expect a hospital stay of a few days."),
        result("hip-c", "A hospital stay of 3 to 5 days is typical."),
    ]
    assert shown(find(STAY, *pages)) == [("hospital stay", ["2-3 days", "3 to 5 days"])]


def test_a_short_reply_takes_its_fact_from_the_question_above() -> None:
    one = result("hip-a", "Two to three days.", asked="How long will I stay in hospital?")
    other = result("hip-b", "Usually about a week.", asked="How long is the hospital stay?")
    assert shown(find(STAY, one, other)) == [("hospital stay", ["Two to three days", "about a week"])]


def test_the_text_far_from_the_highlight_is_not_compared() -> None:
    far = result("hip-a", "The hospital stay is a week.", "Eat well.", "Sleep well.", "Walk a lot.", highlight=3)
    assert find(STAY, result("hip-b", "The hospital stay is 2 days."), far) == ()


def test_a_difference_that_was_not_asked_for_is_not_shown() -> None:
    one = result("hip-a", "A physiotherapist comes.", "Do not drive for six weeks.")
    other = result("hip-b", "A physiotherapist comes.", "Do not drive for two weeks.")
    assert find("Who helps me with exercises?", one, other) == ()


def test_a_difference_in_the_best_highlight_is_shown_whatever_the_question_calls_it() -> None:
    one, other = result("hip-a", "Do not drive for six weeks."), result("hip-b", "Do not drive for two weeks.")
    assert shown(find("When may I use my Fiat?", one, other)) == [("driving again", ["six weeks", "two weeks"])]


def test_needed_and_not_routinely_needed_differ() -> None:
    one = result("neck-a", "A collar is needed after the operation.")
    other = result("neck-b", "A collar is not routinely necessary.")
    expected = [("neck collar", ["collar is needed", "collar is not routinely necessary"])]
    assert shown(find("Do I need a collar?", one, other)) == expected


def test_no_results_have_no_differences() -> None:
    assert find(STAY) == ()


def test_another_list_of_facts_can_be_compared() -> None:
    facts = [Fact("nap", "naps", ("duration",), ("nap/naps ... daily",))]
    one, other = result("hip-a", "Nap for an hour, daily is best."), result("hip-b", "A nap daily for 3 hours.")
    assert shown(find("How long should I nap daily?", one, other, facts=facts)) == [("naps", ["an hour", "3 hours"])]

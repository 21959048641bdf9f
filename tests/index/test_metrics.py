import math

import pytest

from index.metrics import (
    Quote,
    Shown,
    auroc,
    covers,
    found_at,
    gains_of,
    highlight_answers,
    measures_of_runs,
    ranking_measures,
    roc_points,
    run_of,
    shows_both_sides,
)

ANSWER = Quote("a.txt", "you can drive after six weeks at home", 2)
HELP = Quote("a.txt", "ask your insurer before you drive again", 1)
WRONG = Shown("the scar is straight and fades with time", "a.txt")


def measured(*results: Shown, quotes: tuple[Quote, ...] = (ANSWER,)) -> dict[str, float]:
    return ranking_measures({"q": results}, {"q": quotes})["q"]


def shown(quote: Quote) -> Shown:
    return Shown(quote.text, quote.file)


def test_a_text_covers_a_quote_when_it_holds_half_of_its_runs_of_four_words() -> None:
    quote = "one two three four five six seven"  # four runs
    assert covers("well one two three four five then", quote)  # two of them
    assert not covers("well one two three four then", quote)  # one


def test_case_dashes_and_curly_quotes_make_no_difference() -> None:
    assert covers("DON’T lift 3–5 boxes", "don't lift 3-5 boxes")


def test_a_quote_shorter_than_four_words_must_be_there_whole() -> None:
    assert covers("always general anaesthesia here", "general anaesthesia")
    assert not covers("always general care", "general anaesthesia")


def test_only_what_a_person_reads_of_a_long_result_counts() -> None:
    assert not covers("x " * 700 + ANSWER.text, ANSWER.text)


def test_the_same_words_in_another_file_do_not_count() -> None:
    assert found_at([Shown(ANSWER.text, "b.txt")], [ANSWER]) == {}


def test_the_right_answer_first_is_right_by_every_measure() -> None:
    assert measured(shown(ANSWER), WRONG) == dict.fromkeys(("S@1", "S@3", "S@5", "MRR@10", "nDCG@10", "C@5"), 1.0)


def test_the_right_answer_second_counts_half_and_not_at_the_first_place() -> None:
    measures = measured(WRONG, shown(ANSWER))
    assert (measures["S@1"], measures["S@3"], measures["MRR@10"]) == (0.0, 1.0, 1 / 2)


def test_gains_are_three_and_one_discounted_by_the_logarithm_of_the_rank() -> None:
    measures = measured(shown(HELP), shown(ANSWER), quotes=(ANSWER, HELP))
    found, ideal = 1 / math.log2(2) + 3 / math.log2(3), 3 / math.log2(2) + 1 / math.log2(3)
    assert measures["nDCG@10"] == pytest.approx(found / ideal)


def test_a_quote_found_twice_counts_once() -> None:
    twice = measured(shown(ANSWER), shown(ANSWER), quotes=(ANSWER, HELP))
    once = measured(shown(ANSWER), WRONG, quotes=(ANSWER, HELP))
    assert twice == once


def test_coverage_is_the_share_of_answers_among_the_first_five() -> None:
    other = Quote("b.txt", "no driving until the check up is done", 2)
    assert measured(shown(ANSWER), WRONG, quotes=(ANSWER, other))["C@5"] == 1 / 2


def test_no_result_is_worth_nothing() -> None:
    assert set(measured().values()) == {0.0}


def test_a_highlight_answers_when_it_holds_the_quote_and_is_short() -> None:
    assert highlight_answers(ANSWER.text, "a.txt", [ANSWER])
    assert not highlight_answers(ANSWER.text + " x" * 200, "a.txt", [ANSWER])
    assert not highlight_answers(HELP.text, "a.txt", [HELP])
    assert not highlight_answers("", "a.txt", [ANSWER])


def test_auroc_is_the_share_of_pairs_in_the_right_order() -> None:
    assert auroc([0.9, 0.4], [0.5, 0.1]) == 3 / 4
    assert auroc([0.9], []) is None


def test_the_roc_curve_goes_up_where_an_answerable_question_is_surer() -> None:
    assert [tuple(point) for point in roc_points([0.9, 0.4], [0.5])] == [(0, 0), (0, 1 / 2), (1, 1 / 2), (1, 1)]
    assert roc_points([0.9], []) == []


def test_a_quote_that_answers_gains_three_and_one_that_helps_gains_one() -> None:
    assert gains_of([ANSWER, HELP]) == {"quote-1": 3, "quote-2": 1}


def test_a_run_of_quotes_names_the_best_quote_first_found_at_each_place() -> None:
    both = Shown(f"{HELP.text} {ANSWER.text}", "a.txt")
    run = run_of([WRONG, both, shown(HELP)], [HELP, ANSWER])
    assert list(run)[:3] == ["no-quote-1", "quote-2", "no-quote-3"]
    assert list(run.values()) == [10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0]


def test_a_judged_question_without_a_run_is_right_nowhere() -> None:
    assert set(measures_of_runs({"q": {"quote-1": 3}}, {})["q"].values()) == {0.0}


def test_both_sides_are_shown_when_quotes_of_two_pages_are_among_the_first_five() -> None:
    other = Quote("b.txt", "no driving until the check up is done", 2)
    assert shows_both_sides([shown(ANSWER), shown(other)], [ANSWER, other])
    assert not shows_both_sides([shown(ANSWER), *[WRONG] * 4, shown(other)], [ANSWER, other])
    assert not shows_both_sides([shown(ANSWER), shown(HELP)], [ANSWER, HELP, other])

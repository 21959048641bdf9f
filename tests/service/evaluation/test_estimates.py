from collections.abc import Callable

from corpus.quotes import Quote
from service.answerer import Answerer
from service.evaluation import Evaluation, LabelledQuestion, evaluated
from service.evaluation.estimates import estimates_of, groups_by, measures_of, success_curve
from service.evaluation.tables import evaluation_lines

STAY = Quote("stay.md", "Most people stay in hospital for 2-3 days.", 2)

Labelled = Callable[..., LabelledQuestion]


def test_every_total_with_a_value_has_an_estimate_over_its_questions(evaluation: Evaluation) -> None:
    estimates = estimates_of(evaluation)
    assert {name: one.value for name, one in estimates.items()} == evaluation.totals
    assert (estimates["S@1"].questions, estimates["AUROC"].questions) == (2, 3)


def test_success_at_every_place_grows_from_the_first_to_the_tenth(answerer: Answerer, labelled: Labelled) -> None:
    asked = [labelled("first", "hospital stay", STAY), labelled("second", "people shower two days", STAY)]
    shares = [point.share for point in success_curve(evaluated(answerer, asked))]
    assert shares == [1 / 2] + [1.0] * 9


def test_groups_hold_the_questions_of_one_style(answerer: Answerer, labelled: Labelled) -> None:
    asked = [
        labelled("a", "hospital", STAY, style="keyword"),
        labelled("b", "shower", STAY, style="lay"),
        labelled("c", "weather", style="lay"),
    ]
    keyword, lay = groups_by("style", evaluated(answerer, asked))
    assert (keyword.name, keyword.answerable, keyword.estimates["S@1"].value) == ("keyword", 1, 1.0)
    assert (lay.answerable, lay.unanswerable, lay.estimates["S@1"].value) == (1, 1, 0.0)
    assert "wrong operation" not in measures_of([keyword, lay])


def test_questions_without_a_topic_are_in_no_topics_group(answerer: Answerer, labelled: Labelled) -> None:
    asked = [labelled("a", "hospital", STAY, category="stay"), labelled("b", "shower", STAY)]
    assert [group.name for group in groups_by("category", evaluated(answerer, asked))] == ["stay"]


def test_the_table_names_every_measure_and_every_style(evaluation: Evaluation) -> None:
    table = "\n".join(evaluation_lines(evaluation, {}))
    for name in ("S@1", "S@5", "nDCG@10", "H@1", "AUROC", "coverage at 5 % wrong", "unanswerable refused"):
        assert name in table
    assert "S@1                     0.500   (0.000 to 1.000)" in table
    assert "S@1 by style: lay 0.50 of 2" in table

"""What the encoder is asked to get right, on numbers that can be followed by hand."""

from math import exp, log
from typing import Any

import pytest

torch: Any = pytest.importorskip("torch")

from scripts.training.loss import TEMPERATURE, contrastive_loss, distance, encoded  # noqa: E402

EAST, NORTH = [1.0, 0.0], [0.0, 1.0]
SHARP = 1 / TEMPERATURE  # a similarity of 1, as a score


def loss_of(questions: list[list[float]], texts: list[list[float]], labels: list[int], text_labels: list[int]) -> float:
    numbers = (torch.tensor(each) for each in (questions, texts, labels, text_labels))
    return float(contrastive_loss(*numbers))


def test_a_question_nearer_to_its_passage_than_to_another_costs_little() -> None:
    each = log(1 + exp(-SHARP))
    assert loss_of([EAST, NORTH], [EAST, NORTH], [0, 1], [0, 1]) == pytest.approx(each, abs=1e-6)


def test_a_question_as_near_to_a_wrong_passage_as_to_its_own_costs_log_two() -> None:
    assert loss_of([EAST, EAST], [EAST, EAST], [0, 1], [0, 1]) == pytest.approx(log(2))


def test_a_passage_about_the_same_is_not_wrong() -> None:
    assert loss_of([EAST, EAST], [EAST, EAST], [0, 0], [0, 0]) == pytest.approx(0)


def test_a_negative_counts_against_the_questions_and_has_no_question_of_its_own() -> None:
    to_text, to_question = log(2), 0
    assert loss_of([EAST], [EAST, EAST], [0], [0, 1]) == pytest.approx((to_text + to_question) / 2)


def test_a_negative_about_the_same_is_not_wrong() -> None:
    assert loss_of([EAST], [EAST, EAST], [0], [0, 0]) == pytest.approx(0)


def test_the_distance_from_the_old_meaning_is_one_minus_the_cosine() -> None:
    moved = distance(torch.tensor([EAST, NORTH]), torch.tensor([EAST, [0.8, 0.6]]))
    assert float(moved) == pytest.approx(((1 - 1) + (1 - 0.6)) / 2)


class SumOfTokens(torch.nn.Module):  # type: ignore[misc]
    """A model whose vector of a text is the sum of its tokens, and 1."""

    def forward(self, features: dict[str, Any]) -> dict[str, Any]:
        totals = (features["input_ids"] * features["attention_mask"]).sum(dim=1).float()
        return {"sentence_embedding": torch.stack([totals, torch.ones_like(totals)], dim=1)}


@pytest.mark.parametrize("groups", [1, 2, 3])
def test_texts_encoded_in_groups_of_like_length_keep_their_vectors_and_order(groups: int) -> None:
    features = {
        "input_ids": torch.tensor([[3, 4, 5], [7, 0, 0], [1, 2, 0]]),
        "attention_mask": torch.tensor([[1, 1, 1], [1, 0, 0], [1, 1, 0]]),
    }
    first, second = encoded(SumOfTokens(), features, groups).T
    assert (first / second).tolist() == pytest.approx([12, 7, 3])

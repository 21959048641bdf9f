"""What the encoder is asked to get right: each question nearest to its own passage, and the old meaning kept."""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

TEMPERATURE = 0.05  # of similarities, -1 to 1; the usual value for sentence encoders
ANCHOR = 1.0  # how much keeping the old meaning weighs against telling passages apart


class AnchoredContrastiveLoss(nn.Module):  # type: ignore[misc]  # torch is not type-checked here
    """Tell passages apart, and stay near the encoder that the training started from.

    Source of the first part: van den Oord, Li and Vinyals, "Representation learning with contrastive predictive
    coding", 2018, with a batch's other passages as negatives as in Henderson et al., "Efficient natural language
    response suggestion for Smart Reply", 2017.
    """

    def __init__(self, model: nn.Module, unchanged: Tensor, groups: int = 1) -> None:
        """Take the encoder to train, and what it said before.

        Args:
            model: a sentence-transformers model.
            unchanged: shape (n_texts, dim), rows of length 1: the vectors of the texts before the training.
            groups: of texts of like length, encoded one after another; see `encoded`.
        """
        super().__init__()
        self.model = model
        self.groups = groups
        self.register_buffer("unchanged", unchanged, persistent=False)

    def forward(self, features: list[dict[str, Tensor]], labels: Tensor) -> Tensor:
        """The loss of a batch, a number.

        Args:
            features: the tokens of the questions, of their passages and of the negatives, each (n, tokens).
            labels: shape (n, 4): label of the passage, label of the negative, and their rows in `unchanged`.
        """
        questions, *passages = (encoded(self.model, each, self.groups) for each in features)
        texts = torch.cat(passages)
        contrast = contrastive_loss(questions, texts, labels[:, 0], labels[:, :2].T.flatten())
        return contrast + ANCHOR * distance(texts, self.unchanged[labels[:, 2:].T.flatten()])


def contrastive_loss(questions: Tensor, texts: Tensor, labels: Tensor, text_labels: Tensor) -> Tensor:
    """Cross entropy of finding the right passage for each question and the right question for each passage, averaged.

    Args:
        questions: shape (n, dim), rows of length 1.
        texts: shape (m, dim), m >= n, rows of length 1: the passage of each question in order, then negatives.
        labels: shape (n,): what each question is about.
        text_labels: shape (m,): what each text is about. A text with the label of a question is not wrong for it.
    """
    own = torch.eye(len(questions), len(texts), dtype=torch.bool, device=questions.device)
    not_wrong = (labels[:, None] == text_labels[None]) & ~own
    scores = (questions @ texts.T / TEMPERATURE).masked_fill(not_wrong, -torch.inf)
    target = torch.arange(len(questions), device=questions.device)
    to_text = functional.cross_entropy(scores, target)
    to_question = functional.cross_entropy(scores[:, : len(questions)].T, target)
    return (to_text + to_question) / 2


def distance(vectors: Tensor, unchanged: Tensor) -> Tensor:
    """One minus the cosine similarity of each vector to what it was, averaged; rows of length 1."""
    return 1 - (vectors * unchanged).sum(dim=1).mean()


def encoded(model: nn.Module, features: dict[str, Any], groups: int) -> Tensor:
    """The vectors of texts, shape (n, dim), float32, rows of length 1.

    Texts of like length are encoded together, each group no longer than its longest: the vectors are the same,
    and much less is computed for padding. Measured on our batches of 64: half of all tokens are padding in one
    group, a tenth in eight.
    """
    lengths = features["attention_mask"].sum(dim=1)
    order = lengths.argsort()
    vectors = [_encoded(model, features, rows, int(lengths[rows].max())) for rows in order.chunk(groups)]
    return torch.cat(vectors)[order.argsort()]


def _encoded(model: nn.Module, features: dict[str, Any], rows: Tensor, longest: int) -> Tensor:
    group = {
        key: value[rows, :longest] if isinstance(value, Tensor) and value.ndim == 2 else value
        for key, value in features.items()
    }
    return functional.normalize(model(group)["sentence_embedding"].float(), dim=1)

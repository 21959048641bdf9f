"""The training itself, by sentence-transformers' trainer."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from datasets import Dataset
from sentence_transformers import (
    SentenceTransformer,
    SentenceTransformerTrainer,
    SentenceTransformerTrainingArguments,
)
from sentence_transformers.base.sampler import DefaultBatchSampler
from torch.utils.data import SequentialSampler
from transformers import TrainerCallback

from corpus.errors import LabelError
from scripts.training.example_file import Example, ExampleSet
from scripts.training.loss import AnchoredContrastiveLoss

MAX_TOKENS = 96  # of a text while training: passages are shorter, and longer ones cost time for little
WARM_UP = 0.1  # share of the steps in which the learning rate rises
WEIGHT_DECAY = 0.01
MAX_GRADIENT = 1.0
AVERAGED_FROM = 0.3  # share of the steps after which the averaging starts
AVERAGE_DECAY = 0.995  # the average looks back some 200 steps
GROUPS_ON_CPU = 8  # texts of like length go together: a core's time goes into padding
GROUPS_ON_GPU = 1  # a GPU's time goes into starting many small steps


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """How a training went. `dim` is the length of a vector; `machine` is the GPU, or how many CPU cores."""

    steps: int
    seed: int
    learning_rate: float
    dim: int
    took_seconds: float
    machine: str


class AverageOfWeights(TrainerCallback):  # type: ignore[misc]  # transformers is not type-checked here
    """Keeps the moving average of the weights, which answers better than the last ones; leaves it in the model."""

    def __init__(self) -> None:
        self._average: dict[str, torch.Tensor] = {}

    def on_step_end(self, args: Any, state: Any, control: Any, *, model: SentenceTransformer, **others: Any) -> None:
        """Take the weights of this step in."""
        if state.global_step <= AVERAGED_FROM * state.max_steps:
            return
        # torch's AveragedModel copies the whole model, which cannot be done to one that computes in bf16 on a GPU.
        for name, weights in model.state_dict().items():
            if name in self._average:
                self._average[name].lerp_(weights, 1 - AVERAGE_DECAY)
            elif weights.is_floating_point():
                self._average[name] = weights.clone()

    def on_train_end(self, args: Any, state: Any, control: Any, *, model: SentenceTransformer, **others: Any) -> None:
        """Put the average in place of the last weights."""
        model.load_state_dict(model.state_dict() | self._average)


def train(base: str, made: ExampleSet, output: Path, steps: int, seed: int, learning_rate: float) -> TrainingRun:
    """Train an encoder and save it as sentence-transformers saves.

    Args:
        base: the folder of a sentence-transformers model, or any name that it can load.
        made: what to learn from, at least so many batches as there are steps.
        output: the folder to save in.
        steps: batches to learn from.
        seed: of dropout; that of the examples is their own.
        learning_rate: the highest one, reached at the end of the warm-up.

    Raises:
        LabelError: there are too few examples.
    """
    started = time.monotonic()
    examples = _first(made, steps)
    on_gpu = torch.cuda.is_available()
    model = SentenceTransformer(base, device="cuda" if on_gpu else "cpu").float()
    served_tokens, model.max_seq_length = model.max_seq_length, MAX_TOKENS
    texts = list(dict.fromkeys(text for each in examples for text in (each.passage, each.negative)))
    unchanged = model.encode(texts, batch_size=256, convert_to_tensor=True, normalize_embeddings=True)
    with TemporaryDirectory() as scratch:
        trainer = SentenceTransformerTrainer(
            model=model,
            args=_arguments(scratch, made.origin.batch_size, steps, seed, learning_rate),
            train_dataset=dataset_of(examples, texts),
            loss=AnchoredContrastiveLoss(model, unchanged.clone(), GROUPS_ON_GPU if on_gpu else GROUPS_ON_CPU),
            callbacks=[AverageOfWeights()],
        )
        trainer.train()
    model.max_seq_length = served_tokens
    model.tokenizer.backend_tokenizer.no_truncation()  # the file it is saved in would remember the training's
    model.save_pretrained(str(output), create_model_card=False)
    return TrainingRun(steps, seed, learning_rate, unchanged.shape[1], time.monotonic() - started, _machine())


def _first(made: ExampleSet, steps: int) -> Sequence[Example]:
    wanted, present = steps * made.origin.batch_size, len(made.examples)
    if present < wanted:
        raise LabelError(f"{steps} steps need {wanted} examples; there are {present}. Make more, or train shorter.")
    return made.examples[:wanted]


def dataset_of(examples: Sequence[Example], texts: Sequence[str]) -> Dataset:
    """The examples as the trainer takes them, their labels as `AnchoredContrastiveLoss.forward` takes them.

    `texts` are all passages and negatives, each once, in the order of their unchanged vectors.
    """
    rows = {text: row for row, text in enumerate(texts)}
    numbers: dict[str, int] = {}
    labels = [
        [
            numbers.setdefault(each.label, len(numbers)),
            numbers.setdefault(each.negative_label, len(numbers)),
            rows[each.passage],
            rows[each.negative],
        ]
        for each in examples
    ]
    return Dataset.from_dict(
        {
            "question": [each.question for each in examples],
            "passage": [each.passage for each in examples],
            "negative": [each.negative for each in examples],
            "label": labels,
        }
    )


def in_order(dataset: Dataset, batch_size: int, drop_last: bool, **others: Any) -> DefaultBatchSampler:
    """Batches as they were made: every `batch_size` examples in a row."""
    return DefaultBatchSampler(SequentialSampler(dataset), batch_size=batch_size, drop_last=drop_last)


def _arguments(
    scratch: str, batch_size: int, steps: int, seed: int, learning_rate: float
) -> SentenceTransformerTrainingArguments:
    on_gpu = torch.cuda.is_available()
    return SentenceTransformerTrainingArguments(
        output_dir=scratch,
        max_steps=steps,
        per_device_train_batch_size=batch_size,
        batch_sampler=in_order,
        learning_rate=learning_rate,
        lr_scheduler_type="linear",
        warmup_steps=max(1, round(WARM_UP * steps)),
        weight_decay=WEIGHT_DECAY,
        max_grad_norm=MAX_GRADIENT,
        seed=seed,
        bf16=on_gpu,
        use_cpu=not on_gpu,
        dataloader_pin_memory=on_gpu,
        logging_strategy="no",
        save_strategy="no",
        report_to="none",
        disable_tqdm=not sys.stderr.isatty(),
    )


def _machine() -> str:
    if torch.cuda.is_available():
        return str(torch.cuda.get_device_name())
    return f"{torch.get_num_threads()} CPU cores"

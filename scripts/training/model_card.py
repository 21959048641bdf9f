"""The card beside trained weights: what they learned from, how, what they are for, and under which licences."""

import platform
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from index.export import weights_hash
from scripts.training.example_file import Origin
from scripts.training.training_run import TrainingRun

CARD = "README.md"
LIBRARIES = ("torch", "sentence-transformers", "transformers", "datasets", "accelerate")
FIGURES = "{figures}"  # filled by whoever measures the encoder
TEXT = """---
library_name: sentence-transformers
pipeline_tag: sentence-similarity
license: apache-2.0
base_model: {base}
---

# The encoder of Own Words

It gives questions of patients and passages of clinic pages vectors that are near each other where the passage
answers the question: {dim} numbers a text, English only.

## What it is for, and what not

It is for finding, on a clinic's own pages, the words that answer a patient's question before or after an operation.
It is not for diagnosis, advice or triage; a near passage need not be a right or a safe one, and a person who is not
well is told so by other means. Do not use it to judge people, or for texts in other languages: nothing was measured.

## Measured

{figures}

## Training

Base: {base}, weights SHA-256 `{base_sha256}`.
{steps} steps of {batch_size} examples, highest learning rate {learning_rate:g}, seed {seed} (of the
examples: {examples_seed}); the weights are a moving average. It took {took:.0f} s on {machine}, with Python {python},
{versions}.
The weights as written, before any later change of precision: SHA-256 `{weights_sha256}`.

Batches of every {all_shares}: {shares}. {held_out}

What it is asked to get right stands in `scripts/training/loss.py`; what a batch is made of in
`scripts/training/examples.py`. The practice sets are invented pages with questions on them; they and the question
bank were written for this project with the help of a language model.

## Licences

- The base encoder all-MiniLM-L6-v2 (sentence-transformers, from nreimers/MiniLM-L6-H384-uncased): Apache 2.0.
{medquad_licence}- The question bank, the operations and the practice sets: the licence of Own Words, MIT.

## Files it learned from

As `sha256sum --check` takes them, in the root of the project{outside}.

```
{files}
```
"""
MEDQUAD_LICENCE = """\
- MedQuAD: CC BY 4.0. Asma Ben Abacha and Dina Demner-Fushman, "A question-entailment approach to question answering",
  BMC Bioinformatics 20:511, 2019. Answers were cut after 60 words.
"""


def write_model_card(folder: Path, base: str, origin: Origin, run: TrainingRun) -> None:
    """Write the card of the encoder in the folder; the place for measured results is left as `{figures}`.

    `base` is the name or folder of the encoder that the training started from.
    """
    has_medquad = "medquad" in origin.shares
    text = TEXT.format(
        base=base,
        base_sha256=weights_hash(base) or "not known",
        weights_sha256=weights_hash(str(folder)),
        dim=run.dim,
        figures=FIGURES,
        steps=run.steps,
        batch_size=origin.batch_size,
        learning_rate=run.learning_rate,
        seed=run.seed,
        examples_seed=origin.seed,
        took=run.took_seconds,
        machine=run.machine,
        python=platform.python_version(),
        versions=", ".join(f"{name} {version(name)}" for name in LIBRARIES),
        all_shares=sum(origin.shares.values()),
        shares=", ".join(f"{share} {name}" for name, share in origin.shares.items()),
        held_out=_held_out(origin),
        medquad_licence=MEDQUAD_LICENCE if has_medquad else "",
        outside=", with MedQuAD's file beside" if has_medquad else "",
        files="\n".join(f"{digest}  {name}" for name, digest in origin.files.items()),
    )
    (folder / CARD).write_text(text, "utf-8")


def _held_out(origin: Origin) -> str:
    """What examples were not made of, for measurements on it to be honest."""
    sets = dict.fromkeys(PurePosixPath(name).parts[3] for name in origin.files if "/practice/" in name)
    held_out = f"Practice sets: {', '.join(sets)}; left out: {', '.join(origin.held_out_sets) or 'none'}."
    if subjects := origin.held_out_subjects:
        held_out += f"\n\nMedQuAD subjects left out ({len(subjects)}): {'; '.join(subjects)}."
    return held_out

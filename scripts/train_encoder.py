"""Train the encoder on the question bank, the operations, the practice sets and, where it is there, MedQuAD.

    python scripts/train_encoder.py --output FOLDER [--medquad FILE]

The machine that trains need not read pages: make the examples on one with --write-examples, train on another with
--examples. The output is a sentence-transformers model with a model card beside it.
"""

import argparse
from pathlib import Path

from corpus.errors import OwnWordsError
from index.encoder_card import UNTAUGHT_ENCODER
from index.export import weights_location
from scripts.training.example_file import ExampleSet, read_examples, write_examples

STEPS = 800  # more teach the practice sets by heart
BATCH_SIZE = 64
LEARNING_RATE = 3e-4


def arguments() -> argparse.ArgumentParser:
    """What can be asked of this script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, metavar="FOLDER", help="where the trained encoder goes")
    parser.add_argument("--base", metavar="FOLDER", help=f"the encoder to start from; {UNTAUGHT_ENCODER} if not named")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--learning-rate", type=float, default=LEARNING_RATE)
    parser.add_argument("--medquad", type=Path, metavar="FILE", help="MedQuAD as JSON Lines")
    parser.add_argument("--medquad-held-out", type=int, default=0, metavar="N", help="keep so many of its subjects out")
    parser.add_argument("--without-practice", nargs="+", default=[], metavar="NAME", help="keep these sets out")
    parser.add_argument("--write-examples", type=Path, metavar="FILE", help="write what it learns from (.jsonl or .gz)")
    parser.add_argument("--examples", type=Path, metavar="FILE", help="learn from what --write-examples wrote")
    return parser


def main() -> None:
    """Make or read the examples, then write them or learn from them."""
    parser = arguments()
    asked = parser.parse_args()
    if not (asked.output or asked.write_examples):
        parser.error("name --output, --write-examples or both")
    try:
        made = read_examples(asked.examples) if asked.examples else _made(asked)
        if asked.write_examples:
            write_examples(asked.write_examples, made)
            print(f"{len(made.examples)} examples: {asked.write_examples}")
        if asked.output:
            _train(asked, made)
    except OwnWordsError as error:
        parser.exit(1, f"{error}\n")


def _made(asked: argparse.Namespace) -> ExampleSet:
    from scripts.training.examples import make_examples  # reads pages, which the machine that trains need not

    return make_examples(
        asked.steps, BATCH_SIZE, asked.seed, asked.medquad, asked.medquad_held_out, asked.without_practice
    )


def _train(asked: argparse.Namespace, made: ExampleSet) -> None:
    from scripts.training.model_card import write_model_card  # after torch, which takes seconds
    from scripts.training.training_run import train

    base = asked.base or UNTAUGHT_ENCODER
    run = train(weights_location(base), made, asked.output, asked.steps, asked.seed, asked.learning_rate)
    write_model_card(asked.output, base, made.origin, run)
    print(f"{run.steps} steps took {run.took_seconds:.0f} s on {run.machine}.")
    print(f"The encoder as it is served: python -m index.export {asked.output} int8 FOLDER")


if __name__ == "__main__":
    main()

"""The training from end to end, three steps long."""

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import LabelError
from index.encoder_card import UNTAUGHT_ENCODER
from index.export import weights_hash
from scripts.training.example_file import Example, ExampleSet, Origin, write_examples
from scripts.training.training_run import train

ROOT = Path(__file__).parent.parent.parent
ORIGIN = Origin(0, 2, {"bank": 1}, {"corpus/knowledge/practice/joints/questions.jsonl": "00"})
DRIVE = Example("can i drive", "You may drive after six weeks.", "Take the stairs slowly.", "drive", "stairs")
SCAR = Example("will it leave a mark", "The scar is short.", "You may drive after six weeks.", "scar", "drive")
LIGHT = """
import sys
from scripts.training.example_file import read_examples
import scripts.train_encoder
print(sorted({"yaml", "bs4", "nltk", "numpy"} & set(sys.modules)))
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an encoder trained on two examples for three steps, as a maintainer trains it."""
    folder = tmp_path_factory.mktemp("trained")
    write_examples(folder / "examples.jsonl.gz", ExampleSet(ORIGIN, (DRIVE, SCAR) * 3))
    command = ["scripts/train_encoder.py", "--examples", str(folder / "examples.jsonl.gz"), "--steps", "3"]
    run = subprocess.run(
        [sys.executable, *command, "--output", str(folder / "encoder")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "python -m index.export" in run.stdout
    return folder / "encoder"


@pytest.mark.slow
@pytest.mark.model
def test_training_changes_the_weights_and_what_is_saved_loads(trained: Path) -> None:
    from sentence_transformers import SentenceTransformer

    assert weights_hash(str(trained)) != weights_hash(UNTAUGHT_ENCODER)
    model = SentenceTransformer(str(trained), device="cpu")
    assert model.encode(["can i drive"]).shape == (1, 384)
    assert model.max_seq_length == 256  # as before the training, which cuts sooner


@pytest.mark.slow
@pytest.mark.model
def test_the_card_says_what_it_learned_from_and_leaves_a_place_for_figures(trained: Path) -> None:
    card = (trained / "README.md").read_text("utf-8")
    assert "{figures}" in card
    assert "00  corpus/knowledge/practice/joints/questions.jsonl" in card
    assert "3 steps of 2 examples" in card
    assert "MedQuAD" not in card


def test_too_few_examples_for_the_steps_are_refused() -> None:
    with pytest.raises(LabelError, match="2 steps need 4 examples; there are 2"):
        train(UNTAUGHT_ENCODER, ExampleSet(ORIGIN, (DRIVE, SCAR)), Path("nowhere"), steps=2, seed=0, learning_rate=1e-4)


def test_learning_from_a_file_needs_no_library_that_reads_pages() -> None:
    run = subprocess.run([sys.executable, "-c", LIGHT], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"

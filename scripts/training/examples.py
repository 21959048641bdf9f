"""What the encoder learns from: batches of examples, each from one source, the sources in fixed shares."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Protocol

from corpus.errors import LabelError
from corpus.operations import OPERATIONS, load_operations
from corpus.practice import PRACTICE, PracticeSet, load_practice
from corpus.question_bank import TOPICS, load_question_bank
from scripts.training.example_file import Example, ExampleSet, Origin, file_hashes
from scripts.training.medquad_examples import MedQuadExamples, held_out_subjects, read_medquad
from scripts.training.operation_examples import OperationExamples
from scripts.training.practice_examples import PracticeExamples
from scripts.training.topic_examples import TopicExamples

SHARES = {"bank": 3, "medquad": 1, "operations": 1, "practice": 2}  # batches of every seven; found by measurement
SHARES_WITHOUT_MEDQUAD = {"bank": 4, "operations": 1, "practice": 2}


class Source(Protocol):
    """Where examples come from."""

    def batch(self, rng: Random, size: int) -> list[Example]:
        """So many examples that are hard to tell apart."""
        ...


def make_examples(
    steps: int,
    batch_size: int,
    seed: int,
    medquad: Path | None = None,
    medquad_held_out: int = 0,
    without_practice: Sequence[str] = (),
) -> ExampleSet:
    """Batches for so many steps of training, the same ones for the same seed.

    Args:
        steps: how many batches.
        batch_size: examples in each.
        seed: of every choice but that of the MedQuAD subjects held out.
        medquad: a file of MedQuAD; without it its share goes to the question bank.
        medquad_held_out: how many subjects of MedQuAD to keep out.
        without_practice: names of practice sets to keep out.

    Raises:
        OwnWordsError: what they are made of cannot be read.
    """
    topics, operations = load_question_bank(), load_operations()
    practice = _practice_without(without_practice)
    sources: dict[str, Source] = {
        "bank": TopicExamples(topics, operations),
        "operations": OperationExamples(operations, topics),
        "practice": PracticeExamples(practice),
    }
    files = [*sorted(TOPICS.glob("*.yaml")), OPERATIONS, *_practice_files(practice)]
    subjects: tuple[str, ...] = ()
    if medquad:
        questions = read_medquad(medquad)
        subjects = held_out_subjects(questions, medquad_held_out)
        sources["medquad"] = MedQuadExamples.without(questions, subjects)
        files.append(medquad)
    shares = SHARES if medquad else SHARES_WITHOUT_MEDQUAD
    origin = Origin(seed, batch_size, shares, file_hashes(files), tuple(without_practice), subjects)
    return ExampleSet(origin, tuple(batches_from(sources, shares, steps, batch_size, seed)))


def batches_from(
    sources: Mapping[str, Source], shares: Mapping[str, int], steps: int, batch_size: int, seed: int
) -> list[Example]:
    """Examples for so many batches, one after another; every batch from one source, drawn by its share."""
    rng = Random(seed)  # noqa: S311 -- no secret
    names = rng.choices(list(shares), list(shares.values()), k=steps)
    return [example for name in names for example in sources[name].batch(rng, batch_size)]


def _practice_without(names: Sequence[str]) -> list[PracticeSet]:
    sets = load_practice()
    if unknown := set(names) - {each.name for each in sets}:
        known = ", ".join(each.name for each in sets)
        raise LabelError(f"There is no practice set called {', '.join(sorted(unknown))}. Choose from: {known}.")
    return [each for each in sets if each.name not in names]


def _practice_files(sets: Sequence[PracticeSet]) -> list[Path]:
    return [path for each in sets for path in sorted((PRACTICE / each.name).rglob("*")) if path.is_file()]

"""Examples from MedQuAD: questions on diseases, with the answers of health authorities; CC BY 4.0.

Source: Ben Abacha and Demner-Fushman, "A question-entailment approach to question answering", BMC Bioinformatics
20:511, 2019. The file is JSON Lines with collection, id, focus (the subject), type, question and answer.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Self

from scripts.training.example_file import Example

MAX_WORDS = 60  # of an answer: our passages are as short
MIN_CHARACTERS = 40  # of an answer: a shorter one says nothing
HELD_OUT_SEED = 3  # of the choice of subjects held out, whatever the seed of the training


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question of MedQuAD with the first words of its answer.

    `id` names the collection too, since the collections number alike; `type` is what it asks about its subject.
    """

    id: str
    subject: str
    type: str
    question: str
    answer: str


def read_medquad(path: Path) -> tuple[AnsweredQuestion, ...]:
    """All questions of the file, those with hardly any answer included."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return tuple(
        AnsweredQuestion(
            f"{row['collection']}/{row['id']}",
            row["focus"],
            row["type"],
            row["question"],
            " ".join(row["answer"].split()[:MAX_WORDS]),
        )
        for row in rows
    )


def held_out_subjects(questions: Collection[AnsweredQuestion], wanted: int) -> tuple[str, ...]:
    """So many subjects to measure on and not to learn from, the same ones every time; in alphabetical order."""
    subjects = sorted({each.subject for each in questions})
    Random(HELD_OUT_SEED).shuffle(subjects)  # noqa: S311 -- no secret
    return tuple(sorted(subjects[:wanted]))


class MedQuadExamples:
    """Batches of questions on many subjects; what another question on the same subject is answered is the negative."""

    def __init__(self, questions: Collection[AnsweredQuestion]) -> None:
        self._questions = [each for each in questions if len(each.answer) > MIN_CHARACTERS]
        self._by_subject = defaultdict(list)
        for each in self._questions:
            self._by_subject[each.subject].append(each)

    @classmethod
    def without(cls, questions: Collection[AnsweredQuestion], subjects: Collection[str]) -> Self:
        """Of all questions but those on these subjects."""
        return cls([each for each in questions if each.subject not in subjects])

    def batch(self, rng: Random, size: int) -> list[Example]:
        """See `examples.Source.batch`."""
        return [self._example(rng, each) for each in rng.sample(self._questions, size)]

    def _example(self, rng: Random, right: AnsweredQuestion) -> Example:
        beside = [each for each in self._by_subject[right.subject] if each.type != right.type]
        wrong = rng.choice(beside or self._questions)
        labels = f"medquad:{right.id}", f"medquad:{wrong.id}"
        labels = f"medquad:{right.id}", f"medquad:{wrong.id}"
        return Example(right.question, right.answer, wrong.answer, *labels)

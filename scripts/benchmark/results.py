"""What a run of the benchmark found, as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from corpus.errors import BenchmarkError
from scripts.benchmark.measures import MEASURES
from scripts.benchmark.spread import Spread, spread_of, times_better

FORMAT = 1


@dataclass(frozen=True, slots=True)
class MeasuredCorpus:
    """What was searched. `about` says what is real and what is made; `perturbed` that its vectors are made."""

    name: str
    about: str
    pages: int
    passages: int
    perturbed: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of one contestant over one corpus, with the value of each round."""

    corpus: str
    contestant: str
    measure: str
    rounds: Sequence[float]

    @property
    def spread(self) -> Spread:
        """The median, lowest and highest of the rounds."""
        return spread_of(self.rounds)


@dataclass(frozen=True, slots=True)
class StoreSetting:
    """A vector store at one setting: its recall at 10 against the exact store, and its p50 in milliseconds."""

    corpus: str
    store: str
    setting: str
    recall: float
    ms: float


@dataclass
class Results:
    """Everything that one run measured. `stages` maps corpus and contestant to the seconds of each stage."""

    made: dict[str, Any]
    contestants: dict[str, str]
    corpora: list[MeasuredCorpus] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    stages: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)
    stores: list[StoreSetting] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def figure(self, corpus: str, contestant: str, measure: str) -> Figure | None:
        """One figure, or None where it was not measured."""
        wanted = (corpus, contestant, measure)
        return next((f for f in self.figures if (f.corpus, f.contestant, f.measure) == wanted), None)

    def ratio(self, corpus: str, ours: str, theirs: str, measure: str) -> Spread | None:
        """How many times better `ours` is, or None where either was not measured."""
        mine, other = self.figure(corpus, ours, measure), self.figure(corpus, theirs, measure)
        if mine is None or other is None:
            return None
        return times_better(mine.rounds, other.rounds, MEASURES[measure].more_is_better)

    def add(self, corpus: str, contestant: str, rounds: Mapping[str, Sequence[float]]) -> None:
        """Add the rounds of several measures, behind those that are there."""
        for name, values in rounds.items():
            before = self.figure(corpus, contestant, name)
            if before:
                self.figures[self.figures.index(before)] = replace(before, rounds=(*before.rounds, *values))
            else:
                self.figures.append(Figure(corpus, contestant, name, tuple(values)))

    def write(self, path: Path) -> None:
        """Write everything as JSON, each figure with its median beside its rounds."""
        said = asdict(self)
        for figure, kept in zip(self.figures, said["figures"], strict=True):
            kept["rounds"] = [_rounded(value) for value in figure.rounds]
            kept |= {name: _rounded(value) for name, value in figure.spread._asdict().items()}
        path.write_text(json.dumps({"format": FORMAT} | said, indent=1, ensure_ascii=False) + "\n", "utf-8")

    @classmethod
    def read(cls, path: Path) -> Self:
        """What `write` wrote.

        Raises:
            BenchmarkError: there is no such file, or it is not one of the benchmark's.
        """
        try:
            said = json.loads(path.read_text("utf-8"))
            if said.pop("format") != FORMAT:
                raise BenchmarkError(f"{path} has another format than {FORMAT}. Measure again: make bench.")
            said["corpora"] = [MeasuredCorpus(**one) for one in said["corpora"]]
            said["figures"] = [
                Figure(one["corpus"], one["contestant"], one["measure"], tuple(one["rounds"]))
                for one in said["figures"]
            ]
            said["stores"] = [StoreSetting(**one) for one in said["stores"]]
            return cls(**said)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BenchmarkError(f"{path} cannot be read as results ({error}). Name a results.json.") from error


def _rounded(value: float) -> float:
    return float(f"{value:.5g}")

"""Fit the weights of index/meant_pages.py and index/fusion.py, and index/confidence.py, on labelled questions.

    python scripts/fit_ranking.py ENCODER [--practice NAME ...] [--join NAME ...] [--keep-weights]
        [--also PAGES QUESTIONS] [--check PAGES QUESTIONS]

Learns from the practice sets (`corpus/knowledge/practice`); --join asks those of some sets of one index of all their
pages. Where the encoder has learnt from the sets, its cosines are too good there: --keep-weights keeps the weights of
all scorers but that of the operation, which is about whole pages. Prints weights and coefficients, how each set fares
when the confidence is fitted on the other sets only, and what share of questions each threshold refuses.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

from corpus.practice import load_practice
from corpus.quotes import ANSWERS, Quote
from index.build import ingest
from index.confidence import evidence_for
from index.folder import IndexFolder
from index.fusion import OF_PAGES, WEIGHTS, bound, fuse_weighted, standings
from index.meant_pages import PAGE_WEIGHTS
from index.metrics import covers
from index.protocols import EncodedQuestion
from index.results import Candidates, Evidence, ranked
from index.searcher import Searcher
from service.evaluation import LabelledQuestion, read_labelled
from service.evaluation.labels import WRONG_OPERATION, pages_of_operations, read_operations

Numbers = npt.NDArray[np.float64]
PENALTY = 0.003  # on the squares of the weights, in the units of UNITS
STRENGTH = 0.3  # inverse penalty on the coefficients of confidence, all evidence scaled to a standard deviation of 1
UNITS = {"titled": 10.0, "sentence": 10.0, "titled_sentence": 10.0, "lexical": 0.5, "topic": 3.0, "operation": 1.0}
THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
FOLDS = 10
PAGE_PENALTY = 0.01  # on the squares of the weights of pages
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A labelled question with its candidates, and which of them answer.

    `page_features` has shape (n_pages, n_features); `meant` says which pages are about the operation asked for, none
    where that is not known. `ruled_out` are the ids of pages on other operations.
    """

    question: EncodedQuestion
    answerable: bool
    candidates: Candidates
    answers: npt.NDArray[np.bool_]
    page_features: Numbers
    meant: npt.NDArray[np.bool_]
    ruled_out: frozenset[str]

    def features(self) -> Numbers:
        """Shape (n_candidates, n_scorers), in the units of UNITS."""
        return np.array([np.array(self.candidates.scores[name]) * unit for name, unit in UNITS.items()]).T


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """All questions on some pages. `name` is what the report calls it."""

    name: str
    asked: tuple[Asked, ...]


def labelled_set(name: str, parts: Sequence[tuple[Path, Path]], encoder: str) -> LabelledSet:
    """Build one index of all pages, and ask every question. `parts` are folders of pages with their questions."""
    with TemporaryDirectory() as folder:
        ingest(IndexFolder(Path(folder)), [str(pages) for pages, _ in parts], encoder)
        searcher = Searcher.load(IndexFolder(Path(folder)))
        asked: list[Asked] = []
        for _, questions in parts:
            labelled = read_labelled(questions)
            pages = pages_of_operations(labelled, read_operations(questions))
            asked += [_asked(searcher, item, pages.get(item.operation or "", frozenset())) for item in labelled]
        return LabelledSet(name, tuple(asked))


def _asked(searcher: Searcher, item: LabelledQuestion, about: frozenset[str]) -> Asked:
    question = searcher.encoded(searcher.corrected(item.question).text)
    candidates = searcher.scored(question)
    passages = searcher.library.passages_with(candidates.ids)
    files = {page.id: page.source.file for page in searcher.library.pages()}
    right = [quote for quote in item.quotes if quote.grade >= ANSWERS]
    found = (passages[id_] for id_ in candidates.ids)
    answers = np.array([_answers(passage.text, files[passage.page_id], right) for passage in found])
    meant = (about or {quote.file for quote in right}) if item.answerable or item.kind == WRONG_OPERATION else ()
    return Asked(
        question,
        item.answerable,
        candidates,
        answers,
        searcher.meant_pages.features(question).astype(np.float64),
        np.array([files[page] in meant for page in searcher.operations.pages]),
        searcher.ruled_out(candidates),
    )


def _answers(text: str, file: str | None, quotes: Sequence[Quote]) -> bool:
    return any(file == quote.file and covers(text, quote.text) for quote in quotes)


def fitted_weights(sets: Sequence[LabelledSet]) -> dict[str, float]:
    """The weights under which the passages that answer are likeliest to be first; none is below 0."""
    rows = [(each.features(), each.answers) for some in sets for each in some.asked if each.answers.any()]
    found = fitted_choice(rows, PENALTY)
    fitted = {name: round(float(weight * unit), 2) for (name, unit), weight in zip(UNITS.items(), found, strict=True)}
    return {**WEIGHTS, **fitted}  # that of the kind is set, not fitted


def fitted_weight_of_pages(sets: Sequence[LabelledSet]) -> dict[str, float]:
    """The weights as they are, but for that of the operation, which is fitted."""
    rows = []
    for each in (each for some in sets for each in some.asked if each.answers.any()):
        scores = {name: values for name, values in each.candidates.scores.items() if name not in OF_PAGES}
        others = list(fuse_weighted(scores, each.candidates.ids).values())
        rows.append((np.column_stack([others, each.candidates.scores["operation"]]), each.answers))
    scale, weight = fitted_choice(rows, PENALTY)
    return {**WEIGHTS, "operation": round(float(weight / scale), 2)}


def fitted_pages(sets: Sequence[LabelledSet]) -> tuple[float, ...]:
    """The weights under which the pages about the operation asked for are likeliest to be meant."""
    rows = [(each.page_features, each.meant) for some in sets for each in some.asked if each.meant.any()]
    return tuple(round(float(weight), 2) for weight in fitted_choice(rows, PAGE_PENALTY))


def fitted_choice(rows: Sequence[tuple[Numbers, npt.NDArray[np.bool_]]], penalty: float) -> Numbers:
    """The weights, at least 0, of a conditional logit.

    Args:
        rows: for each question the features, shape (n_choices, n_features), and which choices are right.
        penalty: on the squares of the weights.
    """

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        total, slope = 0.0, np.zeros_like(weights)
        for features, right in rows:
            scores = features @ weights
            likely = np.exp(scores - logsumexp(scores))
            share = max(float(likely @ right), 1e-12)
            total -= np.log(share)
            slope += features.T @ (likely - likely * right / share)
        return float(total / len(rows) + penalty * weights @ weights), slope / len(rows) + 2 * penalty * weights

    n_features = rows[0][0].shape[1]
    start = np.full(n_features, 0.3)
    found: Numbers = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * n_features).x
    return found


def first_and_evidence(some: LabelledSet, weights: Mapping[str, float]) -> tuple[list[bool], list[bool], Numbers]:
    """Whether the first result, and one of the first five, answers each question; and the evidence for the first."""
    first, five, evidence = [], [], []
    for each in some.asked:
        ids, scores = each.candidates.ids, each.candidates.scores
        best = ranked(bound(fuse_weighted(scores, ids, weights), each.ruled_out), SHOWN)
        answers = dict(zip(ids, each.answers, strict=True))
        first.append(bool(answers[best[0].id]))
        five.append(any(answers[hit.id] for hit in best))
        standing = standings(best[:1], scores, ids, each.ruled_out)[best[0].id]
        evidence.append(astuple(evidence_for(best[0].id, each.candidates, standing, each.question)))
    return first, five, np.array(evidence)


def fitted_confidence(evidence: Numbers, right: Numbers) -> tuple[float, Numbers]:
    """Intercept and coefficients, for evidence in its own units."""
    mean, spread = evidence.mean(axis=0), evidence.std(axis=0) + 1e-9
    model = LogisticRegression(C=STRENGTH).fit((evidence - mean) / spread, right)
    coefficients = model.coef_[0] / spread
    return float(model.intercept_[0] - coefficients @ mean), coefficients


def probability(evidence: Numbers, model: tuple[float, Numbers]) -> Numbers:
    """The confidence that a model gives, 0 to 1."""
    made: Numbers = 1 / (1 + np.exp(-(model[0] + evidence @ model[1])))
    return made


def report(sets: Sequence[LabelledSet], checks: Sequence[LabelledSet], keep_weights: bool) -> Iterator[str]:
    """Everything that the fit has to say, a line at a time."""
    yield f"PAGE_WEIGHTS = {fitted_pages(sets)} (asked with {PAGE_WEIGHTS})"
    fitted = fitted_weight_of_pages if keep_weights else fitted_weights
    weights = fitted(sets)
    yield f"WEIGHTS = {weights}"
    evidence = {some.name: first_and_evidence(some, weights)[2] for some in [*sets, *checks]}
    labels = {some.name: np.array([each.answerable for each in some.asked]) for some in [*sets, *checks]}
    names = [some.name for some in sets]
    model = fitted_confidence(*(np.concatenate([part[name] for name in names]) for part in (evidence, labels)))
    yield f"INTERCEPT = {model[0]:.2f}"
    yield "COEFFICIENTS = " + ", ".join(
        f"{f.name}={value:.2f}" for f, value in zip(fields(Evidence), model[1], strict=True)
    )
    for some in [*sets, *checks]:
        others = [other for other in sets if other is not some]
        first, five, own = first_and_evidence(some, fitted(others))
        answerable = labels[some.name]
        without = fitted_confidence(*(np.concatenate([part[o.name] for o in others]) for part in (evidence, labels)))
        sure = probability(own, without)
        yield (
            f"{some.name:16} fitted on the others: S@1 {np.mean(np.array(first)[answerable]):.3f}, "
            f"S@5 {np.mean(np.array(five)[answerable]):.3f}, AUROC {roc_auc_score(answerable, sure):.3f}"
        )
        yield "    " + refusals(sure, answerable)
    for some in checks:
        sure = cross_validated(some.name, names, evidence, labels)
        yield f"{some.name:16} with its own folds: AUROC {roc_auc_score(labels[some.name], sure):.3f}"
        yield "    " + refusals(sure, labels[some.name])


def cross_validated(
    name: str, names: Sequence[str], evidence: dict[str, Numbers], labels: dict[str, npt.NDArray[np.bool_]]
) -> Numbers:
    """The confidence of each question of a set, from the other sets and the other folds of its own."""
    sure = np.zeros(len(labels[name]))
    for learn, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(evidence[name], labels[name]):
        both = (evidence, labels)
        known = (np.concatenate([*(part[n] for n in names if n != name), part[name][learn]]) for part in both)
        sure[test] = probability(evidence[name][test], fitted_confidence(*known))
    return sure


def refusals(sure: Numbers, answerable: npt.NDArray[np.bool_]) -> str:
    """The share of unanswerable and of answerable questions below each threshold."""
    return "  ".join(
        f"{t}: {(sure[~answerable] < t).mean():.2f}/{(sure[answerable] < t).mean():.2f}" for t in THRESHOLDS
    )


def main() -> None:
    """Fit, check and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder")
    parser.add_argument("--practice", nargs="*", default=None)
    parser.add_argument("--join", nargs="+", action="append", default=[], metavar="NAME")
    parser.add_argument("--keep-weights", action="store_true")
    parser.add_argument("--also", nargs=2, type=Path, action="append", default=[], metavar=("PAGES", "QUESTIONS"))
    parser.add_argument("--check", nargs=2, type=Path, action="append", default=[], metavar=("PAGES", "QUESTIONS"))
    said = parser.parse_args()
    practice = {
        some.name: (some.pages, some.pages.parent / "questions.jsonl")
        for some in load_practice()
        if said.practice is None or some.name in said.practice
    }
    joined = {name for names in said.join for name in names}
    groups = [*([name] for name in practice if name not in joined), *said.join]
    sets = [labelled_set("+".join(names), [practice[name] for name in names], said.encoder) for names in groups]
    also, checks = (
        [labelled_set(str(questions), [(pages, questions)], said.encoder) for pages, questions in pairs]
        for pairs in (said.also, said.check)
    )
    print("\n".join(report([*sets, *also], checks, said.keep_weights)))


if __name__ == "__main__":
    main()

"""Fit the weights of index/meant_pages.py and index/fusion.py, and index/confidence.py, on labelled questions.

    python scripts/fit_ranking.py ENCODER [--practice NAME ...] [--unseen NAME ...] [--join NAME ...]
        [--keep-weights] [--write-shares] [--also PAGES QUESTIONS] [--check PAGES QUESTIONS]

Learns from the practice sets (`corpus/knowledge/practice`); --join asks those of some sets of one index of all their
pages. Where the encoder has learnt from a set, its cosines are too good there: --unseen names the sets that it has not
learnt from, and --keep-weights keeps the weights of all scorers but that of the operation, which is about whole pages.
Prints weights and coefficients, how each set fares when the confidence is fitted on the other sets only, and what share
of questions each threshold refuses; --write-shares writes index/topic_shares.tsv, which goes with the coefficients.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path

from sklearn.metrics import roc_auc_score

from corpus.practice import QUESTIONS, load_practice
from corpus.question_bank import load_question_bank
from index.meant_pages import PAGE_WEIGHTS
from index.results import Evidence
from index.topic_shares import write_shares
from scripts.ranking_fit.asked import LabelledSet, Numbers, labelled_set
from scripts.ranking_fit.confidence import ConfidenceModel, FirstResults, Truths, cross_validated, first_results
from scripts.ranking_fit.weights import fitted_pages, fitted_weight_of_pages, fitted_weights

THRESHOLDS = (0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9)


def weight_lines(sets: Sequence[LabelledSet], weights: Mapping[str, float]) -> Iterator[str]:
    """The weights, as the modules that hold them have them."""
    yield f"PAGE_WEIGHTS = {fitted_pages(sets)} (asked with {PAGE_WEIGHTS})"
    yield f"WEIGHTS = {weights}"


def model_lines(model: ConfidenceModel) -> Iterator[str]:
    """The confidence, as index/confidence.py has it."""
    yield f"INTERCEPT = {model.intercept:.2f}"
    names = [piece.name for piece in fields(Evidence)]
    yield ", ".join(f"{name}={value:.2f}" for name, value in zip(names, model.coefficients, strict=True))


def fold_lines(name: str, own: FirstResults, others: Sequence[FirstResults], kinds: Sequence[str]) -> Iterator[str]:
    """How a set fares when the confidence is fitted on the other sets, and on the other folds of its own as well."""
    answerable = own.answerable
    yield (
        f"{name:16} S@1 {own.first[answerable].mean():.3f}, S@5 {own.among_five[answerable].mean():.3f}; "
        f"whether the pages answer at all, told with"
    )
    alone = ConfidenceModel.fitted(others, kinds).probability(own, kinds)
    for with_, sure in (("the others", alone), ("and own folds", cross_validated(own, others, kinds))):
        yield f"    {with_:14} AUROC {roc_auc_score(answerable, sure):.3f}  {refusals(sure, answerable)}"


def refusals(sure: Numbers, answerable: Truths) -> str:
    """The share of unanswerable and of answerable questions below each threshold."""
    return "  ".join(
        f"{t}: {(sure[~answerable] < t).mean():.2f}/{(sure[answerable] < t).mean():.2f}" for t in THRESHOLDS
    )


def parsed() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("encoder")
    parser.add_argument("--practice", nargs="*", default=None)
    parser.add_argument("--join", nargs="+", action="append", default=[], metavar="NAME")
    parser.add_argument("--unseen", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--keep-weights", action="store_true")
    parser.add_argument("--write-shares", action="store_true")
    parser.add_argument("--also", nargs=2, type=Path, action="append", default=[], metavar=("PAGES", "QUESTIONS"))
    parser.add_argument("--check", nargs=2, type=Path, action="append", default=[], metavar=("PAGES", "QUESTIONS"))
    return parser.parse_args()


def practice_names() -> dict[str, tuple[Path, Path]]:
    """Practice set -> its pages and its questions."""
    return {some.name: (some.pages, some.pages.parent / QUESTIONS) for some in load_practice()}


def practice_sets(said: argparse.Namespace) -> Iterator[LabelledSet]:
    """The practice sets that were asked for, those that are joined as one."""
    practice = {
        name: parts for name, parts in practice_names().items() if said.practice is None or name in said.practice
    }
    joined = {name for names in said.join for name in names}
    for names in [*([name] for name in practice if name not in joined), *said.join]:
        yield labelled_set("+".join(names), [practice[name] for name in names], said.encoder)


def main() -> None:
    """Fit, check and print."""
    said = parsed()
    also, checks = (
        [labelled_set(str(questions), [(pages, questions)], said.encoder) for pages, questions in pairs]
        for pairs in (said.also, said.check)
    )
    sets = [*practice_sets(said), *also]
    weights = (fitted_weight_of_pages if said.keep_weights else fitted_weights)(sets)
    kinds = [topic.id for topic in load_question_bank()]
    learnt = practice_names().keys() - set(said.unseen)
    results = {some.name: first_results(some, weights, some.name.split("+")[0] in learnt) for some in [*sets, *checks]}
    model = ConfidenceModel.fitted([results[some.name] for some in sets], kinds)
    print("\n".join([*weight_lines(sets, weights), *model_lines(model)]))
    for some in [*sets, *checks]:
        others = [results[other.name] for other in sets if other is not some]
        print("\n".join(fold_lines(some.name, results[some.name], others, kinds)), flush=True)
    if said.write_shares:
        write_shares(model.shares)


if __name__ == "__main__":
    main()

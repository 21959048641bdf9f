"""Fit the coefficients of index/confidence.py on labelled questions.

    python scripts/fit_confidence.py INDEX QUESTIONS.jsonl [INDEX QUESTIONS.jsonl ...]

Prints the coefficients fitted on everything, the area under the ROC curve of each set when the model was fitted on
the other sets only, and for a range of thresholds the share of questions refused.
"""

import argparse
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from index.folder import IndexFolder
from index.results import Evidence
from index.searcher import Searcher
from service.evaluation import read_labelled

Numbers = npt.NDArray[np.float64]
STRENGTH = 10.0  # weak regularisation: four numbers cannot overfit some hundred questions by much
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


def evidence_in(index: Path, questions: Path) -> tuple[Numbers, Numbers]:
    """The evidence for the first result of every question, and whether the pages answer it (1 or 0)."""
    searcher = Searcher.load(IndexFolder(index))
    labelled = read_labelled(questions)
    evidence = [astuple(searcher.search(item.question, 1).found[0].evidence) for item in labelled]
    return np.array(evidence), np.array([float(item.answerable) for item in labelled])


def fitted(sets: list[tuple[Numbers, Numbers]]) -> LogisticRegression:
    """A model fitted on several sets, each weighing the same whatever its size."""
    evidence, labels = (np.concatenate(part) for part in zip(*sets, strict=True))
    weights = np.concatenate([np.full(len(answers), len(labels) / len(sets) / len(answers)) for _, answers in sets])
    return LogisticRegression(C=STRENGTH).fit(evidence, labels, weights)


def main() -> None:
    """Fit, check and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="+", type=Path, metavar="INDEX QUESTIONS")
    pairs = parser.parse_args().pairs
    if len(pairs) % 2:
        parser.error("name an index folder and a file of questions, in turn")
    sets = [evidence_in(index, questions) for index, questions in zip(pairs[::2], pairs[1::2], strict=True)]
    model = fitted(sets)
    names = [field.name for field in fields(Evidence)]
    weights = ", ".join(f"{name}={weight:.2f}" for name, weight in zip(names, model.coef_[0], strict=True))
    print(f"INTERCEPT = {model.intercept_[0]:.2f}\nCOEFFICIENTS = Evidence({weights})")
    for number, (evidence, labels) in enumerate(sets):
        others = sets[:number] + sets[number + 1 :]
        confidence = fitted(others or sets).predict_proba(evidence)[:, 1]
        print(f"{pairs[2 * number + 1]}: AUROC {roc_auc_score(labels, confidence):.3f}, fitted on the other sets")
        for threshold in THRESHOLDS:
            no, yes = ((confidence < threshold)[labels == label].mean() for label in (0, 1))
            print(f"  below {threshold}: {no:.2f} of unanswerable, {yes:.2f} of answerable")


if __name__ == "__main__":
    main()

"""Rank and judge answers that people have judged, by our confidence and by plain cosine.

    python scripts/check_judged_answers.py MEDIQA.jsonl [--encoder NAME ...]

The file holds, a line each, a `question` and its `answers` (`text`, `score` 1 to 4), as MEDIQA 2019 task 3 (Ben
Abacha, Shivade and Demner-Fushman, 2019) can be written. An answer scored 3 or 4 is right. Printed for each encoder:
accuracy of "is this answer right", with the threshold from the other folds' questions, and MRR, each for plain cosine
of question and whole answer, and for our confidence and ranking.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import GroupKFold

from index.build import ingest
from index.confidence import confidence_of
from index.encoder_card import DEFAULT_ENCODER, UNTAUGHT_ENCODER
from index.evidence import evidence_for
from index.folder import IndexFolder
from index.fusion import fuse_weighted, standings
from index.loading import load_index
from index.protocols import Scorer
from index.results import Candidates, ranked
from index.searcher import Searcher

RIGHT_FROM = 3
FOLDS = 10
Numbers = npt.NDArray[np.float64]


def page_name(question: int, answer: int) -> str:
    """The name of the page that holds one answer."""
    return f"q{question:03}a{answer:02}.txt"


def scored(
    searcher: Searcher, scorers: Sequence[Scorer], asked: str, names: Sequence[str]
) -> list[tuple[float, float]]:
    """The fused score and the confidence of the best passage of each answer, in order; an empty answer has neither."""
    question = searcher.encoded(searcher.written_out(searcher.corrected(asked).text).text)
    pages = {page.source.file: page.id for page in searcher.library.pages() if page.source.file in names}
    own = (searcher.library.passages_of(pages[name]) for name in names if name in pages)
    texts = {passage.id: passage.text for passages in own for passage in passages}
    ids = list(texts)
    candidates = Candidates(tuple(ids), {scorer.name: scorer.scores(question, ids) for scorer in scorers})
    best = ranked(fuse_weighted(candidates.scores, ids), len(ids))
    standing = standings(best, candidates.scores, ids, ())
    first = {page: next((hit for hit in best if hit.id.startswith(page)), None) for page in pages.values()}
    found = [first.get(pages.get(name, "")) for name in names]
    evidence = searcher.evidence_of(question)
    return [
        (hit.score, confidence_of(evidence_for(hit.id, texts[hit.id], candidates, standing[hit.id], evidence)))
        if hit
        else (-np.inf, 0.0)
        for hit in found
    ]


def mean_reciprocal_rank(scores: Sequence[Numbers], right: Sequence[npt.NDArray[np.bool_]]) -> float:
    """Over the questions that have a right answer, 0 to 1."""
    ranks = [
        1 + int(np.flatnonzero(answers[np.argsort(-own, kind="stable")])[0])
        for own, answers in zip(scores, right, strict=True)
        if answers.any()
    ]
    return float(np.mean(1 / np.array(ranks)))


def accuracy(scores: Sequence[Numbers], right: Sequence[npt.NDArray[np.bool_]]) -> float:
    """Of "is this answer right", 0 to 1; each question's threshold is the best one on the other folds' questions."""
    values, answers = np.concatenate(scores), np.concatenate(right)
    groups = np.repeat(range(len(scores)), [len(own) for own in scores])
    said = np.zeros(len(values), dtype=bool)
    for learn, test in GroupKFold(FOLDS).split(values, groups=groups):
        thresholds = np.unique(values[learn])
        best = max(thresholds, key=lambda t: ((values[learn] >= t) == answers[learn]).mean())
        said[test] = values[test] >= best
    return float((said == answers).mean())


def check(rows: Sequence[dict[str, Any]], encoder: str) -> None:
    """Print the figures of one encoder."""
    right = [np.array([answer["score"] >= RIGHT_FROM for answer in row["answers"]]) for row in rows]
    with TemporaryDirectory() as folder:
        pages = Path(folder) / "pages"
        pages.mkdir()
        for number, row in enumerate(rows):
            for position, answer in enumerate(row["answers"]):
                (pages / page_name(number, position)).write_text(answer["text"], "utf-8")
        ingest(IndexFolder(Path(folder) / "index"), [str(pages)], encoder)
        searcher = load_index(IndexFolder(Path(folder) / "index"))
        cosine = [
            searcher.encoder.encode_passages([answer["text"] for answer in row["answers"]])
            @ searcher.encoder.encode_questions([row["question"]])[0]
            for row in rows
        ]
        ours = [
            np.array(
                scored(searcher, searcher.scorers, row["question"], [page_name(n, p) for p in range(len(right[n]))])
            )
            for n, row in enumerate(rows)
        ]
    plain = [own.astype(np.float64) for own in cosine]
    fused, confidence = ([own[:, column] for own in ours] for column in (0, 1))
    print(
        f"{encoder}: plain cosine: accuracy {accuracy(plain, right):.3f}, MRR {mean_reciprocal_rank(plain, right):.3f}"
    )
    print(
        f"{encoder}: our confidence: accuracy {accuracy(confidence, right):.3f}; "
        f"our ranking: MRR {mean_reciprocal_rank(fused, right):.3f}"
    )


def main() -> None:
    """Read the judged answers, and print each encoder's figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("judged", type=Path)
    parser.add_argument("--encoder", nargs="+", default=[DEFAULT_ENCODER, UNTAUGHT_ENCODER])
    said = parser.parse_args()
    rows = [json.loads(line) for line in said.judged.read_text("utf-8").splitlines()]
    for encoder in said.encoder:
        check(rows, encoder)


if __name__ == "__main__":
    main()

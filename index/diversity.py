"""Results from several pages, so that five results are not one page five times and pages that differ all show."""

from collections import Counter
from collections.abc import Sequence

from corpus.records import PASSAGE_MARK
from index.results import Hit, Ranking

PRICE = 0.5  # of each result before it from the same page, in units of the fused score


def spread(ranking: Sequence[Hit], k: int) -> Ranking:
    """The `k` first of a ranking, each passage marked down a little for every one before it from its page.

    Args:
        ranking: best first.
        k: passages wanted.

    Source: Carbonell and Goldstein, "The use of MMR", SIGIR 1998, with "from the same page" for "similar".
    """
    left, chosen = list(ranking), list[Hit]()
    taken: Counter[str] = Counter()
    while left and len(chosen) < k:
        best = max(left, key=lambda hit: hit.score - PRICE * taken[_page_of(hit)])  # the first of equals
        left.remove(best)
        chosen.append(best)
        taken[_page_of(best)] += 1
    return tuple(chosen)


def _page_of(hit: Hit) -> str:
    return hit.id.partition(PASSAGE_MARK)[0]

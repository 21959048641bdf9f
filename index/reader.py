"""Which exact words of a passage answer: its best sentence, with a neighbour that answers nearly as well."""

from collections.abc import Sequence

from corpus.records import Span

NEARLY = 0.4  # below the best sentence's score (the sum of two cosines), a neighbour still belongs to the answer
LONGEST = 400  # characters; a longer highlight points at nothing


def answering_words(sentences: Sequence[Span], alone: Sequence[float], titled: Sequence[float]) -> Span:
    """The words of a passage that fit a question best: one sentence, or two that stand together.

    Args:
        sentences: the spans of the passage's sentences, at least one, in order.
        alone: how well each fits.
        titled: how well each fits with what stands above it; more scores than sentences are left aside.
    """
    scores = [own + with_title for own, with_title in zip(alone, titled, strict=False)]
    best = max(range(len(sentences)), key=scores.__getitem__)
    beside = [
        number
        for number in (best - 1, best + 1)
        if 0 <= number < len(sentences)
        and scores[number] >= scores[best] - NEARLY
        and _length(sentences, best, number) <= LONGEST
    ]
    other = max(beside, key=scores.__getitem__, default=best)
    return Span(sentences[min(best, other)].start, sentences[max(best, other)].end)


def _length(sentences: Sequence[Span], one: int, other: int) -> int:
    return sentences[max(one, other)].end - sentences[min(one, other)].start

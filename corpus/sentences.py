"""Text into sentences, with nltk's Punkt and the abbreviations of the field. No data is downloaded."""

from functools import cache
from typing import TYPE_CHECKING

from corpus.records import Span

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

ABBREVIATIONS = frozenset(
    "dr mr mrs ms prof st jr sr vs etc e.g i.e eg ie approx incl cf fig figs no nos vol dept ext tel min max "
    "a.m p.m u.s u.k mg ml mcg kg cm mm hr hrs wk wks yr yrs jan feb mar apr jun jul aug sep sept oct nov dec".split()
)


def sentence_spans(text: str, offset: int = 0) -> list[Span]:
    """The sentences of a text, without the white space around them.

    Args:
        text: one paragraph or list item.
        offset: added to every start and end, for a text cut out of a page.

    Source of the method: Kiss and Strunk, "Unsupervised multilingual sentence boundary detection",
    Computational Linguistics 32(4), 2006, as in nltk, here with a fixed list of abbreviations.
    """
    spans = (Span(start, end) for start, end in _punkt().span_tokenize(text))
    return [Span(span.start + offset, span.end + offset) for span in spans if span.of(text).strip()]


@cache
def _punkt() -> "PunktSentenceTokenizer":
    # nltk takes a second to import: an ingest pays for it, a question never does.
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS)
    return PunktSentenceTokenizer(parameters)

"""Text into sentences, with nltk's Punkt and the abbreviations of the field. No data is downloaded."""

import re
from functools import cache
from typing import TYPE_CHECKING

from corpus.records import Span

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

# Units and "no." are not here: "about 10 cm." and "No." end sentences more often than they do not.
ABBREVIATIONS = """
    dr mr mrs ms prof st jr sr vs etc e.g i.e eg ie approx incl cf fig figs nos vol dept ext tel
    a.m p.m u.s u.k jan feb mar apr jun jul aug sep sept oct nov dec
"""
# In capitals after an abbreviation, these begin a new sentence. No "a" or "i": they may be initials.
SENTENCE_STARTERS = """
    the this that these those it its you your we our they their he she his her there here some most many if when
    while after before then but however in on at for please ask call tell do take avoid yes no
"""
# nltk stops with an error when a text takes it longer than five seconds, so it never gets more than this at once.
STRETCH = re.compile(r".{1,20000}(?:\s+|\Z)|\S+\s*", re.DOTALL)


def sentence_spans(text: str, offset: int = 0) -> list[Span]:
    """The sentences of a text, without the white space around them.

    Args:
        text: one paragraph or list item.
        offset: added to every start and end, for a text cut out of a page.

    Source of the method: Kiss and Strunk, "Unsupervised multilingual sentence boundary detection",
    Computational Linguistics 32(4), 2006, as in nltk, here with a fixed list of abbreviations.
    """
    spans: list[Span] = []
    for stretch in STRETCH.finditer(text):
        for start, end in _punkt().span_tokenize(stretch.group()):
            words = stretch.group()[start:end].strip()
            first = offset + stretch.start() + stretch.group().index(words, start)
            if spans and words[:1].islower():  # an abbreviation that is not in the list
                spans[-1] = Span(spans[-1].start, first + len(words))
            elif words:
                spans.append(Span(first, first + len(words)))
    return spans


@cache
def _punkt() -> "PunktSentenceTokenizer":
    # nltk takes a second to import: an ingest pays for it, a question never does.
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS.split())
    parameters.sent_starters = set(SENTENCE_STARTERS.split())
    return PunktSentenceTokenizer(parameters)

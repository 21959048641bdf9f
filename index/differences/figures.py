"""Figures with a unit, as pages write them: "2-3 days", "at least six weeks", "a couple of hours", "1 in 100".

No library: the kept ones (quantulum3, pint) are large and give values, and here the exact span is what is shown.
Figures without a unit (ages, prices, dates, telephone numbers) are passed over on purpose, and so are rates.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from math import inf

from corpus.records import Span
from index.differences.units import (
    NUMBER,
    ORDINALS,
    UNIT,
    UNITS,
    VAGUE_WORDS,
    Measure,
    any_of,
    number_of,
    unit_of,
)

REMEMBERED = 10_000  # sentences; one that was found once will be found again


class Bound(StrEnum):
    """How firmly a figure is meant."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text: from `low` to `high` of its measure's base unit.

    `span` is its place in the text, words such as "about" included; `unit` is the unit as the page has it.
    """

    span: Span
    measure: Measure
    low: float
    high: float
    unit: str
    bound: Bound = Bound.EXACT


@dataclass(frozen=True, slots=True)
class _Amount:
    low: float
    high: float
    unit: str
    bound: Bound = Bound.EXACT


BOUND_WORDS = {
    **dict.fromkeys(("about", "around", "roughly", "approximately", "some", "nearly", "almost"), Bound.ABOUT),
    **dict.fromkeys(("at least", "more than", "over", "a minimum of", "no sooner than"), Bound.AT_LEAST),
    **dict.fromkeys(("up to", "at most", "no more than", "no longer than", "less than", "fewer than"), Bound.AT_MOST),
    **dict.fromkeys(("under", "within", "a maximum of", "not more than"), Bound.AT_MOST),
}
BEFORE = rf"(?:\b(?P<bound>{any_of(BOUND_WORDS)})\s+(?:the\s+(?:first\s+)?)?)?(?:\b(?:about|between)\s+)?"
BEHIND = r"(?P<behind>\s+or\s+so\b|,?\s+or\s+(?:more|longer)\b)?"
TO = r"(?:\s*[-–—]\s*|-?\s+(?:to|or|and)\s+)"
NOT_INSIDE = r"(?<![\w.,£$€/-])"
PEOPLE = r"(?:(?:wom[ae]n|m[ae]n|people|persons?|patients?|children|cases?)\s+)?"
ORDINAL = rf"\d{{1,2}}(?:st|nd|rd|th)|{any_of(ORDINALS)}"


def _counted(found: re.Match[str]) -> _Amount:
    low = number_of(found["low"])
    high = number_of(found["high"]) if found["high"] else low
    if found["and_a_half"]:  # an hour and a half
        low = high = low + 0.5
    if found["one_or_two"]:  # a day or two
        high = low + 1
    unit = unit_of(found["unit"])
    low_unit = unit_of(found["low_unit"]) if found["low_unit"] else unit
    return _Amount(low * UNITS[low_unit][1] / UNITS[unit][1], high, unit)


def _vague(found: re.Match[str]) -> _Amount:
    return _Amount(*VAGUE_WORDS[" ".join(found["vague"].lower().split())], unit_of(found["unit"]), Bound.VAGUE)


def _stage(found: re.Match[str]) -> _Amount:
    low = number_of(found["low"])
    return _of_calendar(low, number_of(found["high"]) if found["high"] else low, unit_of(found["unit"]))


def _ordinal(found: re.Match[str]) -> _Amount:
    low, high = (_place(found[name] or found["low"]) for name in ("low", "high"))
    return _of_calendar(low, high, unit_of(found["unit"]))


def _of_calendar(low: float, high: float, unit: str) -> _Amount:
    """Day 2 is one day, but week 2 begins when one week is over."""
    return _Amount(low if unit == "day" else max(low - 1, 0), high, unit)


def _place(written: str) -> float:
    return ORDINALS.get(written.lower()) or float(re.sub(r"\D", "", written))


def _same_day(found: re.Match[str]) -> _Amount:
    return _Amount(0, 0, "day")


def _next_day(found: re.Match[str]) -> _Amount:
    return _Amount(1, 1, "day")


def _overnight(found: re.Match[str]) -> _Amount:
    return _Amount(1, 1, "night")


def _share(found: re.Match[str]) -> _Amount:
    low = number_of(found["low"])
    high = number_of(found["high"]) if found["high"] else low
    return _Amount(100 * low / number_of(found["of"]), 100 * high / number_of(found["of"]), "percent")


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(NOT_INSIDE + BEFORE + pattern + BEHIND, re.IGNORECASE)


# Where two forms fit, the one that stands first is meant: "1 in 100 days" is no share, and "the second day" no day.
FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Amount]], ...] = (
    (
        _form(
            rf"(?P<low>{NUMBER})(?:{TO}(?P<high>{NUMBER}))?\s+{PEOPLE}(?:in|out\s+of)\s+(?:every\s+)?(?P<of>{NUMBER})"
            rf"(?!{TO}|\s*{UNIT}|[.,]?\d)"
        ),
        _share,
    ),
    (_form(rf"(?P<vague>\b(?:{any_of(VAGUE_WORDS)}))\s+(?:more\s+)?(?P<unit>{UNIT})"), _vague),
    (
        _form(
            rf"(?P<low>{NUMBER})(?:[\s-]*(?P<low_unit>{UNIT}))?(?:{TO}(?P<high>{NUMBER}))?[\s-]*(?P<unit>{UNIT})"
            r"(?P<and_a_half>\s+and\s+a\s+half\b)?(?P<one_or_two>\s+or\s+two\b)?"
        ),
        _counted,
    ),
    (_form(rf"\b(?P<unit>days?|weeks?|months?)\s+(?P<low>{NUMBER})(?:{TO}(?P<high>{NUMBER}))?(?!{TO}|\w)"), _stage),
    (
        _form(
            rf"\b(?P<low>{ORDINAL})(?:{TO}(?:the\s+)?(?P<high>{ORDINAL}))?\s+"
            r"(?P<unit>day|morning|evening|week|month)\b"
        ),
        _ordinal,
    ),
    (_form(r"\b(?:same[\s-]day|day[\s-](?:case|surgery|procedure))\b"), _same_day),
    (_form(r"\b(?:next|following)\s+(?:day|morning)\b|\bday\s+after\b(?=\s+(?:the|your|surgery))"), _next_day),
    (_form(r"\bovernight\b"), _overnight),
)
MAYBE_A_FIGURE = re.compile(r"\d|½|day|night|week|month|year|hour|minute|cent|inch|\bin\b", re.IGNORECASE)
RATE = r"(?:a|per|every|each)\s+(?:minute|hour|day|night|week|month|year|level)\b"
NO_FACT = re.compile(
    rf"[\s-]*(?:old\b|of\s+(?:age|experience|every)\b|ago\b|visit|appointment|check|wide|deep|thick|apart|{RATE})",
    re.IGNORECASE,
)
REPEATED = re.compile(r"\b(?:every|each|per|aged|age|once|twice|times)(?:\s+a)?\s+$", re.IGNORECASE)
# "2 litres a day" is a rate; "after a day" is not.
ONE_OF_IT = re.compile(r"an?\s", re.IGNORECASE)
BEFORE_ONE = re.compile(
    r"(?:^|[,:(–-]|\b(?:about|after|around|at|for|from|in|is|least|lasts?|nearly|of|or|over|takes?|than|to|within))\s*$",
    re.IGNORECASE,
)
REACH = 12  # characters looked at before a figure


@lru_cache(maxsize=REMEMBERED)
def figures_in(text: str) -> tuple[Figure, ...]:
    """The figures of a sentence, in the order in which they stand."""
    if not MAYBE_A_FIGURE.search(text):
        return ()
    taken: list[Figure] = []
    for pattern, amount in FORMS:
        for found in pattern.finditer(text):
            span = Span(*found.span())
            if not any(span.start < other.span.end and other.span.start < span.end for other in taken):
                taken.append(_figure(found, amount(found)))
    return tuple(figure for figure in sorted(taken, key=lambda f: f.span) if not _is_a_rate(figure, text))


def _is_a_rate(figure: Figure, text: str) -> bool:
    before = text[max(0, figure.span.start - REACH) : figure.span.start]
    one = ONE_OF_IT.match(text, figure.span.start) and not BEFORE_ONE.search(before)
    return bool(one or NO_FACT.match(text, figure.span.end) or REPEATED.search(before))


def _figure(found: re.Match[str], amount: _Amount) -> Figure:
    measure, base = UNITS[amount.unit]
    high = amount.high + 1 if amount.unit == "night" else amount.high  # two nights are two or three days
    bound = BOUND_WORDS[" ".join(found["bound"].lower().split())] if found["bound"] else amount.bound
    figure = Figure(Span(*found.span()), measure, amount.low * base, high * base, amount.unit, bound)
    return _bounded(figure, found["behind"] or "")


def _bounded(figure: Figure, behind: str) -> Figure:
    if behind.strip() == "or so":
        return replace(figure, bound=Bound.ABOUT)
    if behind or figure.bound is Bound.AT_LEAST:
        return replace(figure, high=inf, bound=Bound.AT_LEAST)
    if figure.bound is Bound.AT_MOST:
        return replace(figure, low=0.0)
    return figure

"""Units and number words, as pages write them. Putting them together into figures is elsewhere."""

import re
from collections.abc import Iterable
from enum import StrEnum
from math import inf


class Measure(StrEnum):
    """What a figure measures. Figures of different measures are never compared."""

    DURATION = "duration"
    LENGTH = "length"
    WEIGHT = "weight"
    SHARE = "share"


DAY, WEEK, MONTH, YEAR = 1.0, 7.0, 365.25 / 12, 365.25
# Each unit's measure, and how many base units it is: days, centimetres, kilograms, percent.
UNITS: dict[str, tuple[Measure, float]] = {
    "minute": (Measure.DURATION, DAY / 24 / 60),
    "hour": (Measure.DURATION, DAY / 24),
    "day": (Measure.DURATION, DAY),
    "night": (Measure.DURATION, DAY),
    "week": (Measure.DURATION, WEEK),
    "month": (Measure.DURATION, MONTH),
    "year": (Measure.DURATION, YEAR),
    "millimetre": (Measure.LENGTH, 0.1),
    "centimetre": (Measure.LENGTH, 1.0),
    "inch": (Measure.LENGTH, 2.54),
    "kilogram": (Measure.WEIGHT, 1.0),
    "pound": (Measure.WEIGHT, 0.4536),
    "percent": (Measure.SHARE, 1.0),
}
SPELLINGS = {
    **{"min": "minute", "hr": "hour", "wk": "week", "yr": "year", "millimeter": "millimetre", "mm": "millimetre"},
    **{"centimeter": "centimetre", "cm": "centimetre", "kilo": "kilogram", "kg": "kilogram", "lb": "pound"},
    **{"morning": "day", "evening": "day", "inches": "inch", "%": "percent", "per cent": "percent"},
}
SINGULAR = {name: name for name in UNITS} | SPELLINGS
UNIT_WORDS = SINGULAR | {f"{word}s": unit for word, unit in SINGULAR.items() if word.isalpha()}

SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()
NUMBER_WORDS: dict[str, float] = {
    **{word: value for value, word in enumerate(SMALL)},
    **{"a": 1, "an": 1, "fourteen": 14, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40},
    **{"forty-five": 45, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90},
    **{"hundred": 100, "a hundred": 100, "a dozen": 12, "½": 0.5, "half": 0.5, "half a": 0.5, "half an": 0.5},
    **{"a quarter of an": 0.25, "a third of an": 1 / 3, "three quarters of an": 0.75},
}
# How few and how many is meant where a page does not count.
VAGUE_WORDS: dict[str, tuple[float, float]] = {
    **{"a couple of": (2, 3), "a few": (2, 7), "few": (2, 7), "several": (3, 11), "many": (3, inf)},
}
ORDINALS = {
    word: place
    for place, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1)
}


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first: "a few" is not "a"."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=lambda w: (-len(w), w)))


DIGITS = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
NUMBER = rf"(?:(?:{DIGITS}|(?:{any_of(NUMBER_WORDS)})\b)(?:\s+and\s+a\s+half\b|\s?½)?)"
UNIT = rf"(?:(?:{any_of(word for word in UNIT_WORDS if word != '%')})\b|%)"
AND_A_HALF = re.compile(r"\s+and\s+a\s+half$|(?<=\d)\s?½$", re.IGNORECASE)


def number_of(written: str) -> float:
    """The value of a number as written: "2", "two", "1,000", "one and a half"."""
    whole, half = AND_A_HALF.subn("", written)
    word = " ".join(whole.lower().split())
    value = NUMBER_WORDS[word] if word in NUMBER_WORDS else float(word.replace(",", ""))
    return value + half / 2


def unit_of(written: str) -> str:
    """The name of a unit as written, in the singular: "hrs" is "hour"."""
    return UNIT_WORDS[" ".join(written.lower().split())]

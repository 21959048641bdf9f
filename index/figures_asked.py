"""Whether a question asks for a figure (how long, when, how often, which number), and whether words hold one."""

import re

ASKS = re.compile(
    r"\b(?:how (?:long|many|much|often|soon|old|far|big|high|heavy|quickly|fast|late|early)|when"
    r"|what (?:time|age|percent\w*|weight)|age|tel|phone|number|address|rate|price|cost|hrs?|wks?|days?)\b",
    re.IGNORECASE,
)
HOLDS = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|few|several"
    r"|(?:hour|day|week|month|year)s?|night)\b",
    re.IGNORECASE,
)


def asks_for_a_figure(question: str) -> bool:
    """Whether a question asks how long, how many, when and the like."""
    return ASKS.search(question) is not None


def holds_a_figure(words: str) -> bool:
    """Whether some words hold a number or a length of time, in figures or in letters."""
    return HOLDS.search(words) is not None

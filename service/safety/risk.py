"""How grave a harm is, how likely, and what both together mean.

Source: the risk matrix in NHS England's guidance on DCB0129, "Clinical Risk Management: its Application in the
Manufacture of Health IT Systems".
"""

SEVERITIES = ("minor", "significant", "considerable", "major", "catastrophic")
LIKELIHOODS = ("very-low", "low", "medium", "high", "very-high")
MATRIX = {  # likelihood -> the risk, 1 to 5, for each severity
    "very-high": (3, 4, 4, 5, 5),
    "high": (2, 3, 3, 4, 5),
    "medium": (2, 2, 3, 3, 4),
    "low": (1, 2, 2, 3, 4),
    "very-low": (1, 1, 2, 2, 3),
}
MEANINGS = {
    5: "not acceptable",
    4: "not acceptable; to be removed or controlled",
    3: "undesirable; to be reduced, or accepted by a clinician with reasons",
    2: "acceptable where reducing it further costs more than it is worth",
    1: "acceptable",
}
ACCEPTABLE_UP_TO = 2


def risk_of(severity: str, likelihood: str) -> int:
    """The risk, from 1 (acceptable) to 5."""
    return MATRIX[likelihood][SEVERITIES.index(severity)]

"""Whether a sentence says that something is needed: "a collar is worn", "a collar is not routinely necessary"."""

import re
from dataclasses import dataclass

from corpus.records import Span


@dataclass(frozen=True, slots=True)
class Need:
    """That something is needed, or is not. `span` counts from the start of the sentence."""

    span: Span
    needed: bool


USUALLY = r"(?:\s+(?:always|usually|normally|routinely|generally|typically|also|often|then|still))?"
BE = r"\b(?:is|are|will\s+be|must\s+be|be)"
CALLED_FOR = r"\s+(?:needed|required|necessary|essential|worn|used|fitted|given|left\s+in|placed)\b"
HAVE = r"(?:need|must\s+(?:wear|use|have)|have\s+to\s+(?:wear|use)|will\s+(?:wear|need|have|use)|wear)\b"
NEEDED = re.compile(
    rf"{BE}{USUALLY}{CALLED_FOR}|\b(?:you|people|patients|everyone)(?:\s+will)?{USUALLY}\s+{HAVE}", re.IGNORECASE
)
NOT_NEEDED = re.compile(
    rf"{BE}(?:n['’]t|\s+not|\s+never|\s+rarely|\s+seldom|\s+hardly\s+ever|\s+no\s+longer)"
    rf"(?:\s+(?:always|usually|normally|routinely|generally|typically|ever)){{0,2}}{CALLED_FOR}"
    r"|\b(?:do|does|will)(?:n['’]t|\s+not)(?:\s+\w+ly)?\s+(?:need|require|have\s+to\s+(?:wear|use))\b"
    r"|\bwon['’]t\s+need\b|\bunnecessary\b|\b(?:practically|almost)\s+never\s+(?:necessary|needed|required)\b"
    rf"|{BE}\s+(?:practically\s+|almost\s+)?never\s+(?:necessary|needed|required)\b",
    re.IGNORECASE,
)
NONE_OF_IT = re.compile(r"\b(?:no|without(?:\s+a)?)\s+(?:\w+\s+)?$", re.IGNORECASE)
OPEN = re.compile(
    r"\b(?:may|might|can|could|should|some|sometimes|whether|depend\w*|until|till|before|except|only|longer|while|during|unless"
    r"|occasional\w*|when|at\s+night|first|both|in\s+bed)\b|\?",
    re.IGNORECASE,
)


def need_of(sentence: str, cue: re.Match[str] | None) -> Need | None:
    """Whether what the cue names is needed; None where the sentence leaves it open."""
    if cue is None or OPEN.search(sentence):
        return None
    denied, said = NOT_NEEDED.search(sentence), NEEDED.search(sentence)
    none = NONE_OF_IT.search(sentence, 0, cue.start())
    if denied and not none:
        return Need(_around(cue, denied), needed=False)
    if none:
        return Need(_around(none, said) if said else Span(none.start(), cue.end()), needed=False)
    return Need(_around(cue, said), needed=True) if said and not denied else None


def _around(one: re.Match[str], other: re.Match[str]) -> Span:
    return Span(min(one.start(), other.start()), max(one.end(), other.end()))

"""What a sentence claims: a fact with its figure, or that something is needed or not.

Precision before recall: a figure for some patients only, a condition, a story or two facts in one breath claim nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.records import Span
from index.differences.facts import Facts, StatedFact
from index.differences.figures import Figure, figures_in
from index.differences.needs import Need, need_of
from index.differences.units import SMALL, Measure, any_of

LONGEST_SENTENCE = 1000  # characters; a longer one is a table that lost its lines
MOST_FACTS_AT_ONCE = 2  # "you may drive and fly after six weeks"
LONGEST_REPLY_WORDS, LATEST_IN_REPLY = (
    16,
    5,
)  # "About two to three days for most people." under a question leaves the question's words out


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact as a sentence states it. `span` counts from the start of the sentence.

    `before_surgery` tells the weeks before an operation from those after it.
    """

    fact: StatedFact
    span: Span
    states: Figure | Need
    before_surgery: bool = False

    @property
    def kind(self) -> tuple[str, bool, str]:
        """Only claims of one kind are compared: the same fact, before or after the operation, measured alike."""
        measure = self.states.measure if isinstance(self.states, Figure) else "need"
        return (self.fact.id, self.before_surgery, measure)


COUNT = rf"\d+|{any_of(SMALL)}"
STRONG_SEPARATOR = re.compile(r"[;.]\s")
SEPARATOR = re.compile(r"[;,.–]\s|\s[(–-]|,?\s+(?:and|but|then|or)\s+", re.IGNORECASE)
# "no football for two, no travel for three weeks", "1 week, 3 for heavy jobs": whose figure is whose is not certain.
NO_UNIT = re.compile(
    rf"\b(?:for|at|after|from)\s+(?:{COUNT})\s*(?:[,.;:]|$|\band\b)|\b(?:{COUNT})\s+(?:for|if|when)\b", re.IGNORECASE
)
SURGERY = r"(?:surgery|operation|procedure|admission|anaesthe\w+|anesthe\w+|op|your\s+date)"
BEFORE_SURGERY = re.compile(
    rf"\bbeforehand\b|\b(?:before|prior\s+to|ahead\s+of)\s+(?:you\s+come|(?:(?:the|your|an?|any)\s+)?(?:\w+\s+)?{SURGERY})\b"
    r"|\bbefore\W*$|\bbefore\s+(?:and|it)\b|\bpre-?op",
    re.IGNORECASE,
)
# For some patients only: what it says is true beside another figure.
SOME_ONLY = re.compile(
    r"\b(?:left|right)\s+(?:foot|hip|knee|hand|arm|shoulder|leg|side|eye)|\bboth\b|\bchild|\belderly|\bdiabet|\bBMI\b"
    r"|\boverweight|\bsmokers\b|\b(?:more\s+)?(?:complex|complicated|severe|difficult|unusual)\b|\blarge\s+\w|\bbigger\b"
    r"|\bopen\s+(?:surgery|operation)|\bemergency\s+(?:surgery|operation)|\b(?:the\s+)?others?\b|\bthose\b|\b(?:relative|visitor|famil(?:y|ie)|partner)s?\b"
    r"|\b(?:some|a\s+few|few|other|certain)\s+(?:people|patients|men|women|cases|surgeons|hospitals)\b"
    r"|\b(?:people|patients|men|women|anyone)\s+(?:who|with|under|over|from|aged|having)\b|\b(?:under|over)\s+\d+(?!\s*\w)"
    r"|\baged\b|\bfor\s+cancer\b|\bonly\s+(?:if|in|with|for)\b|\bsometimes\b|\brarely\b|\boccasionally\b|\bin\s+that\s+case\b|\bmay\s+then\b|\bper\s+level\b"
    r"|\banother\b|\badditional\b|\bextra\b|\bsecond\s+(?:operation|procedure|time)\b|\bused\s+to\b|\bearlier\b|\blonger\s+if\b",
    re.IGNORECASE,
)
CONDITION = re.compile(r"\b(?:if|unless|in\s+case)\b[^,;.:)]*", re.IGNORECASE)
HARMLESS = re.compile(
    r"\bif\s+(?:all|everything|possible|there\s+(?:is|are)\s+no|you\s+(?:feel|can|are\s+(?:well|able))|"
    r"your\s+(?:surgeon|doctor)|pain\s+allows|necessary)",
    re.IGNORECASE,
)
CIRCUMSTANCE = re.compile(
    r"\b(?:once|when|whenever|while|until|till|provided|as\s+long\s+as|because|after\s+you|(?<=,\s)as)\b[^,;.:)]*",
    re.IGNORECASE,
)
# Counted from something else than the operation.
OTHER_START = re.compile(
    r"\s+(?:after|from|of)\s+(?:(?:the|your|a|an|any|each|having|last)\s+)*(?:sedation|anaesth|anesth|injection|tablet|dose"
    r"|stitches|drain|scan|x-ray|visit|stopping|finishing|discharge|leaving|going|getting|taking|waking)",
    re.IGNORECASE,
)
STORY = re.compile(r"\?\s*$|\b(?:I|he|she|we)\s+(?:was|were|had|went|could|drove|stayed|walked)\b")
REPLY = re.compile(
    r"\W*(?:it|they|this|that|usually|normally|generally|typically|about|around|roughly|most|after|between|from|up\s+to"
    r"|at\s+least|you|on\s+average|allow|expect|one|two|three|four|five|six|\d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a sentence is read with: `alone` is true where it has one figure of a measure only."""

    facts: Facts
    asked: str
    alone: bool


def claims_in(sentence: str, facts: Facts, asked: str = "") -> tuple[Claim, ...]:
    """What a sentence claims.

    Args:
        sentence: one sentence or list item.
        facts: what pages are compared on.
        asked: the question or heading right above it, which a short reply leaves out of its words; may be empty.
    """
    if len(sentence) > LONGEST_SENTENCE or STORY.search(sentence):
        return ()
    return (*_figures_claimed(sentence, facts, asked), *_needs_claimed(sentence, facts))


def _figures_claimed(sentence: str, facts: Facts, asked: str) -> Iterator[Claim]:
    for measure in Measure:
        figures = [figure for figure in figures_in(sentence) if figure.measure is measure]
        for figure, clause in zip(figures, _clauses(sentence, figures), strict=True):
            yield from _claimed(figure, clause, sentence, _Setting(facts, asked, alone=len(figures) == 1))


def _clauses(sentence: str, figures: Sequence[Figure]) -> list[Span]:
    """The part of a sentence that belongs to each figure; an empty one where nothing parts it from the next."""
    clauses, start = [], 0
    for figure, following in pairwise(figures):
        parted = _parted_between(figure, following, sentence)
        clauses.append(Span(start, start if parted is None else parted))
        start = following.span.start if parted is None else parted
    return [*clauses, Span(start, len(sentence))] if figures else []


def _parted_between(figure: Figure, following: Figure, sentence: str) -> int | None:
    """Where a clause ends between two figures: at a semicolon, else at the last comma or "and"."""
    strong, weak = (
        [found.start() for found in separator.finditer(sentence, figure.span.end, following.span.start)]
        for separator in (STRONG_SEPARATOR, SEPARATOR)
    )
    return next((found[-1] for found in (strong, weak) if found), None)


def _claimed(figure: Figure, clause: Span, sentence: str, setting: _Setting) -> Iterator[Claim]:
    words = clause.of(sentence)
    stated = _facts_of(figure, words, setting.facts)
    if not stated and setting.alone:
        stated = _replied(sentence, figure, setting)
    elsewhere = OTHER_START.match(sentence, figure.span.end) or _is_in_circumstance(figure, sentence)
    if elsewhere or NO_UNIT.search(words):
        return
    for fact in stated[:MOST_FACTS_AT_ONCE]:
        if _is_meant_for_all(clause, sentence, fact):
            yield Claim(fact, figure.span, figure, bool(BEFORE_SURGERY.search(words)))


def _facts_of(figure: Figure, words: str, facts: Facts) -> list[StatedFact]:
    return [fact for fact in facts.stated_in(CIRCUMSTANCE.sub(" ", words)) if fact.fits(figure)]


def _replied(sentence: str, figure: Figure, setting: _Setting) -> list[StatedFact]:
    """The fact that the question right above asks for, where the sentence is a short reply to it."""
    late = len(sentence[: figure.span.start].split()) > LATEST_IN_REPLY
    if not setting.asked or late or len(sentence.split()) > LONGEST_REPLY_WORDS or not REPLY.match(sentence):
        return []
    fitting = [fact for fact in setting.facts.asked_in(setting.asked) if fact.fits(figure)]
    return fitting if len(fitting) == 1 and not setting.facts.stated_in(sentence) else []


def _is_in_circumstance(figure: Figure, sentence: str) -> bool:
    return any(found.start() < figure.span.start < found.end() for found in CIRCUMSTANCE.finditer(sentence))


def _is_meant_for_all(clause: Span, sentence: str, fact: StatedFact) -> bool:
    """Whether it is said of everybody to whom the fact applies, as in "if you work in an office"."""
    opening = CONDITION.match(sentence)
    words = f"{opening[0] if opening else ''} {clause.of(sentence)}"
    if SOME_ONLY.search(CONDITION.sub(" ", words)):
        return False
    conditions = (found[0] for found in CONDITION.finditer(words))
    return all(HARMLESS.match(condition) or fact.cue_in(condition) for condition in conditions)


def _needs_claimed(sentence: str, facts: Facts) -> Iterator[Claim]:
    if SOME_ONLY.search(sentence) or CONDITION.search(sentence):
        return
    for fact in facts.stated_in(sentence):
        if fact.is_measured_by("need"):
            need = need_of(sentence, fact.cue_in(sentence))
            if need:
                yield Claim(fact, need.span, need)

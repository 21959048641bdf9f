"""Tells how to reach or book a clinic apart from what the clinic says about an operation."""

import re

from corpus.records import Passage

REACHABLE = re.compile(r"(?<!\d)\+?\(?\d[\d\s().-]{7,}\d|[\w.+-]@[\w-]{1,64}\.\w|\bwww\.\w")
INVITES = re.compile(
    r"\b(schedul|book|request|mak|arrang|set)\w*\b[^.]{0,150}\b(appointments?|consultations?|visits?)\b"
    r"|\b(appointments?|consultations?)\b[^.]{0,150}\b(book|request|schedul)\w*\b",
    re.IGNORECASE,
)
# What a clinic asks of a patient is advice, whatever number it gives: "call 0123 456789 if your wound leaks".
ADVISES = re.compile(
    r"\bif (you|your|the|there|any|it)\b(?!.{0,60}\bquestions?\b)|\b(emergency|urgent|urgently|immediately)\b",
    re.IGNORECASE,
)


def is_contact(sentence: str) -> bool:
    """Whether a sentence is about reaching or booking the clinic, and no advice."""
    if INVITES.search(sentence):
        return True
    return bool(REACHABLE.search(sentence)) and not ADVISES.search(sentence)


def is_contact_passage(passage: Passage) -> bool:
    """Whether a passage says nothing but how to reach or book the clinic."""
    sentences = (passage.text[s.start - passage.span.start : s.end - passage.span.start] for s in passage.sentences)
    return all(is_contact(sentence) for sentence in sentences)

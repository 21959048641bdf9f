"""Glyphs as they were drawn: letters, their places and their weight. This is all we know of a page."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

UNNAMED = re.compile(r"\(cid:\d+\)")
LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
BOLD_FONT = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)


class Glyph(NamedTuple):
    """One letter and its place on the page, in points from the top left corner."""

    letter: str
    x0: float
    x1: float
    top: float
    bottom: float
    bold: bool


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One page: its height in points, its glyphs in the order of drawing, and the letters that are set sideways."""

    height: float
    glyphs: list[Glyph]
    sideways: str


@lru_cache(maxsize=256)
def is_bold(font: str) -> bool:
    """Whether a font is a bold one by its name."""
    return bool(BOLD_FONT.search(font))


def letters_of(said: str) -> str:
    """The letters of a glyph: ligatures as letters, U+FFFD where the font does not say which."""
    if said.isascii() and said.isalnum():
        return said
    said = UNNAMED.sub("\ufffd", said).translate(LIGATURES)
    return "".join(" " if c.isspace() or ord(c) < 32 else c for c in said if not 0xD800 <= ord(c) < 0xE000)

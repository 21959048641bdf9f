"""The elements of WordprocessingML that are read, and what their marks say."""

import re
from typing import Any

from docx.oxml.ns import qn

# lxml elements of python-docx: their own classes promise more than a damaged file holds.
Element = Any

PARAGRAPH, TABLE, ROW, CELL, RUN = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "r"))
PARAGRAPH_FACTS, RUN_FACTS, TEXT_BOX = qn("w:pPr"), qn("w:rPr"), qn("w:txbxContent")
UNSEEN = {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
OFF = {"0", "false", "off", "none"}


def value_of(element: Element, name: str) -> str | None:
    """The value of the child of this name, such as "style"; None without one."""
    child = element.find(qn(f"w:{name}"))
    return None if child is None else child.get(qn("w:val"))


def outline_level(facts: Element) -> int | None:
    """The heading level that paragraph facts give, 0 where they say that it is none, None where they do not say."""
    value = value_of(facts, "outlineLvl") if facts is not None else None
    return (int(value) + 1) % 10 if value and re.fullmatch(r"\d", value) else None


def style_id(paragraph: Element) -> str | None:
    """The id of the style that a paragraph names, or None."""
    facts = paragraph.find(PARAGRAPH_FACTS)
    return value_of(facts, "pStyle") if facts is not None else None


def says_bold(element: Element) -> bool | None:
    """Whether a run or a style says by itself that it is bold; None where it says nothing of that."""
    mark = element.find(f"{RUN_FACTS}/{qn('w:b')}")
    return None if mark is None else (mark.get(qn("w:val")) or "1") not in OFF


def is_hidden(run: Element) -> bool:
    """Whether a run is not shown."""
    mark = run.find(f"{RUN_FACTS}/{qn('w:vanish')}")
    return mark is not None and (mark.get(qn("w:val")) or "1") not in OFF

"""What a script of the page opens and closes: accordions and tabs, each label with the panel that it opens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from bs4.element import PageElement, Tag

from corpus.readers.html.tree import (
    BLOCKS,
    FURNITURE,
    HEADINGS,
    UNSEEN,
    attribute,
    parts_of,
    raw_attribute,
    words_of,
)

OPENERS = {"button", "a", "div", "span", "li", "dt", "p", "strong", "label"} | set(HEADINGS)
SCRIPTED = {"collapse", "tab", "pill"}  # what Bootstrap calls them
NO_FAQ = {"nav", "header", "footer", "aside", "form", "dialog"}
NO_FAQ_ROLES = {"navigation", "menu", "menubar", "search", "dialog", "banner", "contentinfo", "toolbar"}
# Such a label names what it does to the page, not what stands in the panel.
ABOUT_THE_PAGE = re.compile(
    r"(?:(?:read|see|show|view|learn|load|find out|open|close|expand|collapse|hide|toggle)"
    r"(?: (?:all|more|less|menu|details|panels?|sections?|answers?|this|the|full|text|content|about)\b.*)?"
    r"|more(?: \w+)?|(?:main )?menu|details|search|\W*)",
    re.IGNORECASE,
)
MAX_OPENERS = 1_000  # on one page
MAX_LABEL_WORDS = 60
MAX_LABEL_PARTS = 80
MAX_PANEL_PARTS = 500  # that are looked at to tell a menu from a text
MAX_EMPTY = 20  # elements without words between a label and its panel
MAX_LINKED = 0.7  # of the words of a panel; one with more is a menu
MAX_CLIMB = 3  # wrappers around a label
MAY_BE_PANELS = BLOCKS - set(HEADINGS) - set(FURNITURE) - {"dt", "summary"}
STATIC = frozenset({"nav", "form", "dialog"})


@dataclass(slots=True)
class Panels:
    """Labels and panels by the `id()` of their elements, which live as long as the page's tree."""

    label_of: dict[int, Tag] = field(default_factory=dict)  # panel -> label
    labels: set[int] = field(default_factory=set)  # read at their panels only
    opened: set[int] = field(default_factory=set)  # panels to read even where they are hidden


def find_panels(root: Tag) -> Panels:
    """The accordions and tabs of a page. Menus and buttons that open them are none."""
    page = _Page()
    page.survey(root)
    found = Panels()
    for opener in page.openers:
        panel = page.panel_of(opener)
        if panel is None or id(panel) in found.opened or _is_menu(panel):
            continue
        label = _around(opener)
        words = words_of(label, most=MAX_LABEL_PARTS)
        if not words or len(words.split()) > MAX_LABEL_WORDS:
            continue
        found.opened.add(id(panel))
        if not ABOUT_THE_PAGE.fullmatch(words.rstrip(" .:…»›>")):
            found.labels.add(id(label))
            found.label_of[id(panel)] = label
    return found


class _Page:
    """The openers of a page in order, and the elements they can name."""

    def __init__(self) -> None:
        self.openers: list[Tag] = []
        self._by_id: dict[str, Tag] = {}
        self._labelled: dict[str, Tag] = {}  # id of a tab -> its panel
        self._places: dict[int, tuple[int, int]] = {}  # first and last number of an element and what is in it

    def survey(self, root: Tag) -> None:
        stack: list[tuple[Tag, bool]] = [(root, False)]
        number = 0
        while stack:
            tag, leaving = stack.pop()
            if leaving:
                self._places[id(tag)] = (self._places[id(tag)][0], number)
                continue
            if tag.name in UNSEEN or tag.name in NO_FAQ or attribute(tag, "role") in NO_FAQ_ROLES:
                continue
            number += 1
            self._places[id(tag)] = (number, number)
            self._note(tag)
            stack.append((tag, True))
            stack.extend((child, False) for child in reversed(tag.contents) if isinstance(child, Tag))

    def _note(self, tag: Tag) -> None:
        name = raw_attribute(tag, "id")
        if name:
            self._by_id.setdefault(name, tag)
        if attribute(tag, "role") == "tabpanel":
            for label in raw_attribute(tag, "aria-labelledby").split():
                self._labelled.setdefault(label, tag)
        if len(self.openers) < MAX_OPENERS and _is_opener(tag):
            self.openers.append(tag)

    def panel_of(self, opener: Tag) -> Tag | None:
        """The element that an opener opens, or None where it is unknown, or stands around the opener or in it."""
        named = _targets(opener)
        if len(named) > 1:  # "Open all"
            return None
        panel = self._by_id.get(named[0]) if named else self._labelled.get(raw_attribute(opener, "id"))
        if panel is None and attribute(opener, "role") != "tab":
            panel = next(_below(_around(opener)), None)
        if panel is None or id(panel) not in self._places or panel.name in {"body", "html"}:
            return None
        (first, last), (start, end) = self._places[id(panel)], self._places[id(opener)]
        return panel if last < start or end < first else None


def _is_opener(tag: Tag) -> bool:
    if attribute(tag, "role") == "tab":
        return True
    if tag.name not in OPENERS or tag.has_attr("aria-haspopup"):
        return False
    if tag.has_attr("aria-expanded") or tag.has_attr("aria-controls"):
        return True
    scripted = attribute(tag, "data-toggle") or attribute(tag, "data-bs-toggle")
    return scripted in SCRIPTED or (tag.name == "button" and words_of(tag, most=MAX_LABEL_PARTS).endswith("?"))


def _targets(opener: Tag) -> list[str]:
    named = raw_attribute(opener, "aria-controls").split()
    for name in ("data-target", "data-bs-target", "href"):
        place = raw_attribute(opener, name)
        if not named and len(place) > 1 and place.startswith("#"):
            named = [place[1:]]
    return named


def _around(opener: Tag) -> Tag:
    """The heading or term that holds an opener and no other words, else the opener itself."""
    words = words_of(opener, most=MAX_LABEL_PARTS)
    above = opener.parent
    for _ in range(MAX_CLIMB):
        if above is None or words_of(above, most=MAX_LABEL_PARTS) != words:
            break
        if above.name in HEADINGS or above.name == "dt":
            return above
        above = above.parent
    return opener


def _below(label: Tag) -> Iterator[Tag]:
    """The element that follows a label, or the wrapper that holds only the label."""
    words, here = words_of(label, most=MAX_LABEL_PARTS), label
    for _ in range(MAX_CLIMB):
        follower = _next_with_words(here)
        if follower is not None:
            may_be_panel = isinstance(follower, Tag) and follower.name in BLOCKS - set(HEADINGS) - set(FURNITURE) - {
                "dt"
            }
            if isinstance(follower, Tag) and may_be_panel:
                yield follower
            return
        if here.parent is None or words_of(here.parent, most=MAX_LABEL_PARTS) != words:
            return
        here = here.parent


def _next_with_words(tag: Tag) -> PageElement | None:
    following = islice(tag.next_siblings, MAX_EMPTY)
    return next((part for part in following if words_of(part, most=MAX_LABEL_PARTS)), None)


def _is_menu(panel: Tag) -> bool:
    """Whether a panel holds links, a form or nothing rather than a text."""
    if panel.name in FURNITURE:
        return True
    words = len(words_of(panel, STATIC, MAX_PANEL_PARTS))
    links = (part for part in parts_of(panel, STATIC, MAX_PANEL_PARTS) if isinstance(part, Tag) and part.name == "a")
    return sum(len(words_of(link, most=MAX_LABEL_PARTS)) for link in links) >= words * MAX_LINKED


def asks_alone(tag: Tag) -> bool:
    """Whether bold words ask a question in a line or a paragraph of their own."""
    if not words_of(tag, most=MAX_LABEL_PARTS).endswith("?"):
        return False
    return _at_edge(tag, "previous_sibling") and _at_edge(tag, "next_sibling")


def _at_edge(tag: Tag, step: str) -> bool:
    for _ in range(MAX_LABEL_PARTS):
        beside = getattr(tag, step)
        if beside is None:
            if tag.parent is None or tag.parent.name in BLOCKS:
                return True
            tag = tag.parent
        elif isinstance(beside, Tag) and (beside.name == "br" or beside.name in BLOCKS):
            return True
        elif words_of(beside, most=MAX_LABEL_PARTS):
            return False
        else:
            tag = beside
    return False

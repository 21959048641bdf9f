"""The elements of HTML by what they are for, and their words. Nothing here walks deeper than it is told to."""

from collections.abc import Iterator

from bs4.element import CData, NavigableString, PageElement, Tag

UNSEEN = {"script", "style", "template", "noscript", "head", "svg", "iframe", "object", "select", "textarea"}
FURNITURE = {
    "nav": "navigation",
    "header": "page header",
    "footer": "page footer",
    "aside": "beside the main text",
    "form": "form",
    "button": "button",
    "figcaption": "image caption",
    "dialog": "pop-up",
}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = {
    "p", "div", "section", "article", "main", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "td", "th",
    "blockquote", "pre", "figure", "details", "summary", "body", "address", "hr", "fieldset", "caption",
} | set(HEADINGS) | set(FURNITURE)  # fmt: skip
MAX_PARTS = 3_000  # elements and texts that are looked at for the words of one element


def is_hidden(tag: Tag) -> bool:
    """Whether the page hides an element. What `until-found` hides can be found by its reader."""
    hidden = tag.get("hidden")
    return (hidden is not None and str(hidden).lower() != "until-found") or attribute(tag, "aria-hidden") == "true"


def attribute(tag: Tag, name: str) -> str:
    """What an attribute says, in lower case, or nothing."""
    return raw_attribute(tag, name).lower()


def raw_attribute(tag: Tag, name: str) -> str:
    """What an attribute says, or nothing."""
    value = tag.get(name)
    return (value if isinstance(value, str) else " ".join(value or ())).strip()


def is_text(part: PageElement) -> bool:
    """Whether a part is words, and neither a comment nor a script."""
    return type(part) in (NavigableString, CData)


def words_of(tag: PageElement | None, leaving_out: frozenset[str] = frozenset(), most: int = MAX_PARTS) -> str:
    """The words of an element with single spaces, from its first parts where it has more than `most`."""
    said: list[str] = []
    for part in parts_of(tag, leaving_out, most):
        if is_text(part):
            said.append(str(part))
        elif isinstance(part, Tag) and (part.name in BLOCKS or part.name == "br"):
            said.append(" ")
    return " ".join("".join(said).split())


def parts_of(
    tag: PageElement | None, leaving_out: frozenset[str] = frozenset(), most: int = MAX_PARTS
) -> Iterator[PageElement]:
    """The parts of an element in reading order, itself first. Beautiful Soup's own way is slow in deep pages."""
    stack = [tag] if tag is not None else []
    while stack and most > 0:
        most -= 1
        here = stack.pop()
        if isinstance(here, Tag):
            if here.name in UNSEEN or here.name in leaving_out:
                continue
            stack.extend(reversed(here.contents[:most]))
        yield here

"""What the paragraph styles of a Word file say, with what each inherits."""

import re
from functools import cache

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from corpus.readers.docx.markup import OFF, PARAGRAPH_FACTS, Element, outline_level, value_of

MAX_STYLE_CHAIN = 20
HEADING_NAME = re.compile(r"heading ([1-9])", re.IGNORECASE)


class Styles:
    """What the paragraph styles of a file say, with what each inherits."""

    def __init__(self, document: WordDocument) -> None:
        styles: Element = document.styles.element
        self._by_id = {style.get(qn("w:styleId")): style for style in styles.findall(qn("w:style"))}
        self._default = next((id_ for id_, style in self._by_id.items() if _is_default(style)), None)
        self.of = cache(self._of)
        self.level = cache(self._level)

    def _of(self, id_: str | None) -> list[Element]:
        """The style with this id and those it is based on, itself first."""
        chain: list[Element] = []
        while (id_ or self._default) in self._by_id and len(chain) < MAX_STYLE_CHAIN:
            style = self._by_id[id_ or self._default]
            chain.append(style)
            id_ = value_of(style, "basedOn")
            if id_ is None:
                break
        return chain

    def name(self, id_: str | None) -> str:
        """The name of a style, which Word keeps in English whatever the language of its menus."""
        return next((value_of(style, "name") or "" for style in self.of(id_)), "")

    def _level(self, id_: str | None) -> int | None:
        """The level of the headings written in a style: 0 for the title, None where it is none for headings."""
        for style in self.of(id_):
            name = value_of(style, "name") or ""
            if name.lower() == "title":
                return 0
            if found := HEADING_NAME.fullmatch(name):
                return int(found[1])
            outline = outline_level(style.find(PARAGRAPH_FACTS))
            if outline is not None:
                return outline or None
        return None


def default_language(document: WordDocument) -> str | None:
    """The language that all text of a file is in unless it says otherwise, or None."""
    styles: Element = document.styles.element
    language = styles.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    return None if language is None else language.get(qn("w:val"))


def _is_default(style: Element) -> bool:
    return style.get(qn("w:type")) == "paragraph" and (style.get(qn("w:default")) or "0") not in OFF

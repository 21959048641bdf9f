"""The words that a reader sees of a paragraph, a cell or a row."""

from collections.abc import Iterator

from docx.oxml.ns import qn

from corpus.readers.docx.markup import (
    CELL,
    PARAGRAPH,
    PARAGRAPH_FACTS,
    RUN,
    TABLE,
    TEXT_BOX,
    UNSEEN,
    Element,
    is_hidden,
)
from corpus.readers.html import MAX_CELL_WORDS

SIGNS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:ptab"): " "}


def words_of(element: Element) -> str:
    r"""The words of a paragraph or a run as shown, line breaks as `\n`, without those of text boxes in it."""
    return "".join(_shown(element))


def _shown(element: Element) -> Iterator[str]:
    if (
        element.tag in UNSEEN
        or element.tag in (TEXT_BOX, PARAGRAPH_FACTS)
        or (element.tag == RUN and is_hidden(element))
    ):
        return
    if element.tag == qn("w:t"):
        yield element.text or ""
    elif element.tag == qn("w:br") and element.get(qn("w:type")) in ("page", "column"):
        yield " "
    elif element.tag in SIGNS:
        yield SIGNS[element.tag]
    else:
        for child in element:
            yield from _shown(child)


def boxes_of(element: Element) -> Iterator[Element]:
    """The text boxes that hang on a paragraph. The older form that Word keeps beside each is not read again."""
    for child in element:
        if child.tag == TEXT_BOX:
            yield child
        elif child.tag not in UNSEEN:
            yield from boxes_of(child)


def inside(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, through content controls and marks of revisions."""
    for child in parent:
        if child.tag == tag:
            if child.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
                yield child
        elif child.tag not in UNSEEN and child.tag not in (TABLE, CELL, PARAGRAPH):
            yield from inside(child, tag)


def words_of_all(element: Element) -> str:
    """The words of every paragraph of a cell, or of any other element."""
    return " ".join(" ".join(map(words_of, _paragraphs_of(element))).split())


def _paragraphs_of(element: Element) -> Iterator[Element]:
    if element.tag == PARAGRAPH:
        yield element
    for child in element:
        if child.tag not in UNSEEN:
            yield from _paragraphs_of(child)


def is_short(cell: Element) -> bool:
    """Whether a cell holds one paragraph of a few words."""
    paragraphs = [paragraph for paragraph in _paragraphs_of(cell) if words_of(paragraph).strip()]
    return len(paragraphs) == 1 and len(words_of_all(cell).split()) <= MAX_CELL_WORDS


def is_question_row(row: list[Element]) -> bool:
    """Whether a row is a question with its answer beside it."""
    return len(row) == 2 and words_of_all(row[0]).endswith("?") and bool(words_of_all(row[1]))


def is_labels(row: list[Element]) -> bool:
    """Whether the cells of a row are as short as names of columns."""
    return all(len(words_of_all(cell).split()) <= 2 for cell in row)

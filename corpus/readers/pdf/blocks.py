"""The blocks of a file: headings with their levels, paragraphs, items, and furniture where it parts nothing."""

from corpus.readers.pdf.paragraphs import Paragraph, Usual, bullet_end, is_heading, paragraphs_of, usual_of
from corpus.readers.pdf.rows import Row, Sheet
from corpus.readers.pdf.words import joiner
from corpus.readers.rendition import RenditionBuilder
from corpus.records import BlockKind, PageFacts, Rendition

MAX_LEVEL = 6


def rendition_of(sheets: list[Sheet], pages: list[list[list[Row]]], stated: list[str]) -> Rendition:
    """The text and blocks of a file.

    Args:
        sheets: the pages, with what was taken from them.
        pages: the stretches of rows of each page, in reading order.
        stated: sentences to give once, above all or below the title.
    """
    builder = RenditionBuilder()
    stretches = [stretch for page in pages for stretch in page]
    if stretches:
        _add_paragraphs(builder, sheets, pages, usual_of(stretches), stated)
    for sheet in sheets:
        _add_furniture(builder, sheet)
    return builder.rendition(PageFacts())


def _add_paragraphs(
    builder: RenditionBuilder, sheets: list[Sheet], pages: list[list[list[Row]]], usual: Usual, stated: list[str]
) -> None:
    join = joiner(pages)
    paragraphs = [(paragraph, is_heading(paragraph, usual)) for paragraph in paragraphs_of(pages, usual)]
    styles = sorted({_style(paragraph) for paragraph, heading in paragraphs if heading}, reverse=True)
    done = 0
    for position, (paragraph, heading) in enumerate(paragraphs):
        if heading:  # furniture between paragraphs would part a list that runs over two pages
            for sheet in sheets[done : paragraph.page]:
                _add_furniture(builder, sheet)
            done = max(done, paragraph.page)
        if position == int(paragraphs[0][1]):  # above all, or below the title
            _add_stated(builder, stated)
        words = join([row.words for row in paragraph.rows])
        if heading:
            builder.add(BlockKind.HEADING, words, min(styles.index(_style(paragraph)) + 1, MAX_LEVEL))
        elif paragraph.item:
            builder.add(BlockKind.LIST_ITEM, words if paragraph.last.cells else words[bullet_end(words) :])
        else:
            builder.add(BlockKind.PARAGRAPH, words)
    _add_stated(builder, stated)


def _add_stated(builder: RenditionBuilder, stated: list[str]) -> None:
    for words in stated:
        builder.add(BlockKind.PARAGRAPH, words)
    stated.clear()


def _add_furniture(builder: RenditionBuilder, sheet: Sheet) -> None:
    """What stands above and below the text of a page. Nothing is left to add the second time."""
    for words, reason in (*sheet.above, *sheet.below):
        builder.add(BlockKind.FURNITURE, words, 0, reason)
    sheet.above.clear()
    sheet.below.clear()


def _style(heading: Paragraph) -> tuple[float, bool]:
    """Larger first, then bold: the order in which headings stand above each other."""
    return round(heading.last.size), heading.last.bold

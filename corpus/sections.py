"""Blocks into sections: every block under the headings it belongs to."""

from corpus.records import Block, BlockKind, Rendition, Section


def title_block(page: Rendition) -> Block | None:
    """The heading that names the page: its only heading of the first rank, or one that stands above all text.

    A question below the first rank names no page: it is asked, and what follows answers it.
    """
    content = [block for block in page.blocks if block.kind is not BlockKind.FURNITURE and block.span.of(page.text)]
    headings = [block for block in content if block.kind is BlockKind.HEADING]
    if not headings:
        return None
    first = headings[0]
    if first.level == 1:
        return first if all(block.level > 1 for block in headings[1:]) else None
    names = first is content[0] and page.facts.title is None and not first.span.of(page.text).endswith("?")
    return first if names else None


def sections_of(page: Rendition) -> list[Section]:
    """The sections of a page in order, each with its heading path, the page's own title left out.

    Furniture belongs to no section, and parts the one it stands in: no passage may run across it.
    A heading with no text of its own gives no section; one without words says that a heading was lost,
    and ends the section above it.
    """
    title = title_block(page)
    sections: list[Section] = []
    path: list[Block] = []
    gathered: list[Block] = []

    def close() -> None:
        if gathered:
            sections.append(Section(tuple(_words(block, page.text) for block in path), tuple(gathered)))
            gathered.clear()

    for block in page.blocks:
        if block.kind is BlockKind.HEADING:
            close()
            path = [above for above in path if above.level < block.level]
            if block is not title and block.span.of(page.text):
                path.append(block)
        elif block.kind is BlockKind.FURNITURE:
            close()
        else:
            gathered.append(block)
    close()
    return sections


def _words(heading: Block, text: str) -> str:
    return " ".join(heading.span.of(text).split())

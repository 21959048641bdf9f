"""Builds the stored text of a page whose file holds markup: what a person sees, with each block's offsets."""

from corpus.records import Block, BlockKind, PageFacts, Rendition, Span

BULLET = "- "
CELL_GAP = " · "  # between the cells of a table row: no sign that means something between numbers or in a menu


class RenditionBuilder:
    """Collects blocks in reading order. Blocks are parted by an empty line, items of one list by a line end."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []

    def add(self, kind: BlockKind, words: str, level: int = 0, reason: str = "") -> None:
        """Append one block; white space inside it becomes single spaces. A block without words is ignored."""
        shown = " ".join(words.split())
        if not shown:
            return
        if self._blocks:
            in_list = kind is BlockKind.LIST_ITEM and self._blocks[-1].kind is BlockKind.LIST_ITEM
            self._append("\n" if in_list else "\n\n")
        if kind is BlockKind.LIST_ITEM:
            self._append(BULLET)
        span = Span(self._length, self._length + len(shown))
        self._append(shown)
        self._blocks.append(Block(kind, span, level, reason))

    def add_all(self, other: Rendition) -> None:
        """Append the blocks of another rendition."""
        for block in other.blocks:
            self.add(block.kind, block.span.of(other.text), block.level, block.reason)

    def _append(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)

    def rendition(self, facts: PageFacts) -> Rendition:
        """Everything collected so far."""
        return Rendition("".join(self._parts), tuple(self._blocks), facts)

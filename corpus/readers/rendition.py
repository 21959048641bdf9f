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
        self._heading_level = 0  # of the heading that the next words stand under, 0 for none
        self._ended = 0  # the level of a section that ended with no heading after it, 0 for none

    @property
    def length(self) -> int:
        """How many characters were collected."""
        return self._length

    def end_section(self, level: int) -> None:
        """What comes next stands under no heading of this level or a deeper one, though none follows."""
        if self._heading_level >= level:
            self._ended = min(level, self._ended or level)

    def add(self, kind: BlockKind, words: str, level: int = 0, reason: str = "") -> None:
        """Append one block; white space inside it becomes single spaces. A block without words is ignored."""
        shown = " ".join(words.split())
        if not shown:
            return
        if kind is not BlockKind.FURNITURE:
            self._open_section(level if kind is BlockKind.HEADING else 0)
        if self._blocks:
            in_list = kind is BlockKind.LIST_ITEM and self._blocks[-1].kind is BlockKind.LIST_ITEM
            self._append("\n" if in_list else "\n\n")
        if kind is BlockKind.LIST_ITEM:
            self._append(BULLET)
        span = Span(self._length, self._length + len(shown))
        self._append(shown)
        self._blocks.append(Block(kind, span, level, reason))

    def _open_section(self, level: int) -> None:
        """Put a heading without words where a section has ended, unless a heading (`level` above 0) says so."""
        if self._ended and not 0 < level <= self._ended:
            self._blocks.append(Block(BlockKind.HEADING, Span(self._length, self._length), self._ended))
            self._heading_level = self._ended - 1
        self._heading_level = level or self._heading_level
        self._ended = 0

    def add_all(self, other: Rendition) -> None:
        """Append the blocks of another rendition."""
        for block in other.blocks:
            if block.kind is BlockKind.HEADING and not block.span.of(other.text):
                self.end_section(block.level)
            self.add(block.kind, block.span.of(other.text), block.level, block.reason)

    def _append(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)

    def rendition(self, facts: PageFacts) -> Rendition:
        """Everything collected so far."""
        return Rendition("".join(self._parts), tuple(self._blocks), facts)

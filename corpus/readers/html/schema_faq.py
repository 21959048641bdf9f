"""The questions that a page states for machines, brought together with the words that it shows to people."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from corpus.faq import stated_question
from corpus.qa_marks import QUESTION_MARK
from corpus.readers.rendition import RenditionBuilder
from corpus.records import Block, BlockKind, Rendition, Section, Span, TablePair

WORD = re.compile(r"\w+")
CLOSING = re.compile(r"[^\w\s]*")
RUN = 4  # words in a row; shorter answers are only looked for right below their question
DEEPEST = 9  # the level of a wordless heading that parts two sections under the same headings
TEXT = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
ASKED_BELOW = "question that is asked again, with its answer, at the end"
MIN_SHOWN = 0.7  # of the runs of an answer: the page shows it, in slightly other words
LEVEL = 2  # of a question that only machines were told


def with_asked(page: Rendition, asked: Sequence[tuple[str, Rendition]]) -> Rendition:
    """The page, with the blocks that ask these questions as headings; what it does not show stands at its end.

    A question without a question mark is no heading that asks, so that `pairs` names it with its answer.

    Args:
        page: as people see it.
        asked: questions, each with its answer as a page of its own.
    """
    shown = _Shown(page)
    missing: dict[str, tuple[str, Rendition]] = {}
    for question, answer in asked:
        key = " ".join(words_in(question))
        if key and answer.text and key not in missing and not shown.take(question, answer):
            missing[key] = question, answer
    return _with_missing(replace(page, blocks=shown.blocks(), pairs=tuple(shown.pairs)), list(missing.values()))


def words_in(text: str) -> list[str]:
    """The words of a text, in lower case and without signs."""
    return WORD.findall(text.casefold())


class _Shown:
    """The words of a page with their places, and which of its blocks were found to ask."""

    def __init__(self, page: Rendition) -> None:
        self._page = page
        self.pairs: list[TablePair] = []
        self._changed: dict[int, Block] = {}  # position -> what the block is now
        self._ends: dict[int, int] = {}  # position -> the level of the sections that end before this block
        self._taken: set[int] = set()
        self._words: list[Span] = []
        self._block_of: list[int] = []
        self._asking: dict[str, list[int]] = {}
        for position, block in enumerate(page.blocks):
            self._gather(position, block)
        said = [word.of(page.text).casefold() for word in self._words]
        self._text = " " + " ".join(said) + " "
        self._starts = [1]
        for word in said:
            self._starts.append(self._starts[-1] + len(word) + 1)
        self._runs = {tuple(said[start : start + RUN]) for start in range(len(said) - RUN + 1)}

    def _gather(self, position: int, block: Block) -> None:
        text = block.span.of(self._page.text)
        words = [Span(block.span.start + one.start(), block.span.start + one.end()) for one in WORD.finditer(text)]
        self._words += words
        self._block_of += [position] * len(words)
        if block.kind is not BlockKind.FURNITURE or block.reason == "button":
            key = " ".join(words_in(QUESTION_MARK.sub("", text, count=1)))
            self._asking.setdefault(key, []).append(position)

    def take(self, question: str, answer: Rendition) -> bool:
        """Whether the page shows the answer. The block that asks the question is a heading from now on."""
        said = [word for block in answer.blocks for word in words_in(block.span.of(answer.text))]
        asking = [one for one in self._asking.get(" ".join(words_in(question)), []) if one not in self._taken]
        position = next((one for one in asking if self._page.blocks[one].kind is BlockKind.HEADING), None)
        position = asking[0] if position is None and asking else position
        span = self._place_of(said, position)
        if span is None and not self._mostly_shown(said):
            self._leave_out(position)
            return False
        if position is not None:
            self._ask(position, span)
        if span is not None and (position is None or not self._asks(position)):
            self._pair(question, span)
        return True

    def _leave_out(self, position: int | None) -> None:
        """A question whose answer the page does not show must not seem to ask for the text that follows it."""
        if position is not None and self._page.blocks[position].kind in TEXT:
            self._taken.add(position)
            self._changed[position] = replace(self._page.blocks[position], kind=BlockKind.FURNITURE, reason=ASKED_BELOW)

    def _asks(self, position: int) -> bool:
        """Whether a block asks by itself, as a heading of a section."""
        return stated_question(Section((self._page.blocks[position].span.of(self._page.text),), ())) is not None

    def _pair(self, question: str, answer: Span) -> None:
        """Note a pair, where whole blocks are the answer, and part them from what stands around them."""
        blocks = self._page.blocks
        inside = [
            one for one, block in enumerate(blocks) if block.span.start < answer.end and answer.start < block.span.end
        ]
        if inside[0] and blocks[inside[0] - 1].kind is BlockKind.HEADING and self._asks(inside[0] - 1):
            return  # the page asks in other words, which are its own
        fits = blocks[inside[0]].span.start == answer.start and blocks[inside[-1]].span.end == answer.end
        if fits and all(blocks[one].kind in TEXT for one in inside):
            self.pairs.append(TablePair(question, answer))
            self._ends.setdefault(inside[0], DEEPEST)
            self._ends.setdefault(inside[-1] + 1, DEEPEST)

    def _place_of(self, said: list[str], asking: int | None) -> Span | None:
        """Where the page gives an answer: below its question, or anywhere else where it is long enough to tell."""
        words = " " + " ".join(said) + " "
        first = bisect_right(self._block_of, asking) if asking is not None else 0
        found = self._text.find(words, self._starts[first] - 1) if said else -1
        if len(said) < RUN:
            found = found if asking is not None and found == self._starts[first] - 1 else -1
        elif found < 0:
            found = self._text.find(words)
        if found < 0:
            return None
        start = bisect_right(self._starts, found + 1) - 1
        last = start + len(said) - 1
        block = self._page.blocks[self._block_of[last]]
        closing = CLOSING.match(self._page.text, self._words[last].end, block.span.end)
        return Span(self._words[start].start, closing.end() if closing else self._words[last].end)

    def _mostly_shown(self, said: list[str]) -> bool:
        runs = [tuple(said[start : start + RUN]) for start in range(len(said) - RUN + 1)]
        return bool(runs) and sum(run in self._runs for run in runs) >= len(runs) * MIN_SHOWN

    def _ask(self, position: int, answer: Span | None) -> None:
        self._taken.add(position)
        block = self._page.blocks[position]
        if block.kind is BlockKind.HEADING:
            return
        level = self._level_above(position) + 1
        self._changed[position] = replace(block, kind=BlockKind.HEADING, level=level, reason="")
        after = next(
            (one for one, other in enumerate(self._page.blocks) if answer and other.span.start >= answer.end), None
        )
        if answer is not None and answer.start >= block.span.end and after is not None:
            self._ends[after] = level

    def _level_above(self, position: int) -> int:
        above = (block.level for block in reversed(self._page.blocks[:position]) if block.kind is BlockKind.HEADING)
        return max(next(above, 1), 1)

    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the page, the questions among them as headings, and a wordless one where an answer ends."""
        blocks: list[Block] = []
        for position, block in enumerate(self._page.blocks):
            now = self._changed.get(position, block)
            follows_heading = bool(blocks) and blocks[-1].kind is BlockKind.HEADING
            if position in self._ends and now.kind is not BlockKind.HEADING and not follows_heading:
                blocks.append(Block(BlockKind.HEADING, Span(block.span.start, block.span.start), self._ends[position]))
            blocks.append(now)
        return tuple(blocks)


def _with_missing(page: Rendition, asked: Sequence[tuple[str, Rendition]]) -> Rendition:
    """The page with questions and answers that it does not show at its end."""
    if not asked:
        return page
    builder = RenditionBuilder()
    builder.add_all(page)
    places: list[tuple[int, int]] = []
    for question, answer in asked:
        builder.add(BlockKind.HEADING, question, LEVEL)
        start = builder.length
        builder.add_all(answer)
        places.append((start, builder.length))
    longer = builder.rendition(page.facts)
    starts = [block.span.start for block in longer.blocks]
    pairs = [
        TablePair(question, Span(starts[bisect_right(starts, start)], end))
        for (question, _), (start, end) in zip(asked, places, strict=True)
        if stated_question(Section((question,), ())) is None
    ]
    return replace(longer, pairs=(*page.pairs, *pairs))

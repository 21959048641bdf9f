"""Questions and answers that a page marks as such: "Q: Can I drive?" and "A: Not yet."."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, takewhile

from corpus.records import Block, BlockKind, Rendition, Span, TablePair

NUMBERED = r"\s?(?:no\.? ?)?\d{0,3}\s?[:.)–-]+\s*(?=\S)"
QUESTION_MARK = re.compile(rf"(?:q|question){NUMBERED}", re.IGNORECASE)
ANSWER_MARK = re.compile(rf"(?:a|ans|answer){NUMBERED}", re.IGNORECASE)
ANSWER_BEHIND = re.compile(rf"(?<=\?)\s+(?:a|ans|answer){NUMBERED}", re.IGNORECASE)
MAX_LEVEL = 9
REASON = "mark of a question or an answer"
CONTENT = (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)


def with_marked_questions(rendition: Rendition) -> Rendition:
    """The page, with marked questions as headings and their answers below, both without the mark.

    "Q." alone may be an initial and "A." a list: a question ends in a question mark or has a marked answer
    right below it, and an answer stands right below a marked question.
    """
    text = rendition.text
    parted = [part for block in rendition.blocks for part in _parted(block, text)]
    blocks: list[Block] = []
    unclear: list[int] = []  # positions of questions without a question mark
    above, asked = 1, False
    for block, below in pairwise([*parted, None]):
        assert block is not None
        question = _question_in(block, below, text)
        answer = _behind(ANSWER_MARK, block, text) if asked and question is None else None
        asked = question is not None
        blocks.extend(_mark_in_words(block, question or answer, text))
        if question is not None:
            unclear.extend([len(blocks)] * (not question.of(text).endswith("?")))
            blocks.append(Block(BlockKind.HEADING, question, min(above + 1, MAX_LEVEL)))
        elif answer is not None:
            kind = BlockKind.PARAGRAPH if block.kind is BlockKind.HEADING else block.kind
            blocks.append(Block(kind, answer))
        else:
            above = block.level if block.kind is BlockKind.HEADING else above
            blocks.append(block)
    pairs = (TablePair(blocks[one].span.of(text), _answer_below(one, blocks)) for one in unclear)
    return replace(rendition, blocks=tuple(blocks), pairs=(*rendition.pairs, *pairs))


def _parted(block: Block, text: str) -> Iterator[Block]:
    """A block that holds a marked question and its marked answer, as two."""
    mark = ANSWER_BEHIND.search(text, *block.span) if _behind(QUESTION_MARK, block, text) else None
    if mark is None:
        yield block
        return
    answer = mark.start() + len(mark[0]) - len(mark[0].lstrip())
    kind = BlockKind.PARAGRAPH if block.kind is BlockKind.HEADING else block.kind
    yield replace(block, span=Span(block.span.start, mark.start()))
    yield replace(block, kind=kind, level=0, span=Span(answer, block.span.end))


def _question_in(block: Block, below: Block | None, text: str) -> Span | None:
    """The question that a block marks, without its mark."""
    question = _behind(QUESTION_MARK, block, text)
    answered = below is not None and _behind(ANSWER_MARK, below, text) is not None
    return question if question is not None and (answered or question.of(text).endswith("?")) else None


def _mark_in_words(block: Block, marked: Span | None, text: str) -> Iterator[Block]:
    """A mark such as "Question 3:" as furniture. One letter is a bullet, and in no block."""
    mark = text[block.span.start : marked.start].rstrip() if marked else ""
    if re.match(r"\w\w", re.sub(r"\d", "", mark)):
        yield Block(BlockKind.FURNITURE, Span(block.span.start, block.span.start + len(mark)), reason=REASON)


def _behind(mark: re.Pattern[str], block: Block, text: str) -> Span | None:
    """The words of a block behind a mark at its start, or None where it has none or nothing else."""
    found = mark.match(text, *block.span) if block.kind in CONTENT else None
    return Span(found.end(), block.span.end) if found else None


def _answer_below(question: int, blocks: list[Block]) -> Span:
    below = takewhile(lambda block: block.kind is not BlockKind.HEADING, blocks[question + 1 :])
    content = [block.span for block in below if block.kind is not BlockKind.FURNITURE]
    return Span(content[0].start, content[-1].end)  # a question without a question mark has a marked answer

"""Targets below the readers: sentences and the splitter, with blocks that the fuzzer draws itself."""

from pathlib import Path

from corpus.records import Block, BlockKind, Section, Span
from corpus.sentences import sentence_spans
from corpus.split import MAX_WORDS, thoughts_of
from scripts.fuzzing.target import Check, Target, hold

ITEM = "-"
SEEDS = [
    b"\x08It hurts. It heals, e.g. at night.\nWatch for:\n-pus\n-a fever of 38.5\nCall 020 7946 0018. Rest.",
    b"\x46Dr. A. Smith operates. How long?\n-One\n-two. three\n",
]
WORDS = (
    b". ",
    b"? ",
    b"Dr. ",
    b"e.g. ",
    b"\n-",
    b":\n-",
    b"38.5",
    b"\xe2\x80\x9d",
    b"www.a.test",
    b"x@y.zz",
    b"\xc2\xa0",
)


def split_check(_: Path) -> Check:
    """Splits a section: the first byte is the limit in words, every line a block, an item where it starts with `-`."""

    def check(data: bytes) -> None:
        max_words = data[0] if data and data[0] else MAX_WORDS
        text = data[1:].decode("utf-8", "replace")
        blocks = blocks_of(text)
        if not blocks:
            return
        thoughts = thoughts_of(Section((), tuple(blocks)), text, max_words)
        sentences = [span for block in blocks for span in sentence_spans(block.span.of(text), block.span.start)]
        kept = [span for thought in thoughts for span in thought.sentences]
        hold(kept == sentences, f"sentences {sentences} came back as {kept}")
        said = "".join("".join(span.of(text).split()) for span in sentences)
        written = "".join("".join(block.span.of(text).split()) for block in blocks)
        hold(said == written, f"{written!r} was split into {said!r}")
        ends = [(thought.span.start, thought.span.end) for thought in thoughts]
        own = [(thought.sentences[0].start, thought.sentences[-1].end) for thought in thoughts]
        hold(ends == own, f"passages {ends} hold sentences at {own}")

    return check


def blocks_of(text: str) -> list[Block]:
    """Every line with words, as readers give them: without white space around."""
    blocks, start = [], 0
    for line in text.split("\n"):
        words = line.removeprefix(ITEM)
        first = start + len(line) - len(words) + len(words) - len(words.lstrip())
        span = Span(first, first + len(words.strip()))
        if span.end > span.start:
            blocks.append(Block(BlockKind.LIST_ITEM if line.startswith(ITEM) else BlockKind.PARAGRAPH, span))
        start += len(line) + 1
    return blocks


TARGETS = [Target("splitter", split_check, lambda: SEEDS, WORDS)]

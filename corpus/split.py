"""Sections into passages of one thought each: one to a few sentences, never across a heading, lists kept whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from corpus.contact import is_contact
from corpus.records import Block, BlockKind, Section, Span
from corpus.sentences import sentence_spans

MAX_WORDS = 70  # passages of about this size were found best on the development questions; see README


@dataclass(frozen=True, slots=True)
class Thought:
    """A stretch of a section that is one passage, with the stretches in it that can be highlighted."""

    span: Span
    sentences: tuple[Span, ...]


def thoughts_of(section: Section, text: str, max_words: int = MAX_WORDS) -> list[Thought]:
    """The passages of a section, in order. Together they hold every word of its blocks.

    Args:
        section: blocks that follow each other in the text.
        text: the whole text of the page.
        max_words: longer paragraphs are parted between sentences. A single sentence, or a list
            with its lead-in, may be longer.
    """
    thoughts: list[Thought] = []
    for group in _lists_and_paragraphs(section.blocks):
        sentences = sentences_of(group, text)
        if len(group) == 1:
            thoughts.extend(_paragraph(sentences, text, max_words))
        else:
            thoughts.extend(_list(group, sentences, text, max_words))
    return thoughts


def sentences_of(blocks: Iterable[Block], text: str) -> list[Span]:
    """The stretches of these blocks that can be highlighted, in order."""
    return [span for block in blocks for span in sentence_spans(block.span.of(text), block.span.start)]


def _lists_and_paragraphs(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks, with the items of a list grouped together with the paragraph that leads into it."""
    groups: list[list[Block]] = []
    for before, block in pairwise([None, *blocks]):
        assert block is not None
        if before is not None and block.kind is BlockKind.LIST_ITEM:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _list(group: list[Block], sentences: list[Span], text: str, max_words: int) -> list[Thought]:
    """A list with its lead-in. Sentences above the lead-in are parted off where the whole would be too long."""
    items_start = next((block.span.start for block in group if block.kind is BlockKind.LIST_ITEM), group[0].span.start)
    above = [span for span in sentences if span.start < items_start]
    whole = _words(sentences, text) <= max_words
    if whole or len(above) < 2:
        leads = above if whole or _leads_in(above, text) else []
    else:
        leads = above[-1:] if _leads_in(above, text) else []
    parted = above[: len(above) - len(leads)]
    kept = sentences[len(parted) :]
    return [*_paragraph(parted, text, max_words), Thought(Span(kept[0].start, kept[-1].end), tuple(kept))]


def _leads_in(sentences: list[Span], text: str) -> bool:
    return bool(sentences) and sentences[-1].of(text).endswith(":")


def _paragraph(sentences: list[Span], text: str, max_words: int) -> list[Thought]:
    """The sentences of a paragraph, contact details apart from what is said about an operation."""
    return [
        thought
        for _, run in groupby(sentences, key=lambda sentence: is_contact(sentence.of(text)))
        for thought in _evenly(list(run), text, max_words)
    ]


def _evenly(sentences: Sequence[Span], text: str, max_words: int) -> list[Thought]:
    """Sentences in groups of about equal length, as few as the limit allows."""
    total = _words(sentences, text)
    groups_wanted = -(-total // max_words)
    target = total / groups_wanted
    groups: list[list[Span]] = [[]]
    for sentence in sentences:
        filled = _words(groups[-1], text)
        length = _words([sentence], text)
        # Start a new group where that brings the filled one nearer to its share, or where it would overflow.
        nearer = filled >= target or (filled + length - target) > (target - filled)
        if groups[-1] and (filled + length > max_words or (nearer and len(groups) < groups_wanted)):
            groups.append([])
        groups[-1].append(sentence)
    return [Thought(Span(group[0].start, group[-1].end), tuple(group)) for group in groups]


def _words(sentences: Sequence[Span], text: str) -> int:
    return sum(len(sentence.of(text).split()) for sentence in sentences)

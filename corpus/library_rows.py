"""Pages and passages as rows of the library, and back."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from corpus.records import Block, BlockKind, FaqPair, Page, PageFacts, Passage, Source, Span

PASSAGE_COLUMNS = """
    passage.id, passage.page_id, passage.section, passage.start, passage."end",
    substr(page.text, passage.start + 1, passage."end" - passage.start), passage.sentences,
    passage.question, passage.question_inferred, passage.question_score, passage.ref, passage.also_asked
    FROM passage JOIN page ON page.id = passage.page_id
"""
KINDS = {kind.value: kind for kind in BlockKind}  # a page has some hundred blocks, and calling an Enum takes a while


class PageRows(NamedTuple):
    """A page, its blocks and its passages as the library stores them: plain values, quickly sent between processes."""

    page: tuple[object, ...]
    blocks: list[tuple[object, ...]]
    passages: list[tuple[object, ...]]


def rows_of(page: Page, passages: Iterable[Passage]) -> PageRows:
    """A page and its passages as the library stores them."""
    source, facts = page.source, facts_row(page.facts)
    return PageRows(
        (
            *(page.id, source.location, source.file, source.media_type, source.sha256, page.title),
            *(*facts, page.ingested, page.text),
        ),
        [(page.id, position, *block_row(block)) for position, block in enumerate(page.blocks)],
        [_row(passage) for passage in passages],
    )


def facts_row(facts: PageFacts) -> tuple[str | None, ...]:
    """What a page says of itself, as plain values."""
    days = (facts.reviewed, facts.review_due, facts.published)
    said = (facts.title, facts.publisher, facts.url, facts.language)
    return (*said, *(day.isoformat() if day else None for day in days))


def facts_of(row: Sequence[str | None]) -> PageFacts:
    """What a page says of itself, from what `facts_row` made."""
    title, publisher, url, language, *days = row
    return PageFacts(title, publisher, url, language, *(date.fromisoformat(day) if day else None for day in days))


def block_row(block: Block) -> tuple[str | int, ...]:
    """A block as plain values: kind, start, end, level and reason."""
    return (block.kind.value, *block.span, block.level, block.reason)


def blocks_of(rows: Iterable[Sequence[Any]]) -> tuple[Block, ...]:
    """Blocks from what `block_row` made."""
    return tuple(Block(KINDS[kind], Span(start, end), level, reason) for kind, start, end, level, reason in rows)


def _row(passage: Passage) -> tuple[object, ...]:
    pair = passage if isinstance(passage, FaqPair) else None
    return (
        passage.id,
        passage.page_id,
        json.dumps(passage.section, ensure_ascii=False),
        *passage.span,
        json.dumps(passage.sentences),
        pair.question if pair else None,
        bool(pair and pair.question_inferred),
        pair.question_score if pair else None,
        passage.ref,
        json.dumps(pair.also_asked if pair else (), ensure_ascii=False),
    )


def page_of(row: Sequence[Any], blocks: Iterable[Block]) -> Page:
    """The page of a whole row, with these blocks."""
    id_, location, file, media_type, sha256, title, *facts, ingested, text = row
    return Page(
        id=id_,
        source=Source(location, file, media_type, sha256),
        title=title,
        text=text,
        blocks=tuple(blocks),
        facts=facts_of(facts),
        ingested=ingested,
    )


def passage_of(row: Sequence[object]) -> Passage:
    """The passage or pair of a row of `PASSAGE_COLUMNS`."""
    id_, page_id, section, start, end, text, sentences, question, inferred, score, ref, also_asked = row
    assert isinstance(section, str)
    assert isinstance(sentences, str)
    assert isinstance(also_asked, str)
    fields = {
        "id": id_,
        "page_id": page_id,
        "section": tuple(json.loads(section)),
        "span": Span(start, end),  # type: ignore[arg-type]  # the schema says INTEGER NOT NULL
        "text": text,
        "sentences": tuple(Span(*sentence) for sentence in json.loads(sentences)),
    }
    if question is None:
        return Passage(**fields)  # type: ignore[arg-type]
    return FaqPair(
        **fields,  # type: ignore[arg-type]
        question=str(question),
        question_inferred=bool(inferred),
        question_score=score,  # type: ignore[arg-type]  # REAL or NULL
        given_ref=None if ref == id_ else str(ref),
        also_asked=tuple(json.loads(also_asked)),
    )

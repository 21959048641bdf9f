"""From what a reader gives to a page with its passages and question-answer pairs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from types import MappingProxyType
from typing import Any

from corpus import readers
from corpus.clean import cleaned
from corpus.faq import lost_questions, stated_answer, stated_question, whole_answer
from corpus.records import (
    Block,
    BlockKind,
    FaqPair,
    Page,
    Passage,
    Rendition,
    Section,
    Source,
    Span,
    TablePair,
    page_id,
    passage_id,
)
from corpus.sections import sections_of, title_block
from corpus.split import Thought, thoughts_of
from corpus.sync import now_in_utc

PART_MARK = "#"  # between the location of a file and the part of it that is the page


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as its reader gives it, with its source. `keeps_all` says that none of it is furniture."""

    source: Source
    rendition: Rendition
    keeps_all: bool = False

    def in_full(self, repeated: Mapping[str, int] = MappingProxyType({})) -> tuple[Page, list[Passage]]:
        """The page with its furniture marked, and its passages and pairs in order.

        Args:
            repeated: lines that stand on most pages of its site, and on how many.
        """
        rendition = self.rendition if self.keeps_all else cleaned(self.rendition, repeated)
        page = page_from(rendition, self.source)
        return page, passages_of(page, rendition.pairs)


def pages_in(data: bytes, file_name: str, location: str) -> list[ReadPage]:
    """The pages that a file holds, wherever its bytes came from.

    Raises:
        SourceError: no reader knows the format, or the file cannot be read.
    """
    reader, renditions = readers.read(file_name, data)
    digest = sha256(data).hexdigest()
    pages = []
    for rendition in renditions:
        place = f"{location}{PART_MARK}{rendition.part}" if rendition.part else location
        pages.append(ReadPage(Source(place, file_name, reader.media_type, digest), rendition, reader.keeps_all))
    return pages


def page_from(rendition: Rendition, source: Source) -> Page:
    """A page from what a reader gave, once cleaned."""
    return Page(
        id=page_id(source.location),
        source=source,
        title=page_title(rendition, source.file),
        text=rendition.text,
        blocks=rendition.blocks,
        facts=rendition.facts,
        ingested=now_in_utc(),
    )


def page_title(rendition: Rendition, file_name: str) -> str:
    """What the page calls itself: its facts, else its title heading, else its first heading, else the file's name."""
    headings = (block.span.of(rendition.text) for block in rendition.blocks if block.kind is BlockKind.HEADING)
    title = title_block(rendition)
    heading = title.span.of(rendition.text) if title else next(filter(None, headings), "")
    return " ".join((rendition.facts.title or heading or file_name).split())


def passages_of(page: Page, pairs: Sequence[TablePair] = ()) -> list[Passage]:
    """The passages and question-answer pairs of a page, in order.

    Args:
        page: with its furniture marked.
        pairs: questions and answers that the source gives as such; their words are in no other passage.
    """
    sections = sections_of(Rendition(page.text, page.blocks, page.facts))
    asked = {section.path[:-1] for section in sections if stated_question(section)}
    used = count_by_id()
    found: list[Passage] = []
    for section in sections:
        rest = section
        while given := _pair_at_the_beginning_of(rest, pairs):
            found.append(_given_pair(page, rest, given, used))
            rest = Section(rest.path, tuple(block for block in rest.blocks if not _holds(given.answer, block.span)))
        if rest.path not in asked and lost_questions(rest):
            found.extend(_unasked_pair(page, rest, block, used) for block in rest.blocks)
        else:
            found.extend(_of_section(page, rest, used))
    return found


def _pair_at_the_beginning_of(section: Section, pairs: Sequence[TablePair]) -> TablePair | None:
    """The pair whose answer a section begins with, or None."""
    if not section.blocks:
        return None
    return next((pair for pair in pairs if _holds(pair.answer, section.blocks[0].span)), None)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _given_pair(page: Page, section: Section, pair: TablePair, used: Callable[[str], int]) -> FaqPair:
    inside = tuple(block for block in section.blocks if _holds(pair.answer, block.span))
    answer = whole_answer(Section(section.path, inside), page.text)
    passage = _passage(page, section, answer, used)
    return _pair(passage, pair.question, given_ref=pair.ref, also_asked=pair.also_asked)


def _unasked_pair(page: Page, section: Section, block: Block, used: Callable[[str], int]) -> FaqPair:
    answer = whole_answer(Section(section.path, (block,)), page.text)
    return _pair(_passage(page, section, answer, used), question="", question_inferred=True)


def _of_section(page: Page, section: Section, used: Callable[[str], int]) -> Iterator[Passage]:
    question = stated_question(section)
    answer = stated_answer(section, page.text) if question else None
    if question and answer:
        yield _pair(_passage(page, section, answer, used), question)
        return
    for thought in thoughts_of(section, page.text):
        yield _passage(page, section, thought, used)


def _passage(page: Page, section: Section, thought: Thought, used: Callable[[str], int]) -> Passage:
    text = thought.span.of(page.text)
    occurrence = used(passage_id(page.id, section.path, text, 0))
    id_ = passage_id(page.id, section.path, text, occurrence)
    return Passage(id_, page.id, section.path, thought.span, text, thought.sentences)


def _pair(answer: Passage, question: str, **known: Any) -> FaqPair:
    fields = (answer.id, answer.page_id, answer.section, answer.span, answer.text, answer.sentences)
    return FaqPair(*fields, question=question, **known)


def count_by_id() -> Callable[[str], int]:
    """A function that tells how often it was asked about the same id before."""
    counters: dict[str, Iterator[int]] = {}
    return lambda id_: next(counters.setdefault(id_, count()))

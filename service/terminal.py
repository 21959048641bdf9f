"""Answers, pages and passages as lines for a terminal. The words shown are the page's own, line ends included."""

from collections.abc import Callable, Iterator, Sequence

from corpus.errors import OwnWordsError
from corpus.records import BlockKind, FaqPair, Page, Passage
from index.folder import IndexFolder
from index.manifest import Manifest
from service import messages
from service.answers import Answer, Outcome, Result

INDENT = "   "
SAID = {
    Outcome.ANSWERED: messages.ANSWERED,
    Outcome.MAYBE: f"{messages.MAYBE} {messages.MAYBE_NEXT}",
}


def answer_lines(answer: Answer, bold: Callable[[str], str]) -> Iterator[str]:
    """One answer: what was found, then each result with its source. `bold` marks the words that answer."""
    if answer.urgent:
        yield from [bold(answer.urgent.heading), *answer.urgent.advice, ""]
    if answer.outcome is Outcome.NOT_FOUND:
        yield f"{messages.NOT_FOUND} {messages.NOT_FOUND_NEXT}"
        if answer.results:
            yield messages.NEAREST
    else:
        yield SAID[answer.outcome]
    for result in answer.results:
        yield from ["", *_result_lines(result, bold)]


def _result_lines(result: Result, bold: Callable[[str], str]) -> Iterator[str]:
    start = result.source.start
    before = result.text[: result.highlight.start - start]
    after = result.text[result.highlight.end - start :]
    asked = [result.question] if result.question and not result.question_inferred else []
    shown = f"{before}{bold(result.highlight.text)}{after}".split("\n")
    for number, line in enumerate([*asked, *shown]):
        yield f"{result.rank}. {line}" if number == 0 else f"{INDENT}{line}".rstrip()
    source = result.source
    yield f"{INDENT}-- {_origin(source.title, source.section)}, {source.publisher or 'no publisher named'}"
    yield f"{INDENT}   {source.file}, characters {source.start} to {source.end}; {source.link}"


def page_lines(page: Page, passages: Sequence[Passage]) -> Iterator[str]:
    """One page: its facts, its passages, and what was left out of them."""
    facts = page.facts
    yield f"{page.title}"
    yield f"id {page.id}, read from {page.source.location} at {page.ingested}"
    yield f"publisher {facts.publisher or 'not named'}, reviewed {facts.reviewed or 'not said'}"
    yield f"address {facts.url or 'none'}"
    for passage in passages:
        yield from ["", *passage_lines(passage, page)]
    for block in page.blocks:
        if block.kind is BlockKind.FURNITURE:
            yield f"left out ({block.reason}): {block.span.of(page.text)}"


def passage_lines(passage: Passage, page: Page) -> list[str]:
    """One passage or pair, with its place."""
    place = f"{_origin(page.title, passage.section)}, characters {passage.span.start} to {passage.span.end}"
    question = [f"Question: {passage.question}"] if isinstance(passage, FaqPair) else []
    return [f"{passage.ref} ({place})", *question, passage.text]


def version_lines(folder: IndexFolder) -> Iterator[str]:
    """The kept versions of an index, the oldest first, the one that serves marked."""
    serving = folder.current().name
    for name in folder.versions():
        try:
            manifest = Manifest.read(folder.path / "versions" / name)
        except OwnWordsError as error:
            yield f"{name}  damaged: {error}"
            continue
        mark = "  serves" if name == serving else ""
        yield f"{name}  {manifest.counts['pages']} pages, {manifest.counts['passages']} passages{mark}"


def _origin(title: str, section: Sequence[str]) -> str:
    return " > ".join([title, *section])

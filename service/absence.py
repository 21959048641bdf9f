"""Proof that a page is gone: looked for in the library, in every channel, and in what is answered."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.errors import OwnWordsError, UnknownRef
from corpus.library import Library
from corpus.records import Page, Tombstone
from index.folder import IndexFolder
from index.layout import LIBRARY_FILE
from index.searcher import Searcher
from service.answerer import MAX_QUESTION_CHARACTERS, MAX_RESULTS, Answerer
from service.findings import Finding

MOST_QUESTIONS = 200  # so many of the page's own words are asked for


def absence_findings(ref: str, folder: IndexFolder, searcher: Searcher, answerer: Answerer) -> Iterator[Finding]:
    """Looks for a page everywhere that an answer could come from.

    Args:
        ref: the id, address, location, file name or title of a page that was in the index once.
        folder: the index folder; its earlier versions say what the page's words were.
        searcher: the version that serves.
        answerer: asked for the page's own words.

    Raises:
        UnknownRef: no version that is kept, and no tombstone, knows of such a page.
    """
    library = searcher.library
    present = [page for page in library.pages() if ref in names_of(page)]
    for page in present:
        yield Finding(False, f"library: {page.id} is there, read from {page.source.location}")
    ids = {page.id for page in present}
    buried = [tombstone for tombstone in library.tombstones() if ref in names_of_buried(tombstone)]
    if not ids and not buried:
        raise UnknownRef(f"No page {ref!r} was ever in this index. Name its id, address, location or title.")
    if not ids:
        yield Finding(True, f"library: no page and no passage; gone since {', '.join(t.gone for t in buried)}")
    ids |= {tombstone.page_id for tombstone in buried}
    for page_id in sorted(ids):
        yield _in_channels(page_id, searcher)
    words, holding = _words_of(ids, folder, searcher.version)
    yield _in_answers(ids, [*words, *(tombstone.title for tombstone in buried)], answerer)
    if holding:
        yield Finding(
            True,
            f"earlier versions that hold it, not served: {', '.join(holding)}. "
            "Remove them with: ownwords versions --remove NAME",
        )


def names_of(page: Page) -> set[str | None]:
    """What a page can be called."""
    return {page.id, page.facts.url, page.source.location, page.source.file, page.title} - {None}


def names_of_buried(tombstone: Tombstone) -> set[str | None]:
    """What a page that is gone could be called."""
    file = tombstone.location.rpartition("/")[2]
    return {tombstone.page_id, tombstone.url, tombstone.location, file, tombstone.title} - {None}


def _in_channels(page_id: str, searcher: Searcher) -> Finding:
    channels = searcher.channels_with(page_id)
    if channels:
        return Finding(False, f"channels: {page_id} can be found by {', '.join(channels)}")
    return Finding(True, f"channels: none can find {page_id}")


def _words_of(ids: set[str], folder: IndexFolder, serving: str) -> tuple[list[str], list[str]]:
    """The words of the pages' passages in every version, and the earlier versions that hold them."""
    words: dict[str, None] = {}
    holding = []
    for name in folder.versions():
        for page_id in ids:
            passages = _passages_in(folder.path / "versions" / name, page_id)
            words.update(dict.fromkeys(passages))
            holding += [name] if passages and name != serving else []
    return list(words)[:MOST_QUESTIONS], list(dict.fromkeys(holding))


def _passages_in(version: Path, page_id: str) -> list[str]:
    try:
        library = Library.open(version / LIBRARY_FILE)
    except OwnWordsError:
        return []  # a damaged old version serves nobody; `ownwords doctor` is the place to complain
    try:
        return [passage.text for passage in library.passages_of(page_id)]
    finally:
        library.close()


def _in_answers(ids: set[str], questions: Sequence[str], answerer: Answerer) -> Finding:
    """Asks for the page's own words, which would find it first if anything did."""
    answers = [answerer.answer(question[:MAX_QUESTION_CHARACTERS], MAX_RESULTS) for question in questions]
    results = (result for answer in answers for result in answer.results)
    shown = sorted({place.page for result in results for place in (result.source, *result.also_in)} & ids)
    if shown:
        return Finding(False, f"answers: {', '.join(shown)} is still shown")
    return Finding(True, f"answers: asked for {len(questions)} of its own wordings; none was answered from it")

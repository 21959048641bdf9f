"""The version that serves, loaded and asked as a patient would, and the reviews of its pages."""

from collections.abc import Iterator
from datetime import date

from corpus.errors import IndexFolderError, OwnWordsError
from corpus.library import Library
from index.folder import IndexFolder
from index.manifest import Manifest
from service.findings import Finding
from service.settings import Settings
from service.wiring import TRIAL_QUESTION, answerer_over, load_searcher


def served_findings(settings: Settings) -> Iterator[Finding]:
    """Load the version, ask it, and look at its pages. Of one that is not whole, `folder_findings` tells."""
    folder = IndexFolder(settings.index)
    try:
        version = folder.current()
        Manifest.read(version).check_files(version)
    except IndexFolderError:
        return
    try:
        searcher = load_searcher(settings)
    except OwnWordsError as error:
        yield Finding(False, str(error))
        return
    counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in searcher.library.counts().items())
    yield Finding(True, f"library: {counts}")
    answer = answerer_over(searcher, settings).answer(TRIAL_QUESTION)
    yield Finding(True, f"a trial question was answered in {answer.took_ms:.0f} ms")
    yield from review_findings(searcher.library, date.today())


def review_findings(library: Library, today: date) -> Iterator[Finding]:
    """Name the pages whose review is past due. That is for the clinic to mend; the program is well."""
    for page in library.pages():
        due = page.facts.review_due
        if due and due < today:
            mend = "Check the page, give it a new date, and ingest again."
            yield Finding(True, f"the review of {page.title!r} was due on {due}. {mend}")

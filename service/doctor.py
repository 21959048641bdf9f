"""What is wrong with this installation, and how to mend it."""

from collections.abc import Iterator

from corpus.errors import OwnWordsError
from index.folder import IndexFolder
from index.searcher import manifest_of
from service.findings import Finding
from service.settings import Settings
from service.wiring import TRIAL_QUESTION, answerer_over, load_searcher


def findings(settings: Settings) -> Iterator[Finding]:
    """Looks at the index and its parts in turn, as a question would use them."""
    folder = IndexFolder(settings.index)
    try:
        searcher = load_searcher(settings)
        manifest_of(folder.current()).check_files(folder.current())  # every byte; a load only samples large files
    except OwnWordsError as error:
        yield Finding(False, str(error))
        others = ", ".join(folder.versions()) or "none"
        yield Finding(True, f"versions in {settings.index}: {others}")
        return
    counts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in searcher.library.counts().items())
    yield Finding(True, f"index {settings.index}, version {searcher.version}: every file is as it was written")
    yield Finding(True, f"library: {counts}")
    answer = answerer_over(searcher, settings).answer(TRIAL_QUESTION)
    yield Finding(True, f"a trial question was answered in {answer.took_ms:.0f} ms")

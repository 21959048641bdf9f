"""Forgetting, as a person asks for it on the command line, with the proof that nothing is left."""

from service.question_log.redaction import Redactor
from service.settings import Settings
from service.wiring import open_question_log


def forget(settings: Settings, wording: str | None) -> str:
    """Forget a wording, or with None everything; a sentence that says what went, and what is left.

    Raises:
        QuestionLogError: the file is in use, so that traces may be left, or it cannot be used at all.
    """
    path = settings.question_log.file_beside(settings.index)
    if not path.exists():
        return f"There is no question log at {path}, so nothing to forget."
    store = open_question_log(settings)
    gone = store.forget(None if wording is None else Redactor().redacted(wording))
    what = "1 entry was" if gone == 1 else f"{gone} entries were"
    left = f"{len(store.wordings())} wordings and {len(store.topic_counts())} counts by topic are left"
    store.close()
    return f"{what} forgotten in {path}, which was then written anew. {left}."

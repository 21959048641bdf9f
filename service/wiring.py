"""The composition root: the only place where real parts are chosen and joined."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import ref

from corpus.library import Library
from corpus.urgent_signs import load_countries, load_urgent_knowledge
from index.differences.finder import DifferenceFinder
from index.folder import IndexFolder
from index.layout import REPORT_FILE
from index.loading import load_index, manifest_of
from index.protocols import Encoder
from index.read_ahead import read_ahead
from index.searcher import Searcher
from service.answerer import Answerer, AnswerWatch
from service.clinic import Clinic
from service.languages import foreign_language
from service.memory import keep_arenas_few
from service.settings import Settings, read_logo
from service.urgent.learning import learned_model
from service.urgent.reader import MessageReader
from service.urgent.signs import UrgentSigns

if TYPE_CHECKING:
    from fastapi import FastAPI

    from service.question_log.store import QuestionStore
    from service.serving import ServedVersion

TRIAL_QUESTION = "How long will I be in hospital?"
STARTER_PAGES = Path(__file__).parent.parent / "corpus" / "pages"


def load_searcher(settings: Settings, before: Searcher | None = None) -> Searcher:
    """The index that the settings name, loaded and checked. It shares the encoder of `before` where it has the same."""
    return load_index(IndexFolder(settings.index), settings.encoder, before)


def check_index(settings: Settings) -> None:
    """See that there is an index for these settings, without loading it.

    Raises:
        IndexFolderError: there is none, or none that this program and its settings can use.
    """
    manifest_of(IndexFolder(settings.index).current(), settings.encoder)


def load_library(settings: Settings) -> Library:
    """The pages and passages of the index that the settings name."""
    return load_searcher(settings).library


def load_report(settings: Settings) -> dict[str, Any]:
    """What the ingest of the version that serves had to say; see `corpus.report`.

    Raises:
        IndexFolderError: there is no index, or a file of it is damaged, the report included.
    """
    version = IndexFolder(settings.index).current()
    manifest_of(version).check_files(version)
    return _report_in(version)


class VersionLoader:
    """Loads the version that the index folder names now, one after the other, as long as a service runs.

    What versions have in common is loaded once and shared: an ingest seldom brings another encoder, and the encoder
    with what follows from it is most of what a version weighs.
    """

    def __init__(self, settings: Settings, watches: Sequence[AnswerWatch] = ()) -> None:
        """`watches` are told of the answers of every version."""
        self._settings = settings
        self._watches = watches
        self._before: ref[Searcher] | None = None  # not held: a version that was replaced shall go
        self._urgent: UrgentSigns | None = None

    def load(self) -> "ServedVersion":
        """The version, whole, checked and tried out."""
        from service.offers import offers_of
        from service.serving import ServedVersion

        settings = self._settings
        searcher = load_searcher(settings, self._before() if self._before else None)
        searcher.search(TRIAL_QUESTION, 1)  # a version that cannot answer is not taken up
        version = IndexFolder(settings.index).folder_of(searcher.version)
        read_ahead(version)
        report = _report_in(version) if settings.desk else {}
        if self._urgent is None or self._urgent.encoder is not searcher.encoder:
            self._urgent = load_urgent_signs(searcher.encoder, settings)
        self._before = ref(searcher)
        answerer = answerer_over(searcher, settings, self._watches, self._urgent)
        return ServedVersion(answerer, searcher.library, offers_of(searcher.library), report)


def load_version(settings: Settings, watches: Sequence[AnswerWatch] = ()) -> "ServedVersion":
    """The version that the index folder names now; see `VersionLoader`."""
    return VersionLoader(settings, watches).load()


def _report_in(version: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads((version / REPORT_FILE).read_text("utf-8"))
    return report


def load_answerer(settings: Settings) -> Answerer:
    """The answerer of a command, over the index that the settings name."""
    return answerer_over(load_searcher(settings), settings)


def answerer_over(
    searcher: Searcher, settings: Settings, watches: Sequence[AnswerWatch] = (), urgent: UrgentSigns | None = None
) -> Answerer:
    """The answerer that every door asks. Only a service has `watches`: commands count and note nothing.

    `urgent` is the watch for urgent signs with the encoder of the searcher; None loads it.
    """
    urgent = urgent or load_urgent_signs(searcher.encoder, settings)
    differences = DifferenceFinder(searcher.operations.are_alike)
    return Answerer(
        searcher, settings.answered_from, settings.maybe_from, urgent, differences, watches, foreign_language
    )


def load_urgent_signs(encoder: Encoder, settings: Settings) -> UrgentSigns:
    """The watch for urgent signs, with the numbers of the clinic's country.

    Its model is learned once for each encoder, in some five seconds, and kept in the index folder.
    """
    knowledge = load_urgent_knowledge()
    reader = MessageReader(knowledge)
    model = learned_model(reader, knowledge, encoder, settings.index)
    return UrgentSigns(knowledge, knowledge.countries[settings.country], reader, model, encoder)


def clinic_of(settings: Settings) -> Clinic:
    """What the clinic says of itself, with the emergency number of its country."""
    emergency = load_countries()[settings.country].emergency
    return Clinic(
        name=settings.clinic,
        contact=settings.contact,
        colour=settings.colour,
        logo=read_logo(settings.logo) if settings.logo else None,
        emergency=emergency if emergency.isdecimal() else None,
    )


def open_question_log(settings: Settings) -> "QuestionStore":
    """The question log that the settings name, whether or not anything is written to it."""
    from service.question_log.store import QuestionStore

    log = settings.question_log
    return QuestionStore(log.file_beside(settings.index), log.keep_days, log.least_asked)


def app_of_one_worker_of_several() -> "FastAPI":
    """The whole service, in a worker that takes connections only when it can answer."""
    return app_from_environment(load_first=True)


def app_from_environment(*, load_first: bool = False) -> "FastAPI":
    """The whole service, for a server that starts its workers itself. `load_first`: see `create_app`."""
    from service.api import create_app
    from service.desk.database import DeskDatabase
    from service.desk.door import Door
    from service.operations.answer_notes import AnswerNotes
    from service.operations.crashes import log_crashes_without_words
    from service.operations.metrics import Metrics
    from service.question_log.redaction import Redactor
    from service.question_log.watch import QuestionLog
    from service.serving import Serving
    from service.version_watch import VersionWatch

    keep_arenas_few()
    log_crashes_without_words()
    settings = Settings.from_environment(os.environ)
    serving = Serving()
    metrics = Metrics(lambda: serving.version)
    questions = open_question_log(settings) if settings.question_log.on else None
    watches: list[AnswerWatch] = [AnswerNotes(), metrics, *([QuestionLog(questions, Redactor())] if questions else [])]
    watch = VersionWatch(IndexFolder(settings.index), serving, VersionLoader(settings, watches).load)
    return create_app(
        serving,
        clinic=clinic_of(settings),
        limits=settings.limits,
        watch=watch,
        door=Door(DeskDatabase(settings.desk_file), https=settings.https) if settings.desk else None,
        https=settings.https,
        metrics=metrics,
        metrics_token=settings.metrics_token,
        questions=questions,
        load_first=load_first,
    )

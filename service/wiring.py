"""The composition root: the only place where real parts are chosen and joined."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.library import Library
from corpus.urgent_signs import load_urgent_knowledge
from index.folder import IndexFolder
from index.protocols import Encoder
from index.searcher import REPORT_FILE, Searcher
from service.answerer import Answerer
from service.settings import Settings
from service.urgent.learning import learned_model
from service.urgent.reader import MessageReader
from service.urgent.signs import UrgentSigns

if TYPE_CHECKING:
    from fastapi import FastAPI

STARTER_PAGES = Path(__file__).parent.parent / "corpus" / "pages"


def load_searcher(settings: Settings) -> Searcher:
    """The index that the settings name, loaded and checked."""
    return Searcher.load(IndexFolder(settings.index), settings.encoder)


def load_library(settings: Settings) -> Library:
    """The pages and passages of the index that the settings name."""
    return load_searcher(settings).library


def load_report(settings: Settings) -> dict[str, Any]:
    """What the ingest of the version that serves had to say; see `corpus.report`."""
    load_searcher(settings).library.close()  # complains of a damaged index, the report included
    report: dict[str, Any] = json.loads((IndexFolder(settings.index).current() / REPORT_FILE).read_text("utf-8"))
    return report


def answerer_over(searcher: Searcher, settings: Settings) -> Answerer:
    """The answerer that every door asks."""
    urgent = load_urgent_signs(searcher.encoder, settings)
    return Answerer(searcher, settings.answered_from, settings.maybe_from, urgent)


def load_urgent_signs(encoder: Encoder, settings: Settings) -> UrgentSigns:
    """The watch for urgent signs, with the numbers of the clinic's country.

    Its model is learned once for each encoder, in some five seconds, and kept in the index folder.
    """
    knowledge = load_urgent_knowledge()
    reader = MessageReader(knowledge)
    model = learned_model(reader, knowledge, encoder, settings.index)
    return UrgentSigns(knowledge, knowledge.countries[settings.country], reader, model, encoder)


def app_from_environment() -> "FastAPI":
    """The whole service, for a server that starts its workers itself."""
    from service.api import create_app

    settings = Settings.from_environment(os.environ)
    searcher = load_searcher(settings)
    return create_app(
        answerer_over(searcher, settings),
        searcher.library,
        clinic_name=settings.clinic,
        report=load_report(settings) if settings.desk else None,
    )

"""The composition root: the only place where real parts are chosen and joined."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.library import Library
from corpus.urgent_signs import load_countries, load_urgent_knowledge
from index.differences.finder import DifferenceFinder
from index.folder import IndexFolder
from index.protocols import Encoder
from index.searcher import REPORT_FILE, Searcher
from service.answerer import Answerer
from service.clinic import Clinic
from service.settings import Settings, read_logo
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
    differences = DifferenceFinder(searcher.operations.are_alike)
    return Answerer(searcher, settings.answered_from, settings.maybe_from, urgent, differences)


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


def app_from_environment() -> "FastAPI":
    """The whole service, for a server that starts its workers itself."""
    from service.api import create_app

    settings = Settings.from_environment(os.environ)
    searcher = load_searcher(settings)
    return create_app(
        answerer_over(searcher, settings),
        searcher.library,
        clinic=clinic_of(settings),
        report=load_report(settings) if settings.desk else None,
    )

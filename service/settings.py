"""Settings from the environment, checked when they are read. A complaint names the variable and its value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Self, get_args

from corpus.errors import SettingError
from corpus.urgent_signs import UNNAMED_COUNTRY, load_countries
from index.encoder_card import Precision
from service.clinic import DEFAULT_CLINIC, Logo
from service.limits import Limits, limits_from
from service.question_log.settings import QuestionLogSettings, question_log_from

DEFAULT_INDEX = ".ownwords"
THIS_MACHINE = "127.0.0.1,::1"  # a proxy here is believed when it says for whom it asks
COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
LONGEST_CONTACT = 200  # characters
LOGO_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}
LARGEST_LOGO_KB = 30  # every patient's phone loads it
# Below it, "not found"; from here to the confidence that an answer needs, "maybe".
DEFAULT_MAYBE_FROM = 0.36
DEFAULT_FALSE_ANSWERS = 0.05
# The share of unanswerable questions that are answered all the same -> the confidence that an answer then needs.
# Read off our own and the development questions, the higher of the two; see
# index/decisions/0008-evidence-of-the-confidence.md.
ANSWERED_FROM = {0.0: 0.91, 0.02: 0.9, 0.05: 0.83, 0.1: 0.58, 0.2: 0.39}
DEFAULT_ANSWERED_FROM = ANSWERED_FROM[DEFAULT_FALSE_ANSWERS]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a clinic can set. `encoder` None means: the one that the index has, or the default for a new index."""

    index: Path = Path(DEFAULT_INDEX)
    encoder: str | None = None
    precision: Precision | None = None
    clinic: str = DEFAULT_CLINIC
    contact: str | None = None
    colour: str | None = None
    logo: Path | None = None
    country: str = UNNAMED_COUNTRY
    desk: bool = False
    desk_data: Path | None = None
    https: bool = False
    limits: Limits = field(default_factory=Limits)
    question_log: QuestionLogSettings = field(default_factory=QuestionLogSettings)
    metrics_token: str | None = field(default=None, repr=False)
    proxies: str = THIS_MACHINE
    answered_from: float = DEFAULT_ANSWERED_FROM
    maybe_from: float = DEFAULT_MAYBE_FROM

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """The settings that OWNWORDS_INDEX, _ENCODER, _PRECISION, _CLINIC, _CONTACT, _COLOUR, _LOGO, _COUNTRY,
        _DESK, _DESK_DATA, _HTTPS, _PROXIES, _LIMIT_PER_MINUTE, _LIMIT_AT_ONCE,
        _LIMIT_WAITING, _LIMIT_SECONDS, _QUESTION_LOG, _QUESTION_LOG_FILE,
        _QUESTION_LOG_DAYS, _QUESTION_LOG_LEAST, _METRICS_TOKEN, _FALSE_ANSWERS, _ANSWERED_FROM and _MAYBE_FROM name.

        Raises:
            SettingError: a variable holds something that cannot be used.
        """
        settings = cls(
            index=Path(environment.get("OWNWORDS_INDEX") or DEFAULT_INDEX),
            encoder=environment.get("OWNWORDS_ENCODER") or None,
            precision=_precision(environment.get("OWNWORDS_PRECISION")),
            desk=_switch(environment, "OWNWORDS_DESK"),
            desk_data=Path(environment["OWNWORDS_DESK_DATA"]) if environment.get("OWNWORDS_DESK_DATA") else None,
            https=_switch(environment, "OWNWORDS_HTTPS"),
            limits=limits_from(environment),
            question_log=question_log_from(environment),
            metrics_token=environment.get("OWNWORDS_METRICS_TOKEN") or None,
            proxies=environment.get("OWNWORDS_PROXIES") or THIS_MACHINE,
            clinic=environment.get("OWNWORDS_CLINIC") or DEFAULT_CLINIC,
            contact=_contact(environment.get("OWNWORDS_CONTACT")),
            colour=_colour(environment.get("OWNWORDS_COLOUR")),
            logo=_logo(environment.get("OWNWORDS_LOGO")),
            country=_country(environment.get("OWNWORDS_COUNTRY")),
            answered_from=_share(environment, "OWNWORDS_ANSWERED_FROM", _answered_from(environment)),
            maybe_from=_share(environment, "OWNWORDS_MAYBE_FROM", DEFAULT_MAYBE_FROM),
        )
        if settings.maybe_from > settings.answered_from:
            raise SettingError(
                f"OWNWORDS_MAYBE_FROM is {settings.maybe_from}, above OWNWORDS_ANSWERED_FROM, which is "
                f"{settings.answered_from}. Set it to at most that."
            )
        return settings

    @property
    def desk_file(self) -> Path:
        """The desk's own database: the one named, else beside the index folder, which an ingest may replace whole."""
        index = self.index.absolute()
        return self.desk_data or index.with_name(f"{index.name}-desk.sqlite")


def _precision(value: str | None) -> Precision | None:
    for known in get_args(Precision):
        if value == known:
            precision: Precision = known
            return precision
    if value:
        raise SettingError(f"OWNWORDS_PRECISION is {value!r}. Set it to one of: {', '.join(get_args(Precision))}.")
    return None


def _contact(value: str | None) -> str | None:
    contact = (value or "").strip()
    if len(contact) > LONGEST_CONTACT or not contact.isprintable():
        broken = "" if contact.isprintable() else ", a line break or the like among them"
        raise SettingError(
            f"OWNWORDS_CONTACT has {len(contact)} characters{broken}. Set it to one line "
            f"of at most {LONGEST_CONTACT} characters, such as a phone number or an address."
        )
    return contact or None


def _colour(value: str | None) -> str | None:
    if value and not COLOUR.fullmatch(value):
        raise SettingError(f"OWNWORDS_COLOUR is {value!r}. Set it to a colour such as #005eb8.")
    return value.lower() if value else None


def _logo(value: str | None) -> Path | None:
    if not value:
        return None
    path = Path(value)
    if path.suffix.lower() not in LOGO_TYPES:
        raise SettingError(f"OWNWORDS_LOGO is {value!r}. Set it to a file that ends in {', '.join(LOGO_TYPES)}.")
    if not path.is_file():
        raise SettingError(f"OWNWORDS_LOGO is {value!r}, and there is no such file. Set it to the path of an image.")
    kilobytes = path.stat().st_size / 1000
    if kilobytes > LARGEST_LOGO_KB:
        raise SettingError(
            f"OWNWORDS_LOGO is {value!r}, a file of {kilobytes:.0f} kB. Make it {LARGEST_LOGO_KB} kB or less."
        )
    return path


def read_logo(path: Path) -> Logo:
    """The logo that a setting names."""
    return Logo(path.read_bytes(), LOGO_TYPES[path.suffix.lower()])


def _country(value: str | None) -> str:
    if not value:
        return UNNAMED_COUNTRY
    known = load_countries()
    if value.lower() not in known:
        named = ", ".join(id_.upper() for id_ in known if id_ != UNNAMED_COUNTRY)
        raise SettingError(f"OWNWORDS_COUNTRY is {value!r}. Set it to one of: {named}. Or unset it.")
    return value.lower()


def _switch(environment: Mapping[str, str], name: str) -> bool:
    value = environment.get(name) or "off"
    if value not in ("on", "off"):
        raise SettingError(f"{name} is {value!r}. Set it to on or off.")
    return value == "on"


def _answered_from(environment: Mapping[str, str]) -> float:
    """The confidence that an answer needs for the share of false answers that the clinic puts up with."""
    allowed = _share(environment, "OWNWORDS_FALSE_ANSWERS", DEFAULT_FALSE_ANSWERS)
    known = sorted(ANSWERED_FROM.items())
    if allowed >= known[-1][0]:
        return known[-1][1]
    for (lower, stricter), (higher, looser) in pairwise(known):
        if allowed <= higher:
            return stricter + (looser - stricter) * (allowed - lower) / (higher - lower)
    raise AssertionError("unreachable: the table starts at 0")


def _share(environment: Mapping[str, str], name: str, default: float) -> float:
    value = environment.get(name)
    if not value:
        return default
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise SettingError(f"{name} is {value!r}. Set it to a number from 0 to 1.")
    return share

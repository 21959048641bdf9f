"""Settings from the environment, checked when they are read. A complaint names the variable and its value."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self, get_args

from corpus.errors import SettingError
from corpus.urgent_signs import UNNAMED_COUNTRY, load_countries
from index.encoder_card import Precision

DEFAULT_INDEX = ".ownwords"
DEFAULT_CLINIC = "Own Words"
# Below the first, "maybe"; below the second, "not found". Chosen with scripts/fit_confidence.py.
DEFAULT_ANSWERED_FROM = 0.7
DEFAULT_MAYBE_FROM = 0.48


@dataclass(frozen=True, slots=True)
class Settings:
    """What a clinic can set. `encoder` None means: the one that the index has, or the default for a new index."""

    index: Path = Path(DEFAULT_INDEX)
    encoder: str | None = None
    precision: Precision | None = None
    clinic: str = DEFAULT_CLINIC
    country: str = UNNAMED_COUNTRY
    desk: bool = False
    answered_from: float = DEFAULT_ANSWERED_FROM
    maybe_from: float = DEFAULT_MAYBE_FROM

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """The settings that OWNWORDS_INDEX, _ENCODER, _PRECISION, _CLINIC, _COUNTRY, _DESK, _ANSWERED_FROM
        and _MAYBE_FROM name.

        Raises:
            SettingError: a variable holds something that cannot be used.
        """
        settings = cls(
            index=Path(environment.get("OWNWORDS_INDEX") or DEFAULT_INDEX),
            encoder=environment.get("OWNWORDS_ENCODER") or None,
            precision=_precision(environment.get("OWNWORDS_PRECISION")),
            desk=_switch(environment, "OWNWORDS_DESK"),
            clinic=environment.get("OWNWORDS_CLINIC") or DEFAULT_CLINIC,
            country=_country(environment.get("OWNWORDS_COUNTRY")),
            answered_from=_share(environment, "OWNWORDS_ANSWERED_FROM", DEFAULT_ANSWERED_FROM),
            maybe_from=_share(environment, "OWNWORDS_MAYBE_FROM", DEFAULT_MAYBE_FROM),
        )
        if settings.maybe_from > settings.answered_from:
            raise SettingError(
                f"OWNWORDS_MAYBE_FROM is {settings.maybe_from}, above OWNWORDS_ANSWERED_FROM, which is "
                f"{settings.answered_from}. Set it to at most that."
            )
        return settings


def _precision(value: str | None) -> Precision | None:
    for known in get_args(Precision):
        if value == known:
            precision: Precision = known
            return precision
    if value:
        raise SettingError(f"OWNWORDS_PRECISION is {value!r}. Set it to one of: {', '.join(get_args(Precision))}.")
    return None


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

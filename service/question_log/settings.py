"""Whether a clinic keeps a question log, where, for how long, and from how many askings on words are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import SettingError

DEFAULT_KEEP_DAYS, DEFAULT_LEAST_ASKED = 30, 3


@dataclass(frozen=True, slots=True)
class QuestionLogSettings:
    """`file` None means: beside the index folder. `least_asked` counts different hours with the same wording."""

    on: bool = False
    file: Path | None = None
    keep_days: int = DEFAULT_KEEP_DAYS
    least_asked: int = DEFAULT_LEAST_ASKED

    def file_beside(self, index: Path) -> Path:
        """The file, given the index folder; an ingest may replace that folder whole, so nothing is kept in it."""
        index = index.absolute()
        return self.file or index.with_name(f"{index.name}-questions.sqlite")


def question_log_from(environment: Mapping[str, str]) -> QuestionLogSettings:
    """What OWNWORDS_QUESTION_LOG, _QUESTION_LOG_FILE, _QUESTION_LOG_DAYS and _QUESTION_LOG_LEAST name.

    Raises:
        SettingError: a variable holds something that cannot be used.
    """
    switch = environment.get("OWNWORDS_QUESTION_LOG") or "off"
    if switch not in ("on", "off"):
        raise SettingError(f"OWNWORDS_QUESTION_LOG is {switch!r}. Set it to on or off.")
    file = environment.get("OWNWORDS_QUESTION_LOG_FILE")
    return QuestionLogSettings(
        on=switch == "on",
        file=Path(file) if file else None,
        keep_days=_whole(environment, "OWNWORDS_QUESTION_LOG_DAYS", DEFAULT_KEEP_DAYS, 1, 365),
        least_asked=_whole(environment, "OWNWORDS_QUESTION_LOG_LEAST", DEFAULT_LEAST_ASKED, 2, 1000),
    )


def _whole(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    value = environment.get(name)
    if not value:
        return default
    if not (value.isascii() and value.isdecimal() and least <= int(value[:6]) <= most):
        raise SettingError(f"{name} is {value!r}. Set it to a whole number from {least} to {most}.")
    return int(value)

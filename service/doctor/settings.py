"""The settings in the environment: which cannot be used, and which nobody reads because their name is misspelt."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from corpus.errors import SettingError
from service.findings import Finding
from service.settings import Settings

NAME = re.compile(r"OWNWORDS_\w+")


class _Read(dict[str, str]):
    """Variables that remember which of them were asked for."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        super().__init__(variables)
        self.asked_for: set[str] = set()

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.asked_for.add(name)
        return super().get(name, default)


def examined_settings(environment: Mapping[str, str], index: Path | None) -> tuple[Settings, list[Finding]]:
    """The settings, with the default in place of each that cannot be used, and what is wrong with those."""
    usable = _Read({name: value for name, value in environment.items() if NAME.fullmatch(name)})
    wrong: list[Finding] = []
    while True:
        try:
            settings = Settings.from_environment(usable)
            break
        except SettingError as error:  # it names its variable, then what that does not go together with
            wrong.append(Finding(False, str(error)))
            del usable[next(name for name in NAME.findall(str(error)) if name in usable)]
    unknown = sorted(usable.keys() - usable.asked_for)
    wrong += [Finding(False, f"{name} is no setting. Look up its right name in the README.") for name in unknown]
    if not wrong:
        wrong.append(Finding(True, "every setting can be used"))
    return (replace(settings, index=index) if index else settings), wrong

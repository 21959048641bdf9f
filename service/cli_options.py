"""What several commands have in common: the index folder that they name, and examples at the end of their help."""

import os
from dataclasses import replace
from pathlib import Path

import click

from service.settings import Settings

EXIT_COULD_NOT = 1  # a command that was used rightly could not do its work

index_option = click.option(
    "--index",
    "index",
    type=click.Path(path_type=Path),
    help="The index folder.  [default: $OWNWORDS_INDEX, else .ownwords]",
)


def with_examples(*examples: str) -> str:
    """The end of a command's help: lines that can be typed as they stand."""
    return "\n".join(["\b", "Examples:", *(f"  {example}" for example in examples)])


def settings_for(index: Path | None) -> Settings:
    """The settings of the environment, over the index folder that a command names."""
    settings = Settings.from_environment(os.environ)
    return replace(settings, index=index) if index else settings

"""`ownwords versions` and `ownwords rollback`: the versions of the index that are kept."""

from pathlib import Path

import click

from service.cli_options import index_option, settings_for, with_examples


@click.command(epilog=with_examples("ownwords versions"))
@click.option("--remove", metavar="NAME", help="Remove this version, which must not be the one that serves.")
@index_option
def versions(remove: str | None, index: Path | None) -> None:
    """List the versions of the index that are kept, the oldest first."""
    from index.folder import IndexFolder
    from service.terminal import version_lines

    folder = IndexFolder(settings_for(index).index)
    if remove:
        folder.remove(remove)
    click.echo("\n".join(version_lines(folder)))


@click.command(epilog=with_examples("ownwords rollback"))
@click.argument("version", required=False)
@index_option
def rollback(version: str | None, index: Path | None) -> None:
    """Serve an earlier VERSION again (without one, the version before the one that serves)."""
    from index.folder import IndexFolder

    serving = IndexFolder(settings_for(index).index).roll_back(version)
    click.echo(f"The version that serves is now {serving}. A running service takes it up within seconds.")

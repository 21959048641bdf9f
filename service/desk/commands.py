"""`ownwords desk`, the accounts of staff, and backups of them.

A password is asked for twice, or read as the first line of a pipe.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli_options import index_option, settings_for, with_examples

if TYPE_CHECKING:
    from service.desk.accounts import Accounts


@click.group(epilog=with_examples("ownwords desk add jo", "ownwords desk list"))
def desk() -> None:
    """Make, list and remove the accounts of the staff desk, which are kept beside the index folder (--index)."""


@desk.command(epilog=with_examples("ownwords desk add jo", "pass show desk/jo | ownwords desk add jo"))
@click.argument("name")
@index_option
def add(name: str, index: Path | None) -> None:
    """Make an account. The password is asked for twice, or read from standard input."""
    accounts = _accounts(index)
    accounts.add(name, _typed_password())
    click.echo(f"The account {name.lower()} is made.", err=True)


@desk.command(epilog=with_examples("ownwords desk password jo"))
@click.argument("name")
@index_option
def password(name: str, index: Path | None) -> None:
    """Give an account another password, and end its sessions."""
    accounts = _accounts(index)
    accounts.set_password(name, _typed_password())
    click.echo(f"The account {name.lower()} has another password, and its sessions are over.", err=True)


@desk.command("list", epilog=with_examples("ownwords desk list"))
@index_option
def list_(index: Path | None) -> None:
    """List the names of all accounts."""
    for name in _accounts(index).names():
        click.echo(name)


@desk.command(epilog=with_examples("ownwords desk remove jo"))
@click.argument("name")
@index_option
def remove(name: str, index: Path | None) -> None:
    """Remove an account and end its sessions."""
    _accounts(index).remove(name)
    click.echo(f"The account {name.lower()} is gone, and its sessions are over.", err=True)


@click.command(epilog=with_examples("ownwords backup desk-2026-11-20.backup"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE where it is there already.")
@index_option
def backup(file: Path, force: bool, index: Path | None) -> None:
    """Back up the desk's data (the accounts of staff, but no session) into FILE; the desk may be in use.

    The index is no part of it, as an ingest makes it again. Nor is the question log: a backup of it would outlive what
    `ownwords forget` forgets.
    """
    from service.desk.backup import make_backup

    held = make_backup(settings_for(index).desk_file, file, force)
    click.echo(f"{file} holds {held} accounts. Only you can read it; keep it like a password.", err=True)


@click.command(epilog=with_examples("ownwords restore desk-2026-11-20.backup --force"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace the data that is there.")
@index_option
def restore(file: Path, force: bool, index: Path | None) -> None:
    """Put the desk's data back from the backup FILE, whole or not at all; everybody has to sign in again."""
    from service.desk.backup import restore_backup

    desk_file = settings_for(index).desk_file
    held = restore_backup(file, desk_file, force)
    click.echo(f"{desk_file} holds {held} accounts. All sessions are over.", err=True)


def _accounts(index: Path | None) -> "Accounts":
    from service.desk.accounts import Accounts
    from service.desk.database import DeskDatabase

    return Accounts(DeskDatabase(settings_for(index).desk_file))


def _typed_password() -> str:
    if sys.stdin.isatty():
        typed: str = click.prompt("Password", hide_input=True, confirmation_prompt="The same again")
        return typed
    return sys.stdin.readline().rstrip("\r\n")

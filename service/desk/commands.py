"""`ownwords desk`: the accounts of staff. A password is asked for twice, or read as the first line of a pipe."""

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


def _accounts(index: Path | None) -> "Accounts":
    from service.desk.accounts import Accounts
    from service.desk.database import DeskDatabase

    return Accounts(DeskDatabase(settings_for(index).desk_file))


def _typed_password() -> str:
    if sys.stdin.isatty():
        typed: str = click.prompt("Password", hide_input=True, confirmation_prompt="The same again")
        return typed
    return sys.stdin.readline().rstrip("\r\n")

"""`ownwords doctor`, `forget` and `safety`: what whoever runs a service has to look after."""

import os
from pathlib import Path

import click

from service.cli_options import index_option, settings_for, with_examples
from service.commands.telling import tell


@click.command(epilog=with_examples("ownwords doctor"))
@index_option
def doctor(index: Path | None) -> None:
    """Say what is wrong with this installation, and how to mend it."""
    from service.doctor.examination import findings

    tell(findings(os.environ, index))


@click.command(epilog=with_examples('ownwords forget "can i bring my parrot"', "ownwords forget --everything"))
@click.argument("wording", required=False)
@click.option("--everything", is_flag=True, help="Forget all of it, the counts by topic as well.")
@index_option
def forget(wording: str | None, everything: bool, index: Path | None) -> None:
    """Forget what the question log holds: a WORDING and all that hold its words, or everything.

    Nothing of it is left in the file afterwards, nor in those beside it.
    """
    from service.question_log.forget import forget as forget_questions

    if (wording is None) != everything:
        raise click.UsageError("Name a wording, or say --everything.")
    click.echo(forget_questions(settings_for(index), wording))


@click.command(epilog=with_examples("ownwords safety", "ownwords safety --html hazards.html"))
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write a web page to this file instead.")
def safety(html: Path | None) -> None:
    """Print the hazard log: what could harm a patient, what is done about it, and the tests that prove it."""
    from service.safety.hazards import load_hazard_log
    from service.safety.page import markdown_of, write_page

    log = load_hazard_log()
    if html:
        write_page(log, html)
    else:
        click.echo(markdown_of(log))

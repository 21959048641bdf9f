"""The `ownwords` command. Results go to standard output, everything else to standard error.

The commands are in service/commands and, for the desk, in service/desk/commands.py. Each imports what it needs when it
runs, so that `ownwords ask` never waits for what it does not use.
"""

import os
import sys

import click

from corpus.errors import AccountError, OwnWordsError, QuestionError, SettingError, SourceMissing, UnknownRef
from service.cli_options import EXIT_COULD_NOT
from service.commands.ask import ask, batch
from service.commands.evaluate import evaluate
from service.commands.ingest import ingest
from service.commands.pages import report, show, sources
from service.commands.serve import serve
from service.commands.upkeep import doctor, forget, safety
from service.commands.versions import rollback, versions
from service.desk.commands import backup, desk, restore
from service.operations.crashes import write_no_core_files
from service.operations.logs import kind_and_place

WRONG_USAGE = (AccountError, QuestionError, SettingError, SourceMissing, UnknownRef)
EXIT_WRONG_USAGE = 2


class Commands(click.Group):
    """The commands, with every error of ours told as one sentence instead of a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; exit with 1 where it could not, and with 2 where it was used wrongly."""
        try:
            return super().invoke(ctx)
        except OwnWordsError as error:
            click.echo(str(error), err=True)
            ctx.exit(EXIT_WRONG_USAGE if isinstance(error, WRONG_USAGE) else EXIT_COULD_NOT)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except MemoryError:
            click.echo("There is not enough memory. Nothing was changed; end other programs, and try again.", err=True)
            ctx.exit(EXIT_COULD_NOT)
        except BrokenPipeError:  # the reader of our output has gone, as in `ownwords sources | head -1`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(EXIT_COULD_NOT)
        except Exception as error:  # its message can hold the question, and output ends up in mails and logs
            click.echo(f"This is a mistake of ours, please report it: {kind_and_place(error)}", err=True)
            ctx.exit(EXIT_COULD_NOT)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="own-words", prog_name="ownwords")
def main() -> None:
    """Ask a clinic's pages in your own words; get the answer in theirs, with its source."""
    write_no_core_files()


for command in (ingest, ask, batch, evaluate, serve, sources, show, report, versions, rollback, doctor, forget, safety):
    main.add_command(command)
for command in (desk, backup, restore):
    main.add_command(command)

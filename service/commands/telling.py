"""How a command tells what it found out."""

from collections.abc import Iterable

import click

from service.cli_options import EXIT_COULD_NOT
from service.findings import Finding


def tell(findings: Iterable[Finding]) -> None:
    """Print findings as they come; exit with 1 where one is not well."""
    problems = False
    for finding in findings:
        problems = problems or not finding.well
        click.echo(f"{'well ' if finding.well else 'WRONG'}  {finding.what}")
    if problems:
        raise SystemExit(EXIT_COULD_NOT)

"""`ownwords sources`, `show` and `report`: what the index holds, and what became of every page."""

import json
from pathlib import Path

import click

from service.cli_options import index_option, settings_for, with_examples
from service.commands.telling import tell


@click.command(epilog=with_examples("ownwords sources"))
@index_option
def sources(index: Path | None) -> None:
    """List the pages of the index: id, passages, title and where each was read."""
    from service.wiring import load_library

    library = load_library(settings_for(index))
    for page in library.pages():
        click.echo(f"{page.id}\t{len(library.passages_of(page.id))} passages\t{page.title}\t{page.source.location}")


@click.command(epilog=with_examples("ownwords show back-fusion-surgery-6012f5", "ownwords show --gone old-leaflet.md"))
@click.argument("ref")
@click.option("--gone", is_flag=True, help="Prove that a page (its id, address, file or title) can no longer be found.")
@index_option
def show(ref: str, gone: bool, index: Path | None) -> None:
    """Show one page, passage or question-answer pair by its id (REF), with its origin."""
    from index.folder import IndexFolder
    from service.absence import absence_findings
    from service.terminal import page_lines, passage_lines
    from service.wiring import answerer_over, load_searcher

    settings = settings_for(index)
    searcher = load_searcher(settings)
    library = searcher.library
    if gone:
        answerer = answerer_over(searcher, settings)
        tell(absence_findings(ref, IndexFolder(settings.index), searcher, answerer))
        return
    if ref in library.page_ids():
        lines = list(page_lines(library.page(ref), library.passages_of(ref)))
    else:
        passage = library.passage(ref)
        lines = passage_lines(passage, library.page(passage.page_id))
    click.echo("\n".join(lines))


@click.command(epilog=with_examples("ownwords report", "ownwords report --json"))
@click.option("--json", "as_json", is_flag=True, help="Print the report as it is kept, in JSON.")
@index_option
def report(as_json: bool, index: Path | None) -> None:
    """Tell of every page what became of it: its passages, what was left out and why, what looks wrong."""
    from service.ingest_report import full_lines
    from service.wiring import load_report

    kept = load_report(settings_for(index))
    click.echo(json.dumps(kept, ensure_ascii=False, indent=2) if as_json else "\n".join(full_lines(kept)))

"""`ownwords ingest`: pages into the index, or what would change in it."""

import logging
from pathlib import Path

import click

from service.cli_options import index_option, settings_for, with_examples
from service.commands.progress import with_progress


@click.command(epilog=with_examples("ownwords ingest leaflets/ --index leaflets.index"))
@click.argument("sources", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--site", is_flag=True, help="Follow links from every address, on the same site.")
@click.option("--max-pages", default=500, show_default=True, type=click.IntRange(1), help="Pages asked for on a site.")
@click.option("--delay", default=1.0, show_default=True, type=click.FloatRange(0), help="Seconds between requests.")
@click.option("--allow-private", is_flag=True, help="Read addresses in your own network, where you name them.")
@index_option
def ingest(
    sources: tuple[str, ...],
    dry_run: bool,
    site: bool,
    max_pages: int,
    delay: float,
    allow_private: bool,
    index: Path | None,
) -> None:
    """Read SOURCES (files, folders, web addresses; without any, the starter pages) into the index.

    An address is one page; a site's front page or its sitemap stands for the whole site.

    The index then holds what the sources hold now, and nothing else. Only what changed is encoded again.
    The index that serves is replaced in one step, and only when the new one is whole.
    """
    from corpus.web.fetch import FetchLimits
    from corpus.web.sources import WebReading
    from index import build
    from index.encoder_card import DEFAULT_ENCODER, DEFAULT_PRECISION
    from index.folder import IndexFolder
    from service.ingest_report import change_lines, ingest_lines
    from service.wiring import STARTER_PAGES, load_searcher, load_urgent_signs

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of fonts; what matters is in our report
    settings = settings_for(index)
    folder, named = IndexFolder(settings.index), list(sources) or [str(STARTER_PAGES)]
    reading = WebReading(
        FetchLimits(max_pages=max_pages, delay_seconds=delay),
        whole_sites=site,
        allow_private=allow_private,
        progress=lambda found: iter(with_progress(found, "fetching")),
    )
    if dry_run:
        would = build.dry_run(folder, named, progress=lambda files: with_progress(files, "reading"), reading=reading)
        click.echo("\n".join(change_lines(would)))
        return
    done = build.ingest(
        folder,
        named,
        settings.encoder or DEFAULT_ENCODER,
        settings.precision or DEFAULT_PRECISION,
        progress=lambda files: with_progress(files, "reading"),
        reading=reading,
        say=lambda sentence: click.echo(sentence, err=True),
        watch=lambda pages, number: with_progress(pages, "encoding", number),
    )
    click.echo("\n".join(ingest_lines(done, settings.index)))
    load_urgent_signs(load_searcher(settings).encoder, settings)  # learned here, so that no question waits for it

"""`ownwords serve`: the search page and the API."""

from pathlib import Path

import click

from service.cli_options import index_option, settings_for, with_examples
from service.threads import one_thread_each


@click.command(epilog=with_examples("ownwords serve --port 8080"))
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that answer.")
@index_option
def serve(host: str, port: int, workers: int, index: Path | None) -> None:
    """Serve the search page and the API."""
    one_thread_each()
    from service.server import run_server

    run_server(settings_for(index), host, port, workers, say=lambda sentence: click.echo(sentence, err=True))

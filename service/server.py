"""Starts the HTTP server. Requests are not logged: a question is health data."""

import os
import socket
from collections.abc import Callable

import uvicorn

from corpus.errors import ServeError
from service.settings import Settings
from service.wiring import load_searcher

GRACE_SECONDS = 10  # for answers under way when the service is told to stop


def run_server(settings: Settings, host: str, port: int, workers: int, say: Callable[[str], None]) -> None:
    """Serve until told to stop.

    Args:
        settings: the index and how it answers; handed to the workers through the environment.
        host: the address to listen on.
        port: the port to listen on.
        workers: processes that answer, each with its own copy of the index.
        say: told the address.

    Raises:
        ServeError: the address cannot be listened on.
        IndexFolderError: there is no index, or it cannot be used.
    """
    load_searcher(settings).library.close()  # complain here, in one sentence, and not in every worker
    os.environ["OWNWORDS_INDEX"] = str(settings.index.absolute())
    _check_address(host, port)
    say(f"Own Words is at http://{host}:{port} (stop it with Ctrl-C).")
    uvicorn.run(
        "service.wiring:app_from_environment",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def _check_address(host: str, port: int) -> None:
    """Try to listen on an address, since uvicorn tells a port in use as a log line and an exit."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
            trial.listen()
        except OSError as error:
            raise ServeError(
                f"The service cannot listen on {host}:{port} ({error.strerror}). "
                "Stop what uses that port, or name another: ownwords serve --port 8080."
            ) from error

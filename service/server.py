"""Starts the HTTP server. What it logs of a request is in `service/operations`; a question is health data."""

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import uvicorn

from corpus.errors import ServeError
from service.desk.accounts import Accounts
from service.desk.database import DeskDatabase
from service.operations.logs import LOG_CONFIG
from service.settings import Settings
from service.wiring import check_index, open_question_log

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
    check_index(settings)  # complain here, in one sentence, and not in every worker
    os.environ["OWNWORDS_INDEX"] = str(settings.index.absolute())
    if settings.desk and not Accounts(DeskDatabase(settings.desk_file)).names():
        say("The desk is on, and nobody can sign in to it yet. Make an account: ownwords desk add NAME")
    if settings.question_log.on:
        open_question_log(settings).close()  # complain of it here, too
    _check_address(host, port)
    say(f"Own Words is at http://{host}:{port} (stop it with Ctrl-C).")
    signal.signal(signal.SIGTERM, _end_well)
    app = "app_from_environment" if workers == 1 else "app_of_one_worker_of_several"
    with _figures_shared_by(workers):
        uvicorn.run(
            f"service.wiring:{app}",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            access_log=False,
            log_config=LOG_CONFIG,
            log_level="warning",
            server_header=False,
            forwarded_allow_ips=settings.proxies,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )


def _end_well(*_: object) -> None:
    """What SIGTERM does once the server has stopped because of it: uvicorn raises it again, and it is no failure."""
    sys.exit(0)


@contextmanager
def _figures_shared_by(workers: int) -> Iterator[None]:
    """While the workers run, a folder in which they add up their metrics, where they are several."""
    if workers == 1:
        yield
        return
    try:
        folder = TemporaryDirectory(prefix="own-words-metrics-", ignore_cleanup_errors=True)
    except OSError as error:
        raise ServeError(
            f"The workers have no folder for temporary files ({error}). Name one in TMPDIR, or serve with --workers 1."
        ) from error
    with folder as path:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = path  # the name that prometheus_client wants
        yield


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

"""Starts the HTTP server. What it logs of a request is in `service/operations`; a question is health data."""

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory

import uvicorn
from uvicorn.supervisors import Multiprocess

from corpus.errors import ServeError
from service.desk.accounts import Accounts
from service.desk.database import DeskDatabase
from service.operations.logs import LOG_CONFIG
from service.settings import Settings
from service.wiring import check_index, open_question_log

GRACE_SECONDS = 10  # for answers under way when the service is told to stop
BACKLOG = 2048  # connections that wait to be taken; as many as uvicorn lets wait


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
    with listening(host, port) as listener:
        say(f"Own Words is at http://{host}:{port} (stop it with Ctrl-C).")
        signal.signal(signal.SIGTERM, _end_well)
        if workers == 1:
            with suppress(KeyboardInterrupt):  # raised again by a server that has stopped because of it
                uvicorn.Server(_config(settings, "app_from_environment")).run([listener])
        else:
            with _figures_shared():
                Multiprocess(_config(settings, "app_of_one_worker_of_several", workers), [listener]).run()


def _config(settings: Settings, app: str, workers: int = 1) -> uvicorn.Config:
    """How uvicorn serves."""
    return uvicorn.Config(
        f"service.wiring:{app}",
        factory=True,
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
def _figures_shared() -> Iterator[None]:
    """While several workers run, a folder in which they add up their metrics."""
    try:
        folder = TemporaryDirectory(prefix="own-words-metrics-", ignore_cleanup_errors=True)
    except OSError as error:
        raise ServeError(
            f"The workers have no folder for temporary files ({error}). Name one in TMPDIR, or serve with --workers 1."
        ) from error
    with folder as path:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = path  # the name that prometheus_client wants
        yield


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens at an address, from before the first worker loads: who comes by then waits.

    uvicorn would tell a port in use as a log line and an exit, and the socket that it makes for several workers names
    no protocol. asyncio then leaves Nagle's algorithm on: the body of a response waits until the client has
    acknowledged its head, for up to 40 ms.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(BACKLOG)
        except OSError as error:
            raise ServeError(
                f"The service cannot listen on {host}:{port} ({error.strerror}). "
                "Stop what uses that port, or name another: ownwords serve --port 8080."
            ) from error
        yield listener

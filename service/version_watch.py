"""Keeps a running service on the version that the index folder names: after an ingest, and after a roll-back."""

import logging
import time
from collections.abc import Callable
from threading import Event, Thread

from corpus.errors import OwnWordsError
from index.folder import IndexFolder
from service.guards.exception_net import log_unexpected
from service.memory import give_back
from service.serving import ServedVersion, Serving

LOOK_SECONDS = 1.0
TRY_AGAIN_SECONDS = 60.0  # what failed for want of memory or file handles may work later, without a new version
LONGEST_STOP_SECONDS = 5.0

logger = logging.getLogger(__name__)


class VersionWatch:
    """Looks at the pointer of an index folder, and loads what it names in a thread of its own when it has moved.

    A version that cannot be loaded is not taken up: the one before goes on serving.
    """

    def __init__(
        self,
        folder: IndexFolder,
        serving: Serving,
        load: Callable[[], ServedVersion],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Args:
        folder: whose pointer is looked at.
        serving: takes the versions up.
        load: loads the version that the folder names.
        clock: seconds that never go back.
        """
        self._folder = folder
        self._serving = serving
        self._load = load
        self._clock = clock
        self._seen: object = None
        self._try_again_at: float | None = None
        self._replaced = False
        self._looked = Event()
        self._ended = Event()
        self._thread = Thread(target=self._run, name="version watch", daemon=True)

    def start(self) -> None:
        """Load the version that serves now, and watch from then on."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no longer. A load under way has some seconds to end; the end of the process does not wait longer."""
        self._ended.set()
        self._thread.join(LONGEST_STOP_SECONDS)

    def wait_until_looked(self) -> None:
        """Return when the first version is loaded, or could not be."""
        self._looked.wait()

    def look(self) -> None:
        """Take up the version that the folder names, unless it serves already or has just been refused."""
        if self._replaced:  # the look after a take-up: the last reader of the version before has left by now
            self._replaced = False
            give_back()
        seen = self._folder.pointer_mark()
        again = self._try_again_at is not None and self._clock() >= self._try_again_at
        if seen == self._seen and not again:
            return
        self._seen, self._try_again_at = seen, None
        try:
            if self._folder.current().name == self._serving.version:
                return
            version = self._load()
        except OwnWordsError as error:
            logger.error("No new version was taken up; %s goes on serving. %s", self._serving.version, error)
            self._try_again_at = self._clock() + TRY_AGAIN_SECONDS
            return
        self._serving.take_up(version)
        logger.info("The version %s serves.", version.name)
        self._replaced = True

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self.look()
            except Exception as error:  # whatever it is, the version that serves goes on serving
                log_unexpected(error)
                self._try_again_at = self._clock() + TRY_AGAIN_SECONDS
            self._looked.set()
            self._ended.wait(LOOK_SECONDS)

"""What serves now: one loaded version of the index, exchanged for the next without dropping a request."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from corpus.library import Library
from service.answerer import Answerer
from service.offers import Offers, offers_of


class NotReady(Exception):
    """No version is loaded yet."""


@dataclass(frozen=True, slots=True)
class ServedVersion:
    """Everything that is shown of one version of an index. `report` is that of its ingest, where staff can read it."""

    answerer: Answerer
    library: Library
    offers: Offers
    report: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the version."""
        return self.answerer.index_version


@dataclass(slots=True)
class _Held:
    version: ServedVersion
    users: int = 0
    replaced: bool = False


class Serving:
    """Hands out the version that serves. Safe to share between threads.

    Whoever reads from a version does so inside `now`: a version that was replaced is closed when its last reader has
    finished, and not before.
    """

    def __init__(self, close: Callable[[ServedVersion], None] | None = None) -> None:
        """`close` lets go of the files of a version; None closes its library."""
        self._close = close or (lambda version: version.library.close())
        self._held: _Held | None = None
        self._lock = Lock()

    @classmethod
    def only(cls, answerer: Answerer, library: Library, report: Mapping[str, Any] | None = None) -> "Serving":
        """One version that is never replaced."""
        serving = cls()
        serving.take_up(ServedVersion(answerer, library, offers_of(library), report or {}))
        return serving

    @contextmanager
    def now(self) -> Iterator[ServedVersion]:
        """The version that serves, to read from inside the block.

        Raises:
            NotReady: no version is loaded yet, or the service has ended.
        """
        with self._lock:
            held = self._held
            if held is None:
                raise NotReady
            held.users += 1
        try:
            yield held.version
        finally:
            with self._lock:
                held.users -= 1
                finished = held.replaced and not held.users
            if finished:
                self._close(held.version)

    def take_up(self, version: ServedVersion | None) -> None:
        """Serve this version from now on, or, with None, nothing any more."""
        with self._lock:
            before, self._held = self._held, _Held(version) if version else None
            if before:
                before.replaced = True
            finished = before is not None and not before.users
        if before and finished:
            self._close(before.version)

    @property
    def version(self) -> str | None:
        """The name of the version that serves, or None."""
        held = self._held
        return held.version.name if held else None

    @property
    def offers(self) -> Offers:
        """What the version that serves has to offer; nothing before there is one."""
        held = self._held
        return held.version.offers if held else Offers()

    @property
    def report(self) -> Mapping[str, Any]:
        """What the ingest of the version that serves had to say; nothing before there is one."""
        held = self._held
        return held.version.report if held else {}

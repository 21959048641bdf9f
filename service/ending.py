"""The end of a service that is told to stop: first it says so to everybody, then its port closes."""

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# Between the signal and the closing of the port. Who was on the way still hears a refusal in words, and whoever asks
# each second whether the service is ready hears that it is not. It adds to every stop, so it is not longer.
NOTICE_SECONDS = 1.0


class Ending:
    """Whether the service was told to stop. From then on it is not ready, and takes no new work."""

    def __init__(self) -> None:
        self.begun = False

    @contextmanager
    def heeding_sigterm(self) -> Iterator[None]:
        """While the service runs: SIGTERM begins the end, and reaches the server a moment later.

        A second one reaches the server at once, and so does Ctrl-C: who sits in front of it does not want to wait. A
        server in a thread hears no signals, and is left alone.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        loop, server = asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)

        def tell_server(number: int, frame: FrameType | None) -> None:
            if callable(server):
                server(number, frame)

        def heed(number: int, frame: FrameType | None) -> None:
            if self.begun:
                tell_server(number, frame)
                return
            self.begun = True
            loop.call_soon_threadsafe(loop.call_later, NOTICE_SECONDS, tell_server, number, None)

        signal.signal(signal.SIGTERM, heed)
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, server)

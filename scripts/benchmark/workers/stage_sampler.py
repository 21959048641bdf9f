"""Which step of some functions takes the time, found by looking at the running program 100 times a second.

So that an ingest can be told by stage without a stopwatch in every step of it.
"""

import sys
import threading
import time
from collections.abc import Collection
from types import CodeType, FrameType
from typing import Self

EVERY_SECONDS = 0.01


class StageSampler:
    """Seconds by the function that a watched one calls directly, in the thread that enters the sampler."""

    def __init__(self, *watched: CodeType) -> None:
        self.seconds: dict[str, float] = {}
        self._watched = watched
        self._done = threading.Event()

    def __enter__(self) -> Self:
        """Start looking."""
        self._thread = threading.Thread(target=self._look, args=(threading.get_ident(),), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop looking."""
        self._done.set()
        self._thread.join()

    def _look(self, watched_thread: int) -> None:
        before = time.perf_counter()
        while not self._done.wait(EVERY_SECONDS):
            stage = stage_of(sys._current_frames().get(watched_thread), self._watched)
            now = time.perf_counter()
            if stage:
                self.seconds[stage] = self.seconds.get(stage, 0.0) + now - before
            before = now


def stage_of(frame: FrameType | None, watched: Collection[CodeType]) -> str | None:
    """What the innermost watched function is in the middle of calling, in words; None outside of all of them."""
    called = None
    while frame is not None:
        if frame.f_code in watched:
            return (called or frame.f_code).co_name.strip("_").replace("_", " ")
        called, frame = frame.f_code, frame.f_back
    return None

"""How long each stage of a question took. Nothing is known here of the question."""

from time import perf_counter


class StageClock:
    """Times stages that follow one another: each begins where the one before ended."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._began = perf_counter()

    def end(self, stage: str) -> None:
        """The stage that was under way has ended; the next begins."""
        now = perf_counter()
        self.seconds[stage] = now - self._began
        self._began = now

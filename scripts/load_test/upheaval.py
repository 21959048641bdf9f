"""What goes on while the service is asked: ingests of a page that comes and goes, and roll-backs."""

import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from threading import Event, Thread

from service.wiring import STARTER_PAGES

OWNWORDS = Path(sys.executable).parent / "ownwords"
PAUSE_SECONDS = 3.0
EXTRA_PAGE = "# Parking\n\n## Where can I park?\n\nPark in the yard behind the clinic.\n"


class Upheaval:
    """Runs `ownwords ingest` and `ownwords rollback` in turn, in a thread, until it is stopped."""

    def __init__(self, index: Path) -> None:
        self._index = index
        self._ended = Event()
        self._thread = Thread(target=self._run, daemon=True)
        self.done: Counter[str] = Counter()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the command that runs."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "parking.md"
            page.write_text(EXTRA_PAGE, "utf-8")
            turns = (["ingest", str(STARTER_PAGES), str(page)], ["rollback"], ["ingest", str(STARTER_PAGES)])
            while True:
                for turn in turns:
                    if self._ended.wait(PAUSE_SECONDS):
                        return
                    done = subprocess.run(
                        [str(OWNWORDS), *turn, "--index", str(self._index)], capture_output=True, check=False
                    )
                    self.done[turn[0] if done.returncode == 0 else f"{turn[0]} failed"] += 1

"""Tells a finding from a refusal, and keeps the input of each finding, once for each place in the code."""

import time
import traceback
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from corpus.errors import OwnWordsError
from scripts.fuzzing.target import Check

SLOW_SECONDS = 5.0  # of processor time for an input of some kB; an honest one takes milliseconds


@dataclass(slots=True)
class Watch:
    """A check that goes on after a finding, so that one does not hide the next.

    `folder` gets the input of each finding, and beside it what went wrong.
    """

    check: Check
    folder: Path
    found: set[str] = field(default_factory=set)

    def __call__(self, data: bytes) -> None:
        """Try one input."""
        began = time.process_time()
        try:
            self.check(data)
        except OwnWordsError:  # refused, in a sentence
            pass
        except Exception as error:  # whatever it is: it is what we are looking for
            self._note(_place_of(error), "".join(traceback.format_exception(error)), data)
        took = time.process_time() - began
        if took > SLOW_SECONDS:
            self._note("slow", f"{took:.1f} seconds for {len(data)} bytes", data)

    def _note(self, kind: str, said: str, data: bytes) -> None:
        if kind in self.found:
            return
        self.found.add(kind)
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / f"finding-{sha256(kind.encode()).hexdigest()[:8]}"
        file.write_bytes(data)
        file.with_suffix(".txt").write_text(f"{kind}\n{said}", "utf-8", errors="backslashreplace")


def _place_of(error: Exception) -> str:
    """What an exception is and where it came from: one fault gives one place."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {Path(frames[-1].filename).name}:{frames[-1].lineno}, {str(error)[:24]!r}"

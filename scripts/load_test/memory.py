"""How much memory the service takes while the load is on, and whether that stays flat.

The first tenth of the time is the warm-up, in which threads start and at least one version is taken up. The baseline is
the mean of the second tenth. It is compared with the mean of every later tenth, and the one that differs most counts.
The means take in the moments in which two versions are loaded; how high those go is the peak, which has no bound.
"""

import statistics
from collections.abc import Callable, Mapping

TENTHS = 10
LOOKS = 600  # one a second in ten minutes; each costs a millisecond
MOST_CHANGE = 0.05


class Memory:
    """Looks at the resident memory at even distances."""

    def __init__(self, resident: Callable[[], float]) -> None:
        """`resident` tells megabytes."""
        self._resident = resident
        self._tenths: list[list[float]] = [[] for _ in range(TENTHS)]
        self._looked = 0

    def look(self, passed: float, seconds: float) -> None:
        """Note the memory, if it is time to. `passed` of all the `seconds` have passed."""
        if passed < self._looked * seconds / LOOKS:
            return
        self._looked += 1
        self._tenths[min(int(passed / seconds * TENTHS), TENTHS - 1)].append(self._resident())

    def summary(self) -> Mapping[str, object]:
        """The mean of each tenth and the peak in megabytes, and the greatest change as a share of the baseline."""
        means = [statistics.fmean(tenth) for tenth in self._tenths if tenth]
        return {
            "by tenths": [round(mean, 1) for mean in means],
            "peak": round(max(max(tenth) for tenth in self._tenths if tenth), 1),
            "change": round(greatest_change(means), 4),
        }


def greatest_change(means: list[float]) -> float:
    """How much a later tenth differs from the second, at most, as a share of it; negative where there is less."""
    _, baseline, *later = means
    return max((mean / baseline - 1 for mean in later), key=abs)

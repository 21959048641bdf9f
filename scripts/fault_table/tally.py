"""What came of a fault, each time it was injected, and the table of it all."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

LOST = "lost answers"  # a question that had to be answered was not
CORRUPT = "corrupt loads"  # damaged files were taken for whole
HALF = "half-written index served"  # an answer was neither that of the old version nor that of the new one
NEVER = (LOST, CORRUPT, HALF)


@dataclass(slots=True)
class Tally:
    """`how` says by what means the fault was injected; `outcomes` and `harm` count."""

    fault: str
    how: str
    times: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    harm: Counter[str] = field(default_factory=Counter)
    details: list[str] = field(default_factory=list)

    def note(self, outcome: str) -> None:
        """Count what came of one injection."""
        self.outcomes[outcome] += 1

    def hurt(self, kind: str, detail: str) -> None:
        """Count what must never happen, of a kind in `NEVER`."""
        self.harm[kind] += 1
        self.details.append(f"{kind}: {detail}")

    def as_dict(self) -> dict[str, Any]:
        """Everything as plain values."""
        return {
            "fault": self.fault,
            "how": self.how,
            "times": self.times,
            "outcomes": dict(self.outcomes.most_common()),
            "harm": {kind: self.harm[kind] for kind in NEVER},
            "details": self.details,
        }


def table_of(tallies: Iterable[Tally]) -> str:
    """A Markdown table, a row for each fault."""
    head = ["fault", "times", "what came of it", *NEVER]
    rows = [
        [
            f"{tally.fault} ({tally.how})",
            str(tally.times),
            "; ".join(f"{outcome}: {count}" for outcome, count in tally.outcomes.most_common()),
            *(str(tally.harm[kind]) for kind in NEVER),
        ]
        for tally in tallies
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])

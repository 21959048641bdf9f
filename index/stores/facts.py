"""What the manifest says of a vector store."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """The kind of a store, how many vectors it holds, and what share of the ten nearest it finds, 0 to 1.

    `recall` was measured when it was built, against a comparison with every vector; an exact store has 1.
    """

    kind: str
    rows: int
    recall: float

"""What is known of the request under way, for its line in the log. Never what was asked, nor by whom."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class RequestNotes:
    """Notes on one request. `outcome` and `urgent` are those of the answer, where one was given."""

    id: str
    outcome: str | None = None
    urgent: bool | None = None


# Threads that answer get a copy of the context, and so the same notes.
REQUEST_NOTES: ContextVar[RequestNotes | None] = ContextVar("request_notes", default=None)

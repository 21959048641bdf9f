"""The log: one JSON object a line on standard error, from our own loggers and the server's.

The message of an exception can hold a question, so that only its kind and its place are ever written.
"""

import logging
import traceback
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from service.operations.request_notes import REQUEST_NOTES

LOGGED_FRAMES = 8  # ours and their nearest; those above them are the framework's, and always the same
ExceptionParts = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def kind_and_place(error: BaseException) -> str:
    """What kind of exception it was and where it arose, over several lines, without its message."""
    stack = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__))
    return f"{type(error).__name__}\n" + "".join(traceback.format_list(stack[-LOGGED_FRAMES:]))


class JsonLines(JsonFormatter):
    """A log record as one line of JSON: `time`, `level`, `logger`, `message`, `request_id`, and its own fields."""

    def __init__(self) -> None:
        super().__init__(
            "%(levelname)s %(name)s %(message)s",
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "exception"},
            timestamp="time",
        )

    def formatException(self, ei: ExceptionParts) -> str:  # noqa: N802  # logging's name
        """The kind and the place of an exception, not its message, nor what caused it."""
        return kind_and_place(ei[1]) if ei[1] else ""

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        """Fill in one line."""
        super().add_fields(log_data, record, message_dict)
        notes = REQUEST_NOTES.get()
        if notes and "request_id" not in log_data:
            log_data["request_id"] = notes.id


# What `logging.config.dictConfig` takes, and so uvicorn. Its own line for every request names the whole address
# and stays off; ours is `service.operations.request_watch`.
LOG_CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": JsonLines}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"service": {"level": "INFO"}},
}

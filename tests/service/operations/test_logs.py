"""The log is JSON, a line each, and never holds the message of an exception."""

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator

import pytest

from service.operations.crashes import log_crashes_without_words
from service.operations.logs import JsonLines, kind_and_place
from service.operations.request_notes import REQUEST_NOTES, RequestNotes

SECRET = "my private question"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What a logger of ours writes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("service")
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


def broken() -> ValueError:
    """An exception with a secret in its message and in that of its cause."""
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(SECRET) from error
    except ValueError as error:
        return error


def test_a_line_is_one_json_object_with_its_fields(written: io.StringIO) -> None:
    logging.getLogger("service.some").warning("two\nlines", extra={"status": 503})
    line = json.loads(written.getvalue())
    assert (line["level"], line["logger"], line["message"], line["status"]) == (
        "WARNING",
        "service.some",
        "two\nlines",
        503,
    )
    assert line["time"].startswith("20")


def test_a_line_names_the_request_that_it_belongs_to(written: io.StringIO) -> None:
    token = REQUEST_NOTES.set(RequestNotes("abc"))
    logging.getLogger("service.some").warning("slow")
    REQUEST_NOTES.reset(token)
    logging.getLogger("service.some").warning("between requests")
    first, second = map(json.loads, written.getvalue().splitlines())
    assert first["request_id"] == "abc"
    assert "request_id" not in second


def test_an_exception_is_told_by_kind_and_place_only(written: io.StringIO) -> None:
    logging.getLogger("service.some").error("it broke", exc_info=broken())
    assert "ValueError" in json.loads(written.getvalue())["exception"]
    assert "test_logs.py" in written.getvalue()
    assert SECRET not in written.getvalue()


def test_the_kind_and_the_place_are_enough_to_find_a_mistake() -> None:
    told = kind_and_place(broken())
    assert told.startswith("ValueError\n")
    assert "in broken" in told
    assert SECRET not in told


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hooks of this process, to be replaced and put back."""
    for owner, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(owner, name, getattr(owner, name))


@pytest.mark.usefixtures("hooks")
def test_what_nobody_caught_is_logged_without_its_message(written: io.StringIO) -> None:
    log_crashes_without_words()
    error = broken()
    sys.excepthook(type(error), error, error.__traceback__)
    threading.excepthook(threading.ExceptHookArgs((type(error), error, error.__traceback__, None)))
    assert written.getvalue().count("Uncaught ValueError") == 2
    assert SECRET not in written.getvalue()

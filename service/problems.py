"""Errors of the API as problem documents (RFC 9457), each naming the field and the limit where there is one.

Nothing of a request is ever repeated in one, nor anything about the inside of the service.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi.responses import JSONResponse

from service.guards.body_limit import MAX_BODY_BYTES
from service.schemas import FIELD_LIMITS, AskBody

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field that cannot be used, and what it takes."""

    field: str
    detail: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong and what to do. `type` is the address of its description in the guide to the API."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = field(default_factory=list)


KINDS = {
    400: ("unreadable-body", "The body cannot be read", "Send one JSON object, in UTF-8."),
    404: ("not-found", "Nothing is here", "No page, passage or address of this name is known. The guide is at /docs."),
    405: ("method-not-allowed", "This address takes another method", "The header `Allow` names those it takes."),
    413: ("body-too-large", "The body is too large", f"Send {MAX_BODY_BYTES} bytes or fewer."),
    422: ("bad-field", "A field cannot be used", "Mend the fields in `errors` and send the request again."),
    429: ("too-many-requests", "You ask too often", "Ask again after the seconds in the header `Retry-After`."),
    500: ("service-problem", "The service has a problem", "Try again in a few minutes. The question was not saved."),
    503: (
        "busy",
        "The service is busy, or starts",
        "Ask again after the seconds in the header `Retry-After`. The question was not saved.",
    ),
}


class FieldError(Exception):
    """A field that turned out to be unusable after it had been read. `detail` is shown to the caller."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail)
        self.problem = FieldProblem(field, detail)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route declares about the errors it can give."""
    return {status: {"model": Problem, "description": "A problem document (RFC 9457)"} for status in statuses}


def problem_of(status: int, errors: Sequence[FieldProblem] = ()) -> Problem:
    """The problem document for a status; one without a description of its own has the standard phrase."""
    if status not in KINDS:
        return Problem("about:blank", HTTPStatus(status).phrase, status, HTTPStatus(status).description)
    name, title, detail = KINDS[status]
    return Problem(f"/docs#problem-{name}", title, status, detail, list(errors))


def problem_response(
    status: int, errors: Sequence[FieldProblem] = (), headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """The problem document as a response. `errors` is left out where it is empty."""
    document = asdict(problem_of(status, errors))
    if not errors:
        del document["errors"]
    return JSONResponse(document, status, headers=headers, media_type=MEDIA_TYPE)


def field_problems(errors: Sequence[Mapping[str, Any]]) -> list[FieldProblem]:
    """Pydantic's errors in our words, one for each field."""
    details = {_field_of(error["loc"]): error for error in errors}
    return [FieldProblem(name, _detail(name, error)) for name, error in details.items()]


def _field_of(location: Sequence[str | int]) -> str:
    place, *names = location
    return ".".join(str(name) for name in names) or str(place)


def _detail(name: str, error: Mapping[str, Any]) -> str:
    if error["type"] == "extra_forbidden":
        return f"There is no such field. The fields are: {', '.join(AskBody.model_fields)}."
    return FIELD_LIMITS.get(name) or str(error["msg"])

"""Every expected error as a problem document or a page, after who asks."""

from collections.abc import Mapping, Sequence

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match, Mount

from corpus.errors import UnknownRef
from service import messages
from service.answerer import MAX_QUESTION_CHARACTERS
from service.guards.refusal import come_again
from service.problems import FieldError, FieldProblem, field_problems, problem_response
from service.rendering import HtmlPages
from service.serving import NotReady

METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")
PROBLEM_PATHS = ("/api", "/health", "/openapi.json", "/metrics")  # programs read these; people read the rest
BUSY = (429, 503)  # come again later
LOADING_SECONDS = 5.0  # after which to come again while the index is loaded


def add_error_handlers(app: FastAPI, pages: HtmlPages) -> None:
    """Let every expected error end in a problem document or a page, after who asks."""

    @app.exception_handler(RequestValidationError)
    async def unusable_request(request: Request, error: RequestValidationError) -> Response:
        if any(each["type"] == "json_invalid" for each in error.errors()):
            return error_response(request, pages, 400)
        return error_response(request, pages, 422, field_problems(error.errors()))

    @app.exception_handler(FieldError)
    async def unusable_field(request: Request, error: FieldError) -> Response:
        return error_response(request, pages, 422, [error.problem])

    @app.exception_handler(UnknownRef)
    async def unknown_ref(request: Request, _: UnknownRef) -> Response:
        return error_response(request, pages, 404)

    @app.exception_handler(NotReady)
    async def not_ready(request: Request, _: NotReady) -> Response:
        return error_response(request, pages, 503, headers=come_again(LOADING_SECONDS))

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        headers = dict(error.headers or {})
        if error.status_code == 405:
            headers["Allow"] = ", ".join(allowed_methods(request))
        return error_response(request, pages, error.status_code, headers=headers)


def error_response(
    request: Request,
    pages: HtmlPages,
    status: int,
    errors: Sequence[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An error in the form that suits the address: a problem document for programs, a page for people."""
    path = request.scope["path"]
    if any(path == root or path.startswith(f"{root}/") for root in PROBLEM_PATHS):
        return problem_response(status, errors, headers)
    response = _error_page(pages, status)
    response.headers.update(headers or {})
    return response


def _error_page(pages: HtmlPages, status: int) -> HTMLResponse:
    if status == 413:
        return pages.search(problem=messages.LONG_QUESTION.format(limit=MAX_QUESTION_CHARACTERS), status=status)
    if status in (400, 422):
        return pages.search(problem=messages.EMPTY_QUESTION, status=status)
    if status in BUSY:
        return pages.busy(status)
    return pages.missing(status) if status < 500 else pages.broken(status)


def allowed_methods(request: Request) -> list[str]:
    """The methods that the address of a request takes. Each route knows only its own, so all are tried."""
    routes = [route for route in request.app.routes if not isinstance(route, Mount)]
    methods = [
        method
        for method in METHODS
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    ] or ["GET"]  # the static files
    return [*methods, "HEAD"] if "GET" in methods else methods

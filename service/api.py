"""The HTTP edge: `create_app` joins the API, the pages and the guards. What is answered is decided elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Match, Mount

from corpus.errors import QuestionError, UnknownRef
from corpus.library import Library
from service import messages
from service.answerer import MAX_QUESTION_CHARACTERS, Answerer
from service.answers import Answer
from service.api_guide import EXAMPLE, api_guide
from service.catalogue import (
    ListedPage,
    PageInFull,
    PassageInFull,
    listed_pages,
    page_in_full,
    passage_in_full,
)
from service.clinic import Clinic
from service.desk import desk_router
from service.guards import CACHE_CONTROL, BodyLimit, ExceptionNet, HeadAsGet, SecurityHeaders
from service.look import look_router
from service.offers import offers_of
from service.problems import (
    MEDIA_TYPE,
    FieldError,
    FieldProblem,
    Problem,
    field_problems,
    problem_response,
)
from service.rendering import STATIC, HtmlPages
from service.schemas import DEFAULT_RESULTS, AskBody, QuestionParameter, TopParameter
from service.search_page import search_page_router

API_VERSION = "1"
METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")
PROBLEM_PATHS = ("/api", "/health", "/openapi.json", "/metrics")  # programs read these; people read the rest
STATIC_CACHING = "public, max-age=86400"  # the address of the style sheet changes with its content
NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
}  # FastAPI would record failing requests
ABOUT = "Finds the words of the clinic's own pages that answer a question. Nothing is generated."


@dataclass(frozen=True, slots=True)
class Live:
    """The process runs."""

    status: Literal["live"]


@dataclass(frozen=True, slots=True)
class Ready:
    """The service answers, from this version of the index."""

    status: Literal["ready"]
    index_version: str


def create_app(
    answerer: Answerer,
    library: Library,
    *,
    clinic: Clinic | None = None,
    report: Mapping[str, Any] | None = None,
) -> FastAPI:
    """The whole HTTP service.

    Args:
        answerer: answers questions; shared between threads.
        library: the pages of the same index; shared between threads.
        clinic: what it says of itself on every page.
        report: of the last ingest, for the staff desk; None leaves the desk out.
    """
    clinic = clinic or Clinic()
    pages = HtmlPages(clinic, offers_of(library))
    app = FastAPI(
        title=clinic.name,
        description=ABOUT,
        version=API_VERSION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=NO_TELEMETRY,
        middleware=[  # the outermost first
            Middleware(SecurityHeaders),
            Middleware(HeadAsGet),
            Middleware(ExceptionNet, respond=lambda request, status: error_response(request, pages, status)),
            Middleware(BodyLimit),
        ],
    )
    app.include_router(api_router(answerer, library))
    app.include_router(health_router(answerer))
    app.include_router(search_page_router(answerer, library, pages))
    app.include_router(look_router(clinic))
    if report is not None:
        app.include_router(desk_router(report, pages))
    app.mount("/static", CachedFiles(directory=STATIC))
    add_error_handlers(app, pages)
    add_guide(app, pages)
    return app


def api_router(answerer: Answerer, library: Library) -> APIRouter:
    """The JSON API. Handlers are plain functions, so that each search runs in a thread of its own."""
    router = APIRouter(prefix="/api", tags=["api"])
    ask_problems = problems(400, 413, 422, 500)

    @router.post("/ask", summary="Ask a question", responses=ask_problems, openapi_extra={EXAMPLE: POST_EXAMPLE})
    def ask_by_body(body: AskBody) -> Answer:
        return answered(answerer, "question", body.question, body.top)

    @router.get(
        "/ask", summary="Ask a question in the address", responses=ask_problems, openapi_extra={EXAMPLE: GET_EXAMPLE}
    )
    def ask_by_address(q: QuestionParameter, top: TopParameter = DEFAULT_RESULTS) -> Answer:
        """Prefer POST: addresses end up in logs and histories."""
        return answered(answerer, "q", q, top)

    @router.get("/sources", summary="List the pages of the index", responses=problems(500))
    def list_sources() -> list[ListedPage]:
        return listed_pages(library)

    @router.get("/pages/{page_id}", summary="One page, with its text and blocks", responses=problems(404, 500))
    def show_page(page_id: str) -> PageInFull:
        return page_in_full(library, page_id)

    @router.get("/passages/{ref:path}", summary="One passage or FAQ pair", responses=problems(404, 500))
    def show_passage(ref: str) -> PassageInFull:
        return passage_in_full(library, ref)

    return router


POST_EXAMPLE = (
    'POST /api/ask\nContent-Type: application/json\n\n{"question": "how long will I be in hospital?", "top": 3}'
)
GET_EXAMPLE = "GET /api/ask?q=how+long+will+I+be+in+hospital&top=3"


def answered(answerer: Answerer, field: str, question: str, top: int) -> Answer:
    """The answer.

    Raises:
        FieldError: the question cannot be searched for; it names the field that held it.
    """
    try:
        return answerer.answer(question, top)
    except QuestionError as error:
        raise FieldError(field, str(error)) from None


def health_router(answerer: Answerer) -> APIRouter:
    """What a supervisor asks: is the process alive, and does it answer."""
    router = APIRouter(prefix="/health", tags=["health"])

    @router.get("/live", summary="Is the process alive")
    async def live() -> Live:
        return Live("live")

    @router.get("/ready", summary="Does the service answer, and from which index", responses=problems(500))
    async def ready() -> Ready:
        return Ready("ready", answerer.index_version)

    return router


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route declares about the errors it can give."""
    return {status: {"model": Problem, "description": "A problem document (RFC 9457)"} for status in statuses}


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


def add_guide(app: FastAPI, pages: HtmlPages) -> None:
    """Serve the guide at /docs, and give problem documents their own media type in the OpenAPI description."""
    described = app.openapi

    def openapi() -> dict[str, Any]:
        description = described()
        for methods in description["paths"].values():
            for operation in methods.values():
                for status, said in operation["responses"].items():
                    content = said.get("content", {})
                    if status >= "400" and "application/json" in content:
                        content[MEDIA_TYPE] = content.pop("application/json")
        return description

    app.openapi = openapi  # type: ignore[method-assign]  # the way that FastAPI documents

    @app.get("/docs", include_in_schema=False)
    async def guide() -> HTMLResponse:
        return pages.guide(api_guide(app.openapi()))


class CachedFiles(StaticFiles):
    """Static files that browsers may keep."""

    def file_response(self, *args: Any, **options: Any) -> Response:
        """The file, with leave to keep it."""
        response = super().file_response(*args, **options)
        response.headers[CACHE_CONTROL] = STATIC_CACHING
        return response

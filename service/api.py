"""The HTTP edge: `create_app` joins the API, the pages and the guards. What is answered is decided elsewhere."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from fastapi.telemetry import TelemetryConfig
from starlette.middleware import Middleware

from corpus.errors import QuestionError
from service.answerer import Answerer
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
from service.desk.door import Door
from service.desk.routes import add_desk
from service.ending import Ending
from service.error_responses import add_error_handlers, error_response
from service.guards.body_limit import BodyLimit
from service.guards.ending import NoNewWork
from service.guards.exception_net import ExceptionNet
from service.guards.head_as_get import HeadAsGet
from service.guards.queue_limit import QueueLimit
from service.guards.rate_limit import RateLimit
from service.guards.security_headers import CACHE_CONTROL, SecurityHeaders
from service.guards.time_limit import TimeLimit
from service.health import health_router
from service.limits import Limits
from service.look import look_router
from service.operations.metrics import Metrics
from service.operations.metrics_route import metrics_router
from service.operations.request_watch import RequestWatch
from service.problems import MEDIA_TYPE, FieldError, problems
from service.question_log.page import question_log_router
from service.question_log.store import QuestionStore
from service.rendering import STATIC, HtmlPages
from service.schemas import DEFAULT_RESULTS, AskBody, QuestionParameter, TopParameter
from service.search_page import search_page_router
from service.serving import Serving
from service.version_watch import VersionWatch

API_VERSION = "1"
STATIC_CACHING = "public, max-age=86400"  # the address of the style sheet changes with its content
NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
}  # FastAPI would record failing requests
ABOUT = "Finds the words of the clinic's own pages that answer a question. Nothing is generated."


def create_app(
    serving: Serving,
    *,
    clinic: Clinic | None = None,
    limits: Limits | None = None,
    watch: VersionWatch | None = None,
    door: Door | None = None,
    https: bool = False,
    metrics: Metrics | None = None,
    metrics_token: str | None = None,
    questions: QuestionStore | None = None,
    load_first: bool = False,
    ending: Ending | None = None,
) -> FastAPI:
    """The whole HTTP service.

    Args:
        serving: hands out the version of the index that serves.
        clinic: what it says of itself on every page.
        limits: how much is done for whom, and for how long.
        watch: loads the version that serves when the service starts, and every later one; None leaves it as it is.
        door: lets staff in to the desk; None leaves the desk out.
        https: whether every request came by https, whatever the proxy in front says.
        metrics: counts requests; None takes one of its own.
        metrics_token: what a collector of the metrics on another machine has to show; None lets none in.
        questions: the question log; None means that nothing is kept, and the pages say so.
        load_first: whether no connection is taken before the first version is loaded. One of several workers does so:
            while it loads, others answer.
        ending: knows whether the service was told to stop; None makes one.
    """
    ending = ending or Ending()
    clinic, limits = clinic or Clinic(), limits or Limits()
    metrics = metrics or Metrics(lambda: serving.version)
    pages = HtmlPages(clinic, lambda: serving.offers, notes_questions=questions is not None)

    def refuse(request: Request, status: int, headers: Mapping[str, str]) -> Response:
        return error_response(request, pages, status, headers=headers)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if watch:
            watch.start()
        if watch and load_first:
            await asyncio.to_thread(watch.wait_until_looked)
        with ending.heeding_sigterm():
            yield
        if watch:
            watch.stop()
            serving.take_up(None)

    app = FastAPI(
        title=clinic.name,
        description=ABOUT,
        version=API_VERSION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=NO_TELEMETRY,
        lifespan=lifespan,
        middleware=[  # the outermost first
            Middleware(SecurityHeaders, https=https),
            Middleware(HeadAsGet),
            Middleware(RequestWatch, metrics=metrics),
            Middleware(ExceptionNet, respond=refuse),
            Middleware(NoNewWork, respond=refuse, ending=ending),
            Middleware(RateLimit, respond=refuse, per_minute=limits.per_minute),
            Middleware(TimeLimit, respond=refuse, seconds=limits.seconds),
            Middleware(BodyLimit, respond=refuse),
            Middleware(QueueLimit, respond=refuse, at_once=limits.at_once, waiting=limits.waiting),
        ],
    )
    app.include_router(api_router(serving))
    app.include_router(health_router(serving, ending))
    app.include_router(search_page_router(serving, pages))
    app.include_router(look_router(clinic))
    app.include_router(metrics_router(metrics, metrics_token))
    if door is not None:
        add_desk(app, door, pages, lambda: serving.report)
    if door is not None and questions is not None:
        app.include_router(question_log_router(questions, door, pages))
    app.mount("/static", CachedFiles(directory=STATIC))
    add_error_handlers(app, pages)
    add_guide(app, pages)
    return app


def api_router(serving: Serving) -> APIRouter:
    """The JSON API. Handlers are plain functions, so that each search runs in a thread of its own."""
    router = APIRouter(prefix="/api", tags=["api"])
    ask_problems = problems(400, 413, 422, 429, 500, 503)
    list_problems, show_problems = problems(429, 500, 503), problems(404, 429, 500, 503)

    @router.post("/ask", summary="Ask a question", responses=ask_problems, openapi_extra={EXAMPLE: POST_EXAMPLE})
    def ask_by_body(body: AskBody) -> Answer:
        with serving.now() as version:
            return answered(version.answerer, "question", body.question, body.top)

    @router.get(
        "/ask", summary="Ask a question in the address", responses=ask_problems, openapi_extra={EXAMPLE: GET_EXAMPLE}
    )
    def ask_by_address(q: QuestionParameter, top: TopParameter = DEFAULT_RESULTS) -> Answer:
        """Prefer POST: addresses end up in logs and histories."""
        with serving.now() as version:
            return answered(version.answerer, "q", q, top)

    @router.get("/sources", summary="List the pages of the index", responses=list_problems)
    def list_sources() -> list[ListedPage]:
        with serving.now() as version:
            return listed_pages(version.library)

    @router.get("/pages/{page_id}", summary="One page, with its text and blocks", responses=show_problems)
    def show_page(page_id: str) -> PageInFull:
        with serving.now() as version:
            return page_in_full(version.library, page_id)

    @router.get("/passages/{ref:path}", summary="One passage or FAQ pair", responses=show_problems)
    def show_passage(ref: str) -> PassageInFull:
        with serving.now() as version:
            return passage_in_full(version.library, ref)

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

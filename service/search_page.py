"""The pages that patients see: the search page and the page view. What is on them is decided elsewhere."""

from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, JSONResponse

from corpus.errors import QuestionError, UnknownRef
from service import messages
from service.answerer import Answerer
from service.answers import Answer
from service.guards.exception_net import log_unexpected
from service.languages import foreign_language
from service.look import LOOK_CACHING
from service.rendering import KEPT_FOR_BACK, HtmlPages
from service.serving import Serving

EXACT = "on"  # what the field `exact` holds where nothing is to be corrected
# The parts of a search that look for more than was typed: corrections, shorthand written out, and the topic.
READING_IN = frozenset({"spelling", "abbreviations", "topic"})


def search_page_router(serving: Serving, pages: HtmlPages) -> APIRouter:
    """The routes of the HTML pages.

    The handlers are plain functions, so that each runs in a thread of its own and none holds up the others.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def ask_by_link(q: Annotated[str | None, Query()] = None, exact: Annotated[str, Query()] = "") -> HTMLResponse:
        """The empty search page, or the answer to a question in a link that somebody shared."""
        return asked(q, exact) if q is not None else kept_for_back(pages.search())

    @router.post("/")
    def ask_by_form(question: Annotated[str, Form()] = "", exact: Annotated[str, Form()] = "") -> HTMLResponse:
        """The answer to a question from the form, which keeps it out of addresses, logs and history."""
        return kept_for_back(asked(question, exact))

    @router.get("/pages/{page_id}")
    def read_page(page_id: str) -> HTMLResponse:
        """A stored page; `#at-123` opens it at the sentence that starts at character 123."""
        with serving.now() as version:
            try:
                return pages.page(version.library.page(page_id), version.library.passages_of(page_id))
            except UnknownRef:
                return pages.missing()

    @router.get("/questions.json")
    def offered_questions() -> JSONResponse:
        """The questions that the pages ask. The browser looks in them while somebody types, and sends nothing."""
        return JSONResponse(serving.offers.questions, headers=LOOK_CACHING)

    def asked(sent: str, exact: str) -> HTMLResponse:
        typed = as_typed(sent)
        with serving.now() as version:
            try:
                answer = answered(version.answerer, typed, exact == EXACT)
                return pages.search(typed, answer, exact=exact == EXACT, language=foreign_language(answer.question))
            except QuestionError as error:
                return pages.search(typed, problem=str(error), status=422)
            except Exception as error:  # whatever it is, people keep what they typed
                log_unexpected(error)
                return pages.search(typed, problem=messages.SERVICE_PROBLEM, status=500)

    return router


def answered(answerer: Answerer, typed: str, exact: bool) -> Answer:
    """The answer, to the letters that were typed where they are wanted exactly."""
    without = READING_IN & set(answerer.parts) if exact else ()
    return answerer.answer(typed, without=without)


def as_typed(sent: str) -> str:
    """What somebody typed: line breaks as they count in the box, and no character that a page cannot hold."""
    lines = sent.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or not (c < " " or "\x7f" <= c <= "\x9f"))


def kept_for_back(response: HTMLResponse) -> HTMLResponse:
    """The response, which the Back button may show again as it was."""
    response.headers.update(KEPT_FOR_BACK)
    return response

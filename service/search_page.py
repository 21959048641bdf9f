"""The pages that patients see: the search page and the page view. What is on them is decided elsewhere."""

from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse

from corpus.errors import QuestionError, UnknownRef
from corpus.library import Library
from service import messages
from service.answerer import Answerer
from service.guards import log_unexpected
from service.rendering import KEPT_FOR_BACK, HtmlPages


def search_page_router(answerer: Answerer, library: Library, pages: HtmlPages) -> APIRouter:
    """The routes of the HTML pages.

    The handlers are plain functions, so that each runs in a thread of its own and none holds up the others.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def ask_by_link(q: Annotated[str | None, Query()] = None) -> HTMLResponse:
        """The empty search page, or the answer to a question in a link that somebody shared."""
        return pages.search() if q is None else asked(q)

    @router.post("/")
    def ask_by_form(question: Annotated[str, Form()] = "") -> HTMLResponse:
        """The answer to a question from the form, which keeps it out of addresses, logs and history."""
        response = asked(question)
        response.headers.update(KEPT_FOR_BACK)
        return response

    @router.get("/pages/{page_id}")
    def read_page(page_id: str) -> HTMLResponse:
        """A stored page; `#at-123` opens it at the sentence that starts at character 123."""
        try:
            return pages.page(library.page(page_id), library.passages_of(page_id))
        except UnknownRef:
            return pages.missing()

    def asked(typed: str) -> HTMLResponse:
        try:
            return pages.search(typed, answer=answerer.answer(typed))
        except QuestionError as error:
            return pages.search(typed, problem=str(error), status=422)
        except Exception as error:  # whatever it is, people keep what they typed
            log_unexpected(error)
            return pages.search(typed, problem=messages.SERVICE_PROBLEM, status=500)

    return router

"""The HTML pages: templates filled in. Everything is escaped; no page needs JavaScript or another server."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse

from corpus.records import Page, Passage
from service import messages
from service.answers import Answer
from service.api_guide import ApiGuide
from service.page_view import page_view
from service.result_view import shown_differences, shown_result, web_address, written_date
from service.templating import template_environment

STATIC = Path(__file__).parent / "static"
# The answer to a form must survive the Back button without being asked for again, which `no-store` forbids.
# `no-cache` still keeps every other use of a stored copy away. No other page is kept at all.
KEPT_FOR_BACK = {"cache-control": "private, no-cache"}


class HtmlPages:
    """Every HTML page of the service."""

    def __init__(self, clinic_name: str) -> None:
        self._environment = template_environment()
        self._environment.globals.update(
            messages=messages,
            clinic_name=clinic_name,
            style_version=sha256((STATIC / "style.css").read_bytes()).hexdigest()[:12],
        )

    def search(
        self,
        typed: str = "",
        answer: Answer | None = None,
        problem: str | None = None,
        status: int = 200,
    ) -> HTMLResponse:
        """The search page.

        Args:
            typed: what stands in the box, exactly as it was typed.
            answer: shown below the box.
            problem: a sentence that says why there is no answer, shown beside the box.
            status: of the response.
        """
        return self._page(
            "search.html",
            status,
            typed=typed,
            answer=answer,
            problem=problem,
            results=[shown_result(result) for result in answer.results] if answer else [],
            differences=shown_differences(answer) if answer else [],
        )

    def page(self, page: Page, passages: list[Passage]) -> HTMLResponse:
        """A stored page, with an anchor at every sentence."""
        reviewed = written_date(page.facts.reviewed.isoformat()) if page.facts.reviewed else None
        original = web_address(page.facts.url)
        return self._page("page.html", view=page_view(page, passages), reviewed=reviewed, original=original)

    def guide(self, guide: ApiGuide) -> HTMLResponse:
        """The guide to the API."""
        return self._page("api_guide.html", guide=guide)

    def report(self, report: Mapping[str, Any]) -> HTMLResponse:
        """What became of every page at the last ingest, for staff."""
        return self._page("desk_report.html", report=report)

    def missing(self, status: int = 404) -> HTMLResponse:
        """There is nothing at this address."""
        return self._page(
            "problem.html", status, heading=messages.PAGE_MISSING_TITLE, explanation=messages.PAGE_MISSING
        )

    def broken(self, status: int = 500) -> HTMLResponse:
        """The service could not do its work."""
        return self._page(
            "problem.html", status, heading=messages.SERVICE_PROBLEM_TITLE, explanation=messages.SERVICE_PROBLEM
        )

    def _page(self, template: str, status: int = 200, /, **values: object) -> HTMLResponse:
        return HTMLResponse(self._environment.get_template(template).render(values), status)

"""The HTML pages: templates filled in. Everything is escaped; no page needs JavaScript or another server."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from fastapi.responses import HTMLResponse

from corpus.records import Page, Passage
from service import messages
from service.answerer import MAX_QUESTION_CHARACTERS
from service.answers import Answer
from service.api_guide import ApiGuide
from service.clinic import Clinic
from service.messages.other_languages import OTHER_LANGUAGES
from service.offers import Offers
from service.page_view import page_view
from service.result_view import (
    isolated,
    overdue_since,
    questions_near,
    shown_differences,
    shown_groups,
    shown_result,
    web_address,
    written_date,
)
from service.templating import template_environment

STATIC = Path(__file__).parent / "static"
# The answer to a form must survive the Back button without being asked for again, which `no-store` forbids.
# `no-cache` still keeps every other use of a stored copy away. No other page is kept at all.
KEPT_FOR_BACK = {"cache-control": "private, no-cache"}


def today_here() -> date:
    """Today, by Greenwich: a review that is due is not more precise than that."""
    return datetime.now(UTC).date()


class HtmlPages:
    """Every HTML page of the service."""

    def __init__(
        self,
        clinic: Clinic,
        offers: Callable[[], Offers] = Offers,
        today: Callable[[], date] = today_here,
        *,
        notes_questions: bool = False,
    ) -> None:
        """Args:
        clinic: whose pages they are.
        offers: tells the questions and pages that there are now for people who look for words.
        today: tells the day on which a page is shown.
        notes_questions: whether there is a question log, of which people are told.
        """
        self._clinic = clinic
        self._offers = offers
        self._today = today
        self._environment = template_environment()
        self._environment.filters["isolated"] = isolated
        self._environment.globals.update(
            messages=messages, clinic=clinic, limit=MAX_QUESTION_CHARACTERS, notes_questions=notes_questions
        )
        self._stamped: tuple[Offers, str] | None = None

    def search(
        self,
        typed: str = "",
        answer: Answer | None = None,
        problem: str | None = None,
        status: int = 200,
        exact: bool = False,
        language: str | None = None,
    ) -> HTMLResponse:
        """The search page.

        Args:
            typed: what stands in the box, exactly as it was typed.
            answer: shown below the box.
            problem: a sentence that says why there is no answer, shown beside the box.
            status: of the response.
            exact: whether the answer is to what was typed, letter by letter.
            language: the ISO 639-1 code of the question's language, where it is plainly not English.
        """
        today = self._today()
        results = [shown_result(result, today) for result in answer.results] if answer else []
        return self._page(
            "search.html",
            status,
            typed=typed,
            answer=answer,
            problem=problem,
            exact=exact,
            language=language,
            foreign=OTHER_LANGUAGES.get(language or ""),
            results=results,
            groups=shown_groups(results[0], results[1:]) if results else [],
            near=questions_near(answer) if answer else [],
            differences=shown_differences(answer) if answer else [],
        )

    def page(self, page: Page, passages: list[Passage]) -> HTMLResponse:
        """A stored page, with an anchor at every sentence."""
        facts = page.facts
        return self._page(
            "page.html",
            view=page_view(page, passages),
            reviewed=written_date(facts.reviewed.isoformat()) if facts.reviewed else None,
            overdue=overdue_since(facts.review_due.isoformat() if facts.review_due else None, self._today()),
            original=web_address(facts.url),
        )

    def guide(self, guide: ApiGuide) -> HTMLResponse:
        """The guide to the API."""
        return self._page("api_guide.html", guide=guide)

    def desk(self, template: str, status: int = 200, /, **values: object) -> HTMLResponse:
        """A page of the staff desk, from a template of its own."""
        return self._page(template, status, **values)

    def missing(self, status: int = 404) -> HTMLResponse:
        """There is nothing at this address."""
        return self._problem(status, messages.PAGE_MISSING_TITLE, messages.PAGE_MISSING)

    def busy(self, status: int = 503) -> HTMLResponse:
        """Too much is asked just now, or the index is not loaded yet."""
        return self._problem(status, messages.BUSY_TITLE, messages.BUSY, call=True)

    def broken(self, status: int = 500) -> HTMLResponse:
        """The service could not do its work."""
        return self._problem(status, messages.SERVICE_PROBLEM_TITLE, messages.SERVICE_PROBLEM, call=True)

    def _problem(self, status: int, heading: str, explanation: str, call: bool = False) -> HTMLResponse:
        """`call` adds whom to call in an emergency, for those who cannot wait."""
        return self._page("problem.html", status, heading=heading, explanation=explanation, call=call)

    def _page(self, template: str, status: int = 200, /, **values: object) -> HTMLResponse:
        offers = self._offers()
        shown = {"offers": offers, "version": self._version(offers), **values}
        return HTMLResponse(self._environment.get_template(template).render(shown), status)

    def _version(self, offers: Offers) -> str:
        stamped = self._stamped
        if stamped is None or stamped[0] is not offers:
            stamped = self._stamped = offers, _version_of(self._clinic, offers)
        return stamped[1]


def _version_of(clinic: Clinic, offers: Offers) -> str:
    """Stands in the address of every file that a page loads, so that browsers may keep them until one changes."""
    digest = sha256(repr((clinic, offers)).encode())
    for path in sorted(STATIC.iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]

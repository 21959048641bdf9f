"""The addresses below /desk. All but the sign-in want a session: a new router comes from `Door.staff_router`."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.desk.door import HOME, LOGIN, SEE_OTHER, Door, FormRefused, NotSignedIn, Staff, Unprotected
from service.desk.login import login_router
from service.desk.password_page import password_router
from service.rendering import HtmlPages

Report = Callable[[], Mapping[str, Any]]


def add_desk(app: FastAPI, door: Door, pages: HtmlPages, report: Report) -> None:
    """Add the desk to the service.

    Args:
        app: the service.
        door: lets staff in.
        pages: fills in the templates.
        report: gives that of the last ingest of the version that serves now.
    """
    app.include_router(login_router(door, pages))
    app.include_router(password_router(door, pages))
    app.include_router(staff_router(door, pages, report))

    @app.exception_handler(NotSignedIn)
    async def sign_in_first(request: Request, _: NotSignedIn) -> Response:
        return RedirectResponse(LOGIN, SEE_OTHER)

    @app.exception_handler(FormRefused)
    async def not_our_form(request: Request, _: FormRefused) -> Response:
        return pages.desk("desk_refused.html", 403, why="form")

    @app.exception_handler(Unprotected)
    async def without_https(request: Request, _: Unprotected) -> Response:
        return pages.desk("desk_refused.html", 403, why="unprotected")


def staff_router(door: Door, pages: HtmlPages, report: Report) -> APIRouter:
    """What staff see."""
    router = door.staff_router()
    signed_in = Annotated[Staff, Depends(door.staff)]

    @router.get("")
    def home() -> Response:
        return RedirectResponse(HOME, SEE_OTHER)

    @router.get("/report")
    def read_report(staff: signed_in) -> HTMLResponse:
        """Every page, what was left out of it and why, and what a person should look at."""
        return pages.desk("desk_report.html", staff=staff, report=report())

    @router.post("/logout")
    def sign_out(request: Request) -> Response:
        door.sessions.end(door.token_of(request))
        response = RedirectResponse(LOGIN, SEE_OTHER)
        door.take_back(request, response)
        response.headers["clear-site-data"] = '"cache"'
        return response

    return router

"""The page on which staff change their own password."""

from math import ceil
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from corpus.errors import AccountError
from service.desk.door import HOME, SEE_OTHER, Door, Staff, client_of
from service.desk.login import slowed
from service.desk.passwords import MAX_CHARACTERS, MIN_CHARACTERS, PasswordsBusy
from service.rendering import HtmlPages


def password_router(door: Door, pages: HtmlPages) -> APIRouter:
    """Show the form, and change the password."""
    router = door.staff_router()
    signed_in = Annotated[Staff, Depends(door.staff)]

    @router.get("/password")
    def show_password(staff: signed_in) -> HTMLResponse:
        return password_page(staff)

    @router.post("/password")
    def change_password(
        request: Request,
        staff: signed_in,
        current: Annotated[str, Form()] = "",
        new: Annotated[str, Form()] = "",
        again: Annotated[str, Form()] = "",
    ) -> Response:
        """Takes the current password too: a browser left open must not be enough to take an account over."""
        client = client_of(request)
        wait = door.attempts.begin(staff.name, client)
        if wait:
            return slowed(password_page(staff, f"Too many wrong passwords. Wait {ceil(wait / 60)} min.", 429), wait)
        try:
            if not door.accounts.is_password_of(staff.name, current):
                return password_page(staff, "The current password is wrong.", 403)
            door.attempts.succeeded(staff.name, client)
            if new != again:
                return password_page(staff, "The two new passwords differ.", 422)
            door.accounts.set_password(staff.name, new)
        except PasswordsBusy:
            return slowed(password_page(staff, "The service is busy. Try again.", 503), 1)
        except AccountError as error:
            return password_page(staff, str(error), 422)
        response = RedirectResponse(HOME, SEE_OTHER)
        door.give(door.sessions.begin(staff.name), request, response)
        return response

    def password_page(staff: Staff, problem: str = "", status: int = 200) -> HTMLResponse:
        return pages.desk(
            "desk_password.html", status, staff=staff, problem=problem, least=MIN_CHARACTERS, most=MAX_CHARACTERS
        )

    return router

"""The sign-in, the one part of the desk that is open to all."""

from math import ceil
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.desk.door import HOME, PREFIX, SEE_OTHER, Door, client_of, form_token, new_token
from service.desk.passwords import PasswordsBusy
from service.rendering import HtmlPages


def login_router(door: Door, pages: HtmlPages) -> APIRouter:
    """Show the sign-in, and sign in."""
    router = APIRouter(prefix=PREFIX, include_in_schema=False)

    @router.get("/login")
    def show_login(request: Request) -> Response:
        token = door.token_of(request) or new_token()
        if door.sessions.find_name(token):
            return RedirectResponse(HOME, SEE_OTHER)
        response = login_page(token)
        door.give(token, request, response)
        return response

    @router.post("/login", dependencies=[Depends(door.check_form)])
    def sign_in(request: Request, name: Annotated[str, Form()] = "", password: Annotated[str, Form()] = "") -> Response:
        """The same words, after the same time, whether there is no such account or the password is not its own."""
        token, client = door.token_of(request), client_of(request)
        wait = door.attempts.begin(name, client)
        if wait:
            return slowed(login_page(token, name, "wait", ceil(wait / 60), 429), wait)
        try:
            right = door.accounts.is_password_of(name, password)
        except PasswordsBusy:
            return slowed(login_page(token, name, "busy", status=503), 1)
        if not right:
            return login_page(token, name, "wrong", status=403)
        door.attempts.succeeded(name, client)
        response = RedirectResponse(HOME, SEE_OTHER)
        door.give(door.sessions.begin(name, instead_of=token), request, response)
        return response

    def login_page(token: str, name: str = "", problem: str = "", minutes: int = 0, status: int = 200) -> HTMLResponse:
        return pages.desk(
            "desk_login.html", status, form_token=form_token(token), name=name, problem=problem, minutes=minutes
        )

    return router


def slowed(response: HTMLResponse, seconds: float) -> HTMLResponse:
    """The response, which says when to try again."""
    response.headers["retry-after"] = str(ceil(seconds))
    return response

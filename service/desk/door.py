"""The door of the desk: what a request has to bring to get in, and what a browser is given to bring.

One cookie holds a random token. It names a browser before the sign-in and, renewed there, a session after it.
Every form carries a second token, made from the first: a page of another site cannot read either, so it cannot fill
in our forms. The cookie is SameSite=Lax, not Strict: with Strict, staff who follow a link in a mail or in the
intranet would have to sign in again though they are signed in. Nothing is changed by GET, so Lax lets nothing in.
"""

import hmac
from dataclasses import dataclass
from ipaddress import ip_address
from secrets import token_urlsafe

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool

from service.desk.accounts import Accounts
from service.desk.attempts import LoginAttempts
from service.desk.database import DeskDatabase
from service.desk.sessions import TOKEN_BYTES, Sessions

PREFIX = "/desk"
HOME = f"{PREFIX}/report"
LOGIN = f"{PREFIX}/login"
SEE_OTHER = 303  # what was posted is not posted again
COOKIE = "desk"
HTTPS_COOKIE = "__Host-desk"  # a browser takes it from https alone, for this host alone, and lets no subdomain set it
FORM_FIELD = "form"
CHANGES_NOTHING = {"GET", "HEAD", "OPTIONS"}
OWN_PAGES = {"same-origin", "none"}  # what browsers say of requests from our pages, and of typed addresses


class NotSignedIn(Exception):
    """The request comes from nobody whom the desk knows."""


class FormRefused(Exception):
    """The request would change something, and does not come from a form of ours."""


class Unprotected(Exception):
    """A password and the desk's pages would travel through a network without https."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is signed in, and the token that every form for them carries."""

    name: str
    form_token: str


class Door:
    """Accounts, sessions and attempts over one database, and what requests have to do with them."""

    def __init__(self, database: DeskDatabase, *, https: bool = False) -> None:
        """Args:
        database: the desk's own.
        https: whether every request came by https, whatever the proxy in front says.
        """
        self.accounts = Accounts(database)
        self.sessions = Sessions(database)
        self.attempts = LoginAttempts(database)
        self._https = https

    def staff_router(self) -> APIRouter:
        """A router of which every route wants a session, and a form of ours where it changes something."""
        return APIRouter(prefix=PREFIX, include_in_schema=False, dependencies=[Depends(self.staff)])

    async def staff(self, request: Request) -> Staff:
        """Who sends a request; a dependency for every route that is for staff alone.

        Raises:
            Unprotected: the request came through a network without https.
            NotSignedIn: it brings no token of a session.
            FormRefused: it would change something, and does not come from a form of ours.
        """
        token = self.token_of(request)
        name = await run_in_threadpool(self.sessions.find_name, token) if token else None
        if name is None:
            raise NotSignedIn
        if request.method not in CHANGES_NOTHING:
            await self.check_form(request)
        return Staff(name, form_token(token))

    async def check_form(self, request: Request) -> None:
        """Complain of a form that was not ours.

        Raises:
            Unprotected: the request came through a network without https.
            FormRefused: another site sent it, or its token is not that of this browser.
        """
        token, said = self.token_of(request), (await request.form()).get(FORM_FIELD)
        if request.headers.get("sec-fetch-site", "none") not in OWN_PAGES:
            raise FormRefused
        if not token or not isinstance(said, str) or not hmac.compare_digest(said.encode(), form_token(token).encode()):
            raise FormRefused

    def token_of(self, request: Request) -> str:
        """The token that the browser brings, or nothing.

        Raises:
            Unprotected: the request came through a network without https.
        """
        return request.cookies.get(HTTPS_COOKIE if self._is_protected(request) else COOKIE, "")

    def give(self, token: str, request: Request, response: Response) -> None:
        """Give the browser a token to bring: until it is closed, to us alone, and out of reach of scripts."""
        secure = self._is_protected(request)
        name = HTTPS_COOKIE if secure else COOKIE
        response.set_cookie(name, token, path="/", secure=secure, httponly=True, samesite="lax")

    def take_back(self, request: Request, response: Response) -> None:
        """Have the browser forget its token."""
        secure = self._is_protected(request)
        name = HTTPS_COOKIE if secure else COOKIE
        response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")

    def _is_protected(self, request: Request) -> bool:
        """Whether the request came by https; without, it has to come from this very machine.

        What a proxy says of it (X-Forwarded-Proto and -For) counts where uvicorn trusts the proxy.
        """
        if self._https or request.url.scheme == "https":
            return True
        if not _is_this_machine(client_of(request)):
            raise Unprotected
        return False


def new_token() -> str:
    """A token for a browser that has none yet."""
    return token_urlsafe(TOKEN_BYTES)


def form_token(token: str) -> str:
    """The token of the forms of a browser, from which its own token cannot be worked out."""
    return hmac.digest(token.encode(), b"a form of the desk", "sha256").hex()


def client_of(request: Request) -> str:
    """The address that a request came from, as uvicorn has it."""
    return request.client.host if request.client else "a local socket"


def _is_this_machine(client: str) -> bool:
    try:
        return ip_address(client).is_loopback
    except ValueError:
        return client == "a local socket"

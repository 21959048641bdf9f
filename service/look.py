"""The files that make a page look like the clinic's: its colour as a style sheet, and its logo."""

from fastapi import APIRouter, Response

from service.clinic import Clinic, colour_rules
from service.guards.security_headers import CACHE_CONTROL

LOOK_CACHING = {CACHE_CONTROL: "public, max-age=86400"}  # their addresses change with the content


def look_router(clinic: Clinic) -> APIRouter:
    """The routes of what the clinic has set; what it has not set has none."""
    router = APIRouter(prefix="/clinic", include_in_schema=False)
    colour, logo = clinic.colour, clinic.logo
    if colour:

        @router.get("/colour.css")
        def colour_sheet() -> Response:
            """The clinic's colour."""
            return Response(colour_rules(colour), headers=LOOK_CACHING, media_type="text/css")

    if logo:

        @router.get("/logo")
        def logo_file() -> Response:
            """The clinic's logo."""
            return Response(logo.content, headers=LOOK_CACHING, media_type=logo.media_type)

    return router

"""The staff desk. So far one page: what became of every page of the clinic at the last ingest.

It is off unless `OWNWORDS_DESK` is `on`, because it has no login yet: switch it on only where staff alone can reach it.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.rendering import HtmlPages


def desk_router(report: Mapping[str, Any], pages: HtmlPages) -> APIRouter:
    """The routes of the desk, over the report that the served version keeps."""
    router = APIRouter(prefix="/desk", include_in_schema=False)

    @router.get("/report")
    def read_report() -> HTMLResponse:
        """Every page, what was left out of it and why, and what a person should look at."""
        return pages.report(report)

    return router

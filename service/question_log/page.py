"""The desk's page of the question log: what people ask and our pages do not answer."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from service.desk.door import Door, Staff
from service.question_log.store import QuestionStore
from service.rendering import HtmlPages


def question_log_router(store: QuestionStore, door: Door, pages: HtmlPages) -> APIRouter:
    """The route of the question log, for staff who are signed in."""
    router = APIRouter(prefix="/desk", include_in_schema=False, dependencies=[Depends(door.staff)])

    @router.get("/questions")
    def read_questions(staff: Annotated[Staff, Depends(door.staff)]) -> HTMLResponse:
        """Counts by topic, and the wordings that enough people used."""
        return pages.desk(
            "desk_questions.html",
            staff=staff,
            wordings=store.wordings(),
            counts=store.topic_counts(),
            keep_days=store.keep_days,
            least_asked=store.least_asked,
        )

    return router

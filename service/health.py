"""What a supervisor asks: is the process alive, and does it answer."""

from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter

from service.ending import Ending
from service.problems import problems
from service.serving import NotReady, Serving


@dataclass(frozen=True, slots=True)
class Live:
    """The process runs."""

    status: Literal["live"]


@dataclass(frozen=True, slots=True)
class Ready:
    """The service answers, from this version of the index."""

    status: Literal["ready"]
    index_version: str


def health_router(serving: Serving, ending: Ending) -> APIRouter:
    """The routes of health. They cost nothing and are never refused."""
    router = APIRouter(prefix="/health", tags=["health"])

    @router.get("/live", summary="Is the process alive")
    async def live() -> Live:
        return Live("live")

    @router.get("/ready", summary="Does the service answer, and from which index", responses=problems(500, 503))
    async def ready() -> Ready:
        version = serving.version
        if version is None or ending.begun:
            raise NotReady
        return Ready("ready", version)

    return router

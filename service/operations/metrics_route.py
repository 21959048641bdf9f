"""Where Prometheus collects the figures, and who may.

The figures tell how busy a clinic is and how often somebody is told to call for help, so they are not for everybody.
A collector on the same machine needs no secret; any other shows the token. A proxy on the same machine passes on
strangers' requests, and says so in a header, which is why such a header turns a request away.
"""

import hmac
from ipaddress import ip_address

from fastapi import APIRouter, HTTPException, Request, Response
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from service.operations.metrics import Metrics

PASSED_ON_BY = ("forwarded", "via", "x-forwarded-for", "x-real-ip")  # headers that a proxy adds


def metrics_router(metrics: Metrics, token: str | None) -> APIRouter:
    """The route of the metrics.

    Args:
        metrics: what is collected.
        token: a collector that shows it as a bearer token is let in from anywhere; None lets in this machine only.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/metrics")
    def collect(request: Request) -> Response:
        """Every figure; for anybody who may not have them, there is nothing here."""
        if not (_shows(request, token) or _is_this_machine(request)):
            raise HTTPException(404)
        return Response(metrics.exposition(), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    return router


def _shows(request: Request, token: str | None) -> bool:
    shown = request.headers.get("authorization", "")
    return token is not None and hmac.compare_digest(shown.encode(), f"Bearer {token}".encode())


def _is_this_machine(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in PASSED_ON_BY):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:  # a test client's name, or a Unix socket
        return False

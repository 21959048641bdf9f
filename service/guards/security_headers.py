"""The headers that every response carries."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CACHE_CONTROL = "cache-control"
KEEP_TO_HTTPS = "max-age=31536000"  # a year; nothing is said of subdomains, which may not be ours
SECURITY_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class SecurityHeaders:
    """Puts the security headers on every response, and `no-store` where the route said nothing about storing.

    `https` says that every request came by https, whatever the proxy in front says.
    """

    def __init__(self, app: ASGIApp, *, https: bool = False) -> None:
        self._app = app
        self._https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(SECURITY_HEADERS)
                if self._https or scope.get("scheme") == "https":
                    headers["strict-transport-security"] = KEEP_TO_HTTPS
                headers.setdefault(CACHE_CONTROL, "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)

"""A limit on how often one client asks, so that no single one takes the service away from the others.

No address is kept. A client is told by a number from 0 to 65,535, which is drawn from its address and a secret that
dies with the process: one number stands for tens of thousands of addresses, nobody can choose whose number to share,
and the counters never need more than a few megabytes.
"""

import secrets
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send
from throttled import RateLimiterType, Throttled, rate_limiter, store

from service.guards.refusal import Respond, come_again
from service.guards.working_paths import is_work

NUMBERS = 1 << 16
NETWORK_BYTES = 8  # one household or ward has a whole /64 of IPv6 addresses


class RateLimit:
    """Refuses with 429 what a client asks beyond its rate. Short bursts are fine: the minute's worth may come at once.

    Every worker counts for itself. What costs no work (health, static files) is not counted.

    Source of the method: the generic cell rate algorithm, ITU-T I.371.
    """

    def __init__(self, app: ASGIApp, respond: Respond, per_minute: int) -> None:
        """Args:
        app: what is behind this guard.
        respond: makes the refusal.
        per_minute: requests by one client; 0 sets no limit.
        """
        self._app = app
        self._respond = respond
        self._secret = secrets.token_bytes(16)
        self._counters = (
            Throttled(
                using=RateLimiterType.GCRA.value,
                quota=rate_limiter.per_min(per_minute, burst=per_minute),
                store=store.MemoryStore(options={"MAX_SIZE": NUMBERS}),
            )
            if per_minute
            else None
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if self._counters is None or not is_work(scope):
            await self._app(scope, receive, send)
            return
        counted = self._counters.limit(self._number_of(scope))
        if counted.limited:
            refusal = self._respond(Request(scope), 429, come_again(counted.state.retry_after))
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _number_of(self, scope: Scope) -> str:
        host = (scope.get("client") or ("",))[0]
        digest = blake2b(network_of(host), key=self._secret, digest_size=2)
        return digest.hexdigest()


def network_of(host: str) -> bytes:
    """Whom an address counts for: itself in IPv4, its /64 in IPv6. A host that is no address counts by its name."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host.encode()
    if isinstance(address, IPv6Address):
        return address.ipv4_mapped.packed if address.ipv4_mapped else address.packed[:NETWORK_BYTES]
    return address.packed

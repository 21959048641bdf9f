"""Which requests make the service work, and so are counted, queued and refused when there are too many.

A supervisor must always hear whether the service lives, and files cost nothing.
"""

from starlette.types import Scope

FREE = ("/health/", "/static/", "/clinic/", "/metrics")


def is_work(scope: Scope) -> bool:
    """Whether a request is work."""
    return scope["type"] == "http" and not scope["path"].startswith(FREE)

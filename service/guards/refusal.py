"""How a guard says no: in the form that suits who asked, with the seconds after which to come again."""

from collections.abc import Callable, Mapping

from fastapi import Request, Response

RETRY_AFTER = "retry-after"
Respond = Callable[[Request, int, Mapping[str, str]], Response]
"""The request, the status and headers to add; gives a problem document for programs, a page for people."""


def come_again(seconds: float) -> dict[str, str]:
    """The header that names whole seconds, at least one."""
    return {RETRY_AFTER: str(max(1, -int(-seconds // 1)))}
